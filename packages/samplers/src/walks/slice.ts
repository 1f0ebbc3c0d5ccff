/**
 * Slice sampling of one value after another, with stepping out and shrinkage: Neal (2003), Annals of Statistics 31(3),
 * figures 3 and 5. Widths follow the lengths of moves in warm-up.
 */
import type { Sampler } from '../sampler.js';

/** Most intervals that stepping out lays, on both sides together. */
const MOST_STEPS = 64;
/** Moves within a slice of length L are L / 3 long on average. */
const WIDTH_OF_MOVES = 3;

interface Saved {
  readonly widths: readonly number[];
  readonly moved: readonly number[];
}

export const slice: Sampler = {
  name: 'slice sampling',
  statistics: ['logDensity', 'acceptance', 'leapfrogs'],
  begin(density, { position, logDensity, tune, saved }) {
    const { dimension } = density;
    const widths = isSaved(saved) ? Float64Array.from(saved.widths) : new Float64Array(dimension).fill(1);
    /** Sums of the lengths of moves. */
    const moved = isSaved(saved) ? Float64Array.from(saved.moved) : new Float64Array(dimension);
    const gradient = new Float64Array(dimension);
    const statistics = { logDensity, acceptance: 1, leapfrogs: 0 };
    let current = logDensity;

    /** The log density with one value moved; NaN counts as outside. */
    function at(index: number, value: number): number {
      position[index] = value;
      statistics.leapfrogs++;
      const found = density.logDensityAndGradient(position, gradient);
      return Number.isNaN(found) ? Number.NEGATIVE_INFINITY : found;
    }

    return {
      position,
      statistics,
      transition(rng, iteration) {
        statistics.leapfrogs = 0;
        for (let i = 0; i < dimension; i++) {
          const start = position[i]!;
          const width = widths[i]!;
          const level = current - rng.exponential();
          let left = start - width * rng.uniform();
          let right = left + width;
          let toLeft = Math.floor(MOST_STEPS * rng.uniform());
          let toRight = MOST_STEPS - 1 - toLeft;
          while (toLeft-- > 0 && at(i, left) > level) left -= width;
          while (toRight-- > 0 && at(i, right) > level) right += width;
          for (;;) {
            const value = left + (right - left) * rng.uniform();
            const found = at(i, value);
            if (found > level || value === start) {
              current = value === start ? current : found;
              break;
            }
            if (value < start) left = value;
            else right = value;
          }
          if (iteration < tune) {
            moved[i] = moved[i]! + Math.abs(position[i]! - start);
            const mean = moved[i]! / (iteration + 1);
            if (mean > 0) widths[i] = WIDTH_OF_MOVES * mean;
          }
        }
        statistics.logDensity = current;
      },
      save: (): Saved => ({ widths: Array.from(widths), moved: Array.from(moved) }),
    };
  },
};

function isSaved(saved: unknown): saved is Saved {
  return typeof saved === 'object' && saved !== null && 'widths' in saved && Array.isArray(saved.widths);
}
