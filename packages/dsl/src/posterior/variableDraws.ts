/** The draws of one variable. */
import { CredenceError } from '@credence/numerics';
import type { ScalarChains } from '@credence/samplers';

/** Draws in one array, chain after chain, draw after draw, each draw row-major. */
export class VariableDraws {
  /** chains x draws x size values. */
  readonly values: Float64Array;
  readonly chains: number;
  /** Draws in each chain. */
  readonly draws: number;
  /** Elements of one draw. */
  readonly size: number;

  constructor(
    readonly name: string,
    /** Shape of one draw. */
    readonly shape: readonly number[],
    readonly dims: readonly string[] | undefined,
    private readonly columns: readonly ScalarChains[],
  ) {
    this.chains = columns[0]?.length ?? 0;
    this.draws = columns[0]?.[0]?.length ?? 0;
    this.size = columns.length;
    this.values = new Float64Array(this.chains * this.draws * this.size);
    for (const [element, chains] of columns.entries()) {
      for (const [chain, column] of chains.entries()) {
        const first = chain * this.draws * this.size + element;
        for (let draw = 0; draw < this.draws; draw++) this.values[first + draw * this.size] = column[draw]!;
      }
    }
  }

  /**
   * One draw, row-major. A view.
   * @throws CredenceError posterior/index
   */
  at(chain: number, draw: number): Float64Array {
    this.#checkIndex('at', [chain, draw], [this.chains, this.draws]);
    const first = (chain * this.draws + draw) * this.size;
    return this.values.subarray(first, first + this.size);
  }

  /**
   * Draws of one element, given by its index along each axis: one array a chain.
   * @example posterior.draws('theta').element(2)
   * @throws CredenceError posterior/index
   */
  element(...index: readonly number[]): ScalarChains {
    this.#checkIndex('element', index, this.shape);
    const flat = index.reduce((position, i, axis) => position * (this.shape[axis] ?? 1) + i, 0);
    return this.columns[flat] ?? [];
  }

  #checkIndex(method: string, index: readonly number[], sizes: readonly number[]): void {
    const inside = index.every((i, axis) => Number.isInteger(i) && i >= 0 && i < (sizes[axis] ?? 0));
    if (inside && index.length === sizes.length) return;
    throw new CredenceError(
      'posterior/index',
      `draws('${this.name}').${method}(${index.join(', ')}) is outside [${sizes.join(', ')}]. Give a whole number from 0 for each axis.`,
      { index, sizes },
    );
  }
}
