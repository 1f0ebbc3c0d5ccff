/** Ranks to normal scores: Phi^-1((rank - 3/8) / (count + 1/4)). */
import { log } from '@credence/numerics';

/**
 * Phi^-1(p) for 0 < p <= 1/2, relative error 1e-16: ratios of polynomials of degree 7 in three ranges.
 *
 * Source: Wichura (1988), Algorithm AS 241, Applied Statistics 37(3), PPND16.
 */
export function lowerNormalQuantile(p: number): number {
  const q = p - 0.5;
  if (q >= -0.425) {
    const r = 0.180625 - q * q;
    return (q * polynomial(CENTRE.above, r)) / polynomial(CENTRE.below, r);
  }
  const r = Math.sqrt(-log(p));
  const { above, below } = r <= 5 ? MIDDLE : TAIL;
  const t = r <= 5 ? r - 1.6 : r - 5;
  return -polynomial(above, t) / polynomial(below, t);
}

/** Coefficients from the constant upwards. */
const CENTRE = {
  above: [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987, 67265.7709270087,
    33430.57558358813, 2509.0809287301227,
  ],
  below: [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
    28729.085735721943, 5226.495278852854,
  ],
};
const MIDDLE = {
  above: [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
    0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
  ],
  below: [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
    0.0005475938084995345, 1.0507500716444169e-9,
  ],
};
const TAIL = {
  above: [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
    0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
  ],
  below: [
    1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133, 1.8463183175100548e-5,
    1.421511758316446e-7, 2.0442631033899397e-15,
  ],
};

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
}

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
    const score = lowerNormalQuantile((twice / 2 - 0.375) / (count + 0.25));
    scores[twice] = score;
    scores[2 * middle - twice] = -score;
  }
  scores[1] = Number.NaN;
  scores[middle] = 0;
  return scores;
}
