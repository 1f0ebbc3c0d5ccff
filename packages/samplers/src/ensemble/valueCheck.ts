/** What becomes of log probabilities that are NaN or +Infinity. */
import { CredenceError } from '@credence/numerics';
import type { Ensemble } from './ensemble.js';
import type { CheckedEnsemble } from './options.js';
import { describePosition } from './start.js';

/** Looks at every log probability of a proposal before it is used. */
export class ValueCheck {
  /** Values refused so far. */
  rejected = 0;

  constructor(
    private readonly checked: CheckedEnsemble,
    private readonly seed: number,
  ) {}

  /** Turns what is not below +Infinity into -Infinity, or throws. @throws CredenceError `ensemble/log-probability` */
  check(ensemble: Ensemble, group: number, positions: Float64Array, count: number, values: Float64Array): void {
    for (let row = 0; row < count; row++) {
      const value = values[row]!;
      if (value < Number.POSITIVE_INFINITY) continue;
      if (this.checked.invalid === 'throw') throw this.#error(ensemble, group, positions, row, value);
      values[row] = Number.NEGATIVE_INFINITY;
      this.rejected++;
    }
  }

  #error(ensemble: Ensemble, group: number, positions: Float64Array, row: number, value: number): CredenceError {
    const { dimension, names } = this.checked;
    const position = Array.from(positions.subarray(row * dimension, (row + 1) * dimension));
    const walker = ensemble.walkerOf(group, row);
    const { iteration } = ensemble;
    return new CredenceError(
      'ensemble/log-probability',
      `The log probability is ${value} at ${describePosition(position, names)}, proposed to walker ${walker} in step ${iteration}. It must be a number below +Infinity; return -Infinity where a place is impossible, or pass invalid: 'reject' to take it so.`,
      { value, position, walker, iteration, seed: this.seed },
    );
  }
}
