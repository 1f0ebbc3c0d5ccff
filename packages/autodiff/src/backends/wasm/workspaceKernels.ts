/**
 * The vector operations of a Hamiltonian sampler in the module's memory. Slots are addresses; the length is fixed.
 *
 * Every sum runs as `Workspace` of @credence/samplers says: four partial sums s0..s3, element i added to s(i mod 4) for
 * i < 4 floor(n / 4); total = (s0 + s2) + (s1 + s3); then the remaining elements in order. Two vectors hold the four.
 */

import type { Code, FunctionHandle, Local, ModuleBuilder, ValueType } from '@credence/numerics/wasm';

const SWAP = [8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7];

/** Whether code is for two elements or for the last single ones; scalars then run on both lanes of a splat. */
type Width = 'pair' | 'single';

class VectorFunction {
  readonly code: Code;
  readonly #i: Local;

  constructor(
    module: ModuleBuilder,
    readonly n: number,
    name: string,
    slots: number,
    numbers: number,
    result?: ValueType,
  ) {
    const handle: FunctionHandle = module.function({
      parameters: [
        ...Array.from({ length: slots }, () => 'i32' as const),
        ...Array.from({ length: numbers }, () => 'f64' as const),
      ],
      results: result ? [result] : [],
      exported: name,
    });
    this.code = handle.code;
    this.#i = this.code.local('i32');
  }

