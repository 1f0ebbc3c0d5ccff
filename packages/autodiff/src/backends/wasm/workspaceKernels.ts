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

/** Puts a term of a sum on the stack. */
type Term = (width: Width, shift: number) => void;

/** Sums over the same elements, after what they share. */
interface Stage {
  readonly before: (width: Width, shift: number) => void;
  readonly terms: readonly Term[];
}

/** Bytes of each vector that the stages of a function go over before the next: seven such stretches fit the first cache. */
const STRETCH = 1024;

class VectorFunction {
  readonly code: Code;
  /** In the module. */
  readonly index: number;
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
    this.index = handle.index;
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

  /** Runs `body(width, shift)` over all elements. */
  over(body: (width: Width, shift: number) => void): void {
    const { code, n } = this;
    const blocks = Math.floor(n / 4);
    if (blocks > 0) {
      code.count(this.#i, 0, 32 * blocks, 32, () => {
        body('pair', 0);
        body('pair', 16);
      });
    } else code.i32(0).set(this.#i);
    for (let rest = 0; rest < n % 4; rest++) body('single', 8 * rest);
  }

  /** Sums `terms` at once: each puts a term on the stack; the totals (in the first lane) are left in locals. */
  sums(terms: readonly Term[], before: Stage['before'] = () => {}): Local[] {
    return this.stagedSums([{ terms, before }]);
  }

