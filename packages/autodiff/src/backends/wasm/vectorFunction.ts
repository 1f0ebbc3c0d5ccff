/**
 * Functions over vectors of one length at addresses given to them, with sums in the order of `Workspace` (@credence/samplers):
 * four partial sums s0..s3, element i added to s(i mod 4) for i < 4 floor(n / 4); total = (s0 + s2) + (s1 + s3); then the
 * remaining elements in order. Two vectors of two hold the four.
 */

import type { Code, FunctionHandle, Local, ModuleBuilder, ValueType } from '@credence/numerics/wasm';

const SWAP = [8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7];

/** Whether code is for two elements or for the last single ones; scalars then run on both lanes of a splat. */
export type Width = 'pair' | 'single';

/** Puts a term of a sum on the stack. */
export type Term = (width: Width, shift: number) => void;

/** Sums over the same elements, after what they share. */
export interface Stage {
  readonly before: (width: Width, shift: number) => void;
  readonly terms: readonly Term[];
}

/** Bytes of each vector that the stages of a function go over before the next: seven such stretches fit the first cache. */
const STRETCH = 1024;

/** One exported function, while it is written. Parameters: addresses, then numbers. */
export class VectorFunction {
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
