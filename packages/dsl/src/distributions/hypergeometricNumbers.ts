/** Draws of a hypergeometric number. */
import { binomialDeviance, exp, log, type Rng, stirlingError } from '@credence/numerics';
import { HALF_LOG_TWO_PI } from './constants.js';

/** N in all, k of them successes, n drawn. */
export interface Urn<V> {
  readonly N: V;
  readonly k: V;
  readonly n: V;
}

/** log of binomial probabilities by the saddle point (Loader 2000). */
function logBinomial(x: number, n: number, p: number, q: number): number {
  const y = n - x;
  const normaliser = (value: number) => (value > 0 ? stirlingError(value) + log(value) / 2 + HALF_LOG_TWO_PI : 0);
  const around = normaliser(n) - normaliser(x) - normaliser(y);
  return around - binomialDeviance(x, n * p) - binomialDeviance(y, n * q);
}

/** The least of the most probable numbers. */
export function likeliest({ N, k, n }: Urn<number>): number {
  const turn = Math.ceil(((n + 1) * (k + 1)) / (N + 2)) - 1;
  return Math.min(Math.min(n, k), Math.max(0, n + k - N, turn));
}

/**
 * By inversion outwards from the likeliest number, over probabilities that follow from each other: some standard deviations of
 * rounds a draw.
 */
export function drawFromUrn(rng: Rng, urn: Urn<number>): number {
  const { N, k, n } = urn;
  const [lower, upper] = [Math.max(0, n + k - N), Math.min(n, k)];
  const [p, q] = N === 0 ? [0, 1] : [n / N, (N - n) / N];
  const start = likeliest(urn);
  const first = exp(logBinomial(start, k, p, q) + logBinomial(n - start, N - k, p, q) - logBinomial(n, N, p, q));
  for (;;) {
    let left = rng.uniform() - first;
    if (left <= 0) return start;
    let [below, above] = [start, start];
    let [downwards, upwards] = [first, first];
    while (below > lower || above < upper) {
      if (above < upper) {
        upwards *= ((k - above) / (above + 1)) * ((n - above) / (N - k - n + above + 1));
        above++;
        left -= upwards;
        if (left <= 0) return above;
      }
      if (below > lower) {
        downwards *= (below / (k - below + 1)) * ((N - k - n + below) / (n - below + 1));
        below--;
        left -= downwards;
        if (left <= 0) return below;
      }
      if (upwards === 0 && downwards === 0) break;
    }
    // Rounding has left a little of the sum of all: draw anew.
  }
}
