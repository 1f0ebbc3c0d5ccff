/** Ranks to normal scores: Phi^-1((rank - 3/8) / (count + 1/4)). */
import { normalQuantile } from '@credence/numerics';

/**
 * Scores of all ranks and half ranks (ties share their mean rank) among `count` values: entry 2r is that of rank r, 1-based.
 *
 * Source: Blom (1958), Statistical Estimates and Transformed Beta-Variables; used by Vehtari, Gelman, Simpson, Carpenter &
 * Buerkner (2021), Rank-normalization, folding, and localization, Bayesian Analysis 16(2), equation 14.
 */
export function normalScores(count: number): Float64Array {
  const scores = new Float64Array(2 * count + 1);
  const middle = count + 1; // twice the mean rank
  scores[0] = Number.NaN; // no rank
  for (let twice = 2; twice < middle; twice++) {
    const score = normalQuantile((twice / 2 - 0.375) / (count + 0.25));
    scores[twice] = score;
    scores[2 * middle - twice] = -score;
  }
  scores[1] = Number.NaN;
  scores[middle] = 0;
  return scores;
}