  /**
   * `sums` of several stages that read the same vectors: one after another over a stretch that stays in the first cache, then
   * over the next, so that no stage needs more registers than there are.
   */
  stagedSums(stages: readonly Stage[]): Local[] {
    const { code, n } = this;
    const parts = stages.map(({ terms }) => terms.map(() => [code.local('v128'), code.local('v128')] as const));
    const run = (stage: number, width: Width, shift: number, part: 0 | 1): void => {
      const { terms, before } = stages[stage]!;
      before(width, shift);
      terms.forEach((term, k) => {
        const sum = parts[stage]![k]![part];
        code.get(sum);
        term(width, shift);
        code.op('f64x2.add').set(sum);
      });
    };
    const end = 32 * Math.floor(n / 4);
    const [from, to] = [code.local('i32'), code.local('i32')];
    if (end > 0) {
      code.i32(0).set(from);
      code.loop((next) => {
        // to = min(from + STRETCH, end)
        code
          .get(from)
          .i32(stages.length > 1 ? STRETCH : end)
          .op('i32.add')
          .tee(to)
          .i32(end)
          .get(to)
          .i32(end)
          .op('i32.lt_u')
          .op('select')
          .set(to);
        stages.forEach((_, stage) => {
          code.get(from).set(this.#i);
          code.loop((again) => {
            run(stage, 'pair', 0, 0);
            run(stage, 'pair', 16, 1);
            code.get(this.#i).i32(32).op('i32.add').tee(this.#i).get(to).op('i32.lt_u').brIf(again);
          });
        });
        code.get(to).tee(from).i32(end).op('i32.lt_u').brIf(next);
      });
    }
    code.i32(end).set(this.#i);
    const sums = parts.flat();
    for (const [first, second] of sums) {
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
    for (let rest = 0; rest < n % 4; rest++) {
      stages.forEach((_, stage) => {
        run(stage, 'single', 8 * rest, 0);
      });
    }
    return sums.map(([first]) => first);
  }
}

/**
 * Exports copy, add, dot, kickDrift, kickKinetic, goesOn, joinStates, joinHalves for vectors of length n, and leapfrog where
 * there is a density: the index of its function, and where the log density of the last leapfrog step is left.
 */
export function emitWorkspace(
  module: ModuleBuilder,
  n: number,
  density?: { readonly index: number; readonly logDensityAddress: number },
): void {
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

  const first = vector('kickDrift', 6, 1);
  const second = vector('kickKinetic', 3, 1, 'f64');
  kickDrift(first);
  kickKinetic(second);
  if (density) {
    // (position, momentum, gradient, scale, newPosition, newMomentum, newGradient; stepSize): the energy
    const [scale, newPosition, newMomentum, newGradient, stepSize] = [3, 4, 5, 6, 7];
    const { code } = vector('leapfrog', 7, 1, 'f64');
    const logDensity = code.local('f64');
    for (const parameter of [0, 1, 2, scale, newPosition, newMomentum, stepSize]) code.get(parameter);
    code.call(first.index).get(newPosition).get(newGradient).call(density.index).set(logDensity);
    code.i32(0).get(logDensity).memory('f64.store', density.logDensityAddress);
    code.get(newMomentum).get(newGradient).get(scale).get(stepSize).call(second.index);
    code.get(logDensity).op('f64.sub');
  }
  goesOn(vector('goesOn', 4, 0, 'i32'));
  joinStates(vector('joinStates', 3, 0, 'i32'));
  joinHalves(vector('joinHalves', 7, 0, 'i32'));
}

/** (position, momentum, gradient, scale, newPosition, newMomentum; stepSize) */
function kickDrift(f: VectorFunction): void {
  const { code } = f;
  const [half, scaled, momentum] = [code.local('v128'), code.local('v128'), code.local('v128')];
  code.get(6).f64(0.5).op('f64.mul').op('f64x2.splat').set(half);
  f.over((width, shift) => {
    f.load(1, width, shift);
    code.get(half);
    f.load(3, width, shift);
    code.op('f64x2.mul').tee(scaled);
    f.load(2, width, shift);
    code.op('f64x2.mul').op('f64x2.add').set(momentum);
    f.store(4, width, shift, () => {
      f.load(0, width, shift);
      code.get(scaled).get(momentum).get(momentum).op('f64x2.add').op('f64x2.mul').op('f64x2.add');
    });
    f.store(5, width, shift, () => code.get(momentum));
  });
}

/** (momentum, gradient, scale; stepSize): the kinetic energy */
function kickKinetic(f: VectorFunction): void {
  const { code } = f;
  const [half, momentum] = [code.local('v128'), code.local('v128')];
  code.get(3).f64(0.5).op('f64.mul').op('f64x2.splat').set(half);
  const [total] = f.sums([() => code.get(momentum).get(momentum).op('f64x2.mul')], (width, shift) => {
    f.load(0, width, shift);
    code.get(half);
    f.load(2, width, shift);
    code.op('f64x2.mul');
    f.load(1, width, shift);
    code.op('f64x2.mul').op('f64x2.add').set(momentum);
    f.store(0, width, shift, () => code.get(momentum));
  });
  code.get(total!).lane('f64x2.extract_lane', 0).f64(0.5).op('f64.mul');
}

/** (a, b, first, second): whether the sums of a r and b r, r = first + second, are > 0 */
function goesOn(f: VectorFunction): void {
  const { code } = f;
  const direction = code.local('v128');
  const term = (slot: number) => (width: Width, shift: number) => {
    f.load(slot, width, shift);
    code.get(direction).op('f64x2.mul');
  };
  const sums = f.sums([term(0), term(1)], (width, shift) => {
    f.load(2, width, shift);
    f.load(3, width, shift);
    code.op('f64x2.add').set(direction);
  });
  allPositive(code, sums);
}

/** (a, b, out) */
function joinStates(f: VectorFunction): void {
  const { code } = f;
  const [a, b, direction] = [code.local('v128'), code.local('v128'), code.local('v128')];
  const term = (momentum: Local) => () => code.get(momentum).get(direction).op('f64x2.mul');
  const sums = f.sums([term(a), term(b)], (width, shift) => {
    f.load(0, width, shift);
    code.tee(a);
    f.load(1, width, shift);
    code.tee(b).op('f64x2.add').set(direction);
    f.store(2, width, shift, () => code.get(direction));
  });
  allPositive(code, sums);
}

/** (begin, end, sum, laterBegin, laterEnd, laterSum, out) */
function joinHalves(f: VectorFunction): void {
  const { code } = f;
  const [begin, end, sum, laterBegin, laterEnd, laterSum] = [0, 1, 2, 3, 4, 5] as const;
  const [direction, seam] = [code.local('v128'), code.local('v128')];
  const along = (momentum: number) => (width: Width, shift: number) => {
    f.load(momentum, width, shift);
    code.get(direction).op('f64x2.mul');
  };
  const seamAlong = () => code.get(seam).get(direction).op('f64x2.mul');
  /** direction = half + state, where the state is the other half's at the seam. */
  const across = (half: number, state: number) => (width: Width, shift: number) => {
    f.load(half, width, shift);
    f.load(state, width, shift);
    code.tee(seam).op('f64x2.add').set(direction);
  };
  const whole = (width: Width, shift: number) => {
    f.load(sum, width, shift);
    f.load(laterSum, width, shift);
    code.op('f64x2.add').set(direction);
    f.store(6, width, shift, () => code.get(direction));
  };
  // `out` may be one of the sums, so it is written last.
  const sums = f.stagedSums([
    { before: across(sum, laterBegin), terms: [along(begin), seamAlong] },
    { before: across(laterSum, end), terms: [along(laterEnd), seamAlong] },
    { before: whole, terms: [along(begin), along(laterEnd)] },
  ]);
  allPositive(code, sums);
}

/** Puts 1 on the stack when the first lanes of all are > 0, else 0. */
function allPositive(code: Code, sums: readonly Local[]): void {
  sums.forEach((sum, k) => {
    code.get(sum).lane('f64x2.extract_lane', 0).f64(0).op('f64.gt');
    if (k > 0) code.op('i32.and');
  });
}