  /** Puts element(s) of the vector at a parameter's address on the stack. */
  load(slot: number, width: Width, shift: number): void {
    this.code
      .get(slot)
      .get(this.#i)
      .op('i32.add')
      .memory(width === 'pair' ? 'v128.load' : 'v128.load64_splat', shift);
  }

  store(slot: number, width: Width, shift: number, push: () => void): void {
    const { code } = this;
    code.get(slot).get(this.#i).op('i32.add');
    push();
    if (width === 'pair') code.memory('v128.store', shift);
    else code.memoryLane('v128.store64_lane', shift, 0);
  }

  /** Runs `body(width, shift, part)` over all elements; `part` says which vector of partial sums a pair belongs to. */
  over(body: (width: Width, shift: number, part: number) => void, between: () => void = () => {}): void {
    const { code, n } = this;
    const blocks = Math.floor(n / 4);
    if (blocks > 0) {
      code.count(this.#i, 0, 32 * blocks, 32, () => {
        body('pair', 0, 0);
        body('pair', 16, 1);
      });
    } else code.i32(0).set(this.#i);
    between();
    for (let rest = 0; rest < n % 4; rest++) body('single', 8 * rest, 0);
  }

  /** Sums `terms` at once: each puts a term on the stack; the totals (in the first lane) are left in locals. */
  sums(
    terms: readonly ((width: Width, shift: number) => void)[],
    before: (width: Width, shift: number) => void = () => {},
  ): Local[] {
    const { code } = this;
    const parts = terms.map(() => [code.local('v128'), code.local('v128')] as const);
    this.over(
      (width, shift, part) => {
        before(width, shift);
        terms.forEach((term, k) => {
          const sum = parts[k]![part === 0 ? 0 : 1];
          code.get(sum);
          term(width, shift);
          code.op('f64x2.add').set(sum);
        });
      },
      () => {
        for (const [first, second] of parts) {
          // (s0 + s2, s1 + s3), then their sum in both lanes.
          code
            .get(first)
            .get(second)
            .op('f64x2.add')
            .tee(first)
            .get(first)
            .get(first)
            .shuffle(SWAP)
            .op('f64x2.add')
            .set(first);
        }
      },
    );
    return parts.map(([first]) => first);
  }
}

/** Exports copy, add, dot, kickDrift, kickKinetic, goesOn, goesOnAlong for vectors of length n. */
export function emitWorkspace(module: ModuleBuilder, n: number): void {
  const vector = (name: string, slots: number, numbers = 0, result?: ValueType) =>
    new VectorFunction(module, n, name, slots, numbers, result);

  const copy = vector('copy', 2);
  copy.code
    .get(1)
    .get(0)
    .i32(8 * n)
    .memoryCopy();

  const add = vector('add', 3);
  add.over((width, shift) => {
    add.store(2, width, shift, () => {
      add.load(0, width, shift);
      add.load(1, width, shift);
      add.code.op('f64x2.add');
    });
  });

  const dot = vector('dot', 2, 0, 'f64');
  const [total] = dot.sums([
    (width, shift) => {
      dot.load(0, width, shift);
      dot.load(1, width, shift);
      dot.code.op('f64x2.mul');
    },
  ]);
  dot.code.get(total!).lane('f64x2.extract_lane', 0);

  kickDrift(vector('kickDrift', 6, 1));
  kickKinetic(vector('kickKinetic', 3, 1, 'f64'));
  goesOn(
    vector('goesOn', 5, 0, 'i32'),
    (f, width, shift) => {
      f.load(2, width, shift);
      f.load(3, width, shift);
      f.code.op('f64x2.add');
    },
    4,
  );
  goesOn(vector('goesOnAlong', 4, 0, 'i32'), (f, width, shift) => f.load(2, width, shift), 3);
}

/** (position, momentum, gradient, inverseMetric, newPosition, newMomentum; stepSize) */
function kickDrift(f: VectorFunction): void {
  const { code } = f;
  const [step, half, momentum] = [code.local('v128'), code.local('v128'), code.local('v128')];
  code.get(6).op('f64x2.splat').set(step);
  code.get(6).f64(0.5).op('f64.mul').op('f64x2.splat').set(half);
  f.over((width, shift) => {
    f.load(1, width, shift);
    code.get(half);
    f.load(2, width, shift);
    code.op('f64x2.mul').op('f64x2.add').set(momentum);
    f.store(4, width, shift, () => {
      f.load(0, width, shift);
      code.get(step);
      f.load(3, width, shift);
      code.get(momentum).op('f64x2.mul').op('f64x2.mul').op('f64x2.add');
    });
    f.store(5, width, shift, () => code.get(momentum));
  });
}

/** (momentum, gradient, inverseMetric; stepSize): the kinetic energy */
function kickKinetic(f: VectorFunction): void {
  const { code } = f;
  const [half, momentum] = [code.local('v128'), code.local('v128')];
  code.get(3).f64(0.5).op('f64.mul').op('f64x2.splat').set(half);
  const [total] = f.sums(
    [
      (width, shift) => {
        code.get(momentum).get(momentum).op('f64x2.mul');
        f.load(2, width, shift);
        code.op('f64x2.mul');
      },
    ],
    (width, shift) => {
      f.load(0, width, shift);
      code.get(half);
      f.load(1, width, shift);
      code.op('f64x2.mul').op('f64x2.add').set(momentum);
      f.store(0, width, shift, () => code.get(momentum));
    },
  );
  code.get(total!).lane('f64x2.extract_lane', 0).f64(0.5).op('f64.mul');
}

/** (a, b, ..., inverseMetric): whether both sums of (inverseMetric a) r and (inverseMetric b) r are > 0 */
function goesOn(
  f: VectorFunction,
  along: (f: VectorFunction, width: Width, shift: number) => void,
  metric: number,
): void {
  const { code } = f;
  const [direction, weight] = [code.local('v128'), code.local('v128')];
  const term = (slot: number) => (width: Width, shift: number) => {
    code.get(weight);
    f.load(slot, width, shift);
    code.op('f64x2.mul').get(direction).op('f64x2.mul');
  };
  const [first, second] = f.sums([term(0), term(1)], (width, shift) => {
    along(f, width, shift);
    code.set(direction);
    f.load(metric, width, shift);
    code.set(weight);
  });
  code.get(first!).lane('f64x2.extract_lane', 0).f64(0).op('f64.gt');
  code.get(second!).lane('f64x2.extract_lane', 0).f64(0).op('f64.gt').op('i32.and');
}
