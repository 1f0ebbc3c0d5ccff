import { cholesky, diagonal, expandDims, log, matMul, square, squeeze, sum } from '@credence/autodiff';
import { choleskyOf } from '../supports/choleskyOf.js';
import { zeroSum } from '../supports/index.js';
import { connectedWeights, degrees, placesOf, structure, structureOf } from './adjacency.js';
import { HALF_LOG_TWO_PI } from './constants.js';
import { defineDistribution } from './distribution.js';
import { inverseOfFactored, rowsOf, solveLower } from './matrixNumbers.js';
import { positiveParameter } from './parameters.js';

/**
 * Intrinsic conditional autoregression over k places in one piece: neighbours differ little, and the whole sums to 0.
 *
 *   p(x | W, sigma) = sqrt(det⁺(D - W)) exp(-sum_(i<j) w_ij (x_i - x_j)² / (2 sigma²)) / (sqrt(2 pi) sigma)^(k - 1)
 *
 * with D the diagonal matrix of row sums of W and det⁺ the product of the k - 1 eigenvalues that are not 0. On vectors that
 * sum to 0 it is a proper density, with respect to lengths in their plane, so sigma may vary; their sum is exactly 0, not
 * softly as with PyMC's `zero_sum_stdev`.
 *
 * @param w weights between neighbours, 0 elsewhere, [k, k]: symmetric, >= 0, every place to be reached from every other.
 * @param sigma scale of differences between neighbours, > 0, unit of x.
 * @drawn { w: [[0, 1, 0], [1, 0, 1], [0, 1, 0]], sigma: 1 }, { w: [[0, 1, 0], [1, 0, 1], [0, 1, 0]], sigma: 2 }; shape [3]
 * @example model.icar('phi', { w: adjacency, sigma })
 *
 * Source: Besag, York & Mollié (1991), Bayesian image restoration, Annals of the Institute of Statistical Mathematics 43(1).
 * PyMC: ICAR; Stan: none; NumPyro: none.
 */
export const icar = defineDistribution({
  name: 'ICAR',
  method: 'icar',
  parameters: { w: connectedWeights, sigma: positiveParameter('scale of differences between neighbours, unit of x') },
  support: zeroSum,
  eventRank: 1,
  eventShape: ({ w }) => [placesOf(w)],
  logProb: (x, { w, sigma }) => {
    const size = x.shape.at(-1) ?? 1;
    // The constant vector, whose eigenvalue is 0, gets the eigenvalue 1.
    const factor = cholesky(structure(w, 1).add(1 / size));
    const neighbours = squeeze(matMul(expandDims(x, -2), w), -2);
    const squares = sum(square(x).mul(degrees(w)).sub(x.mul(neighbours)), { axes: -1 });
    return sum(log(diagonal(factor)), { axes: -1 })
      .sub(squares.div(square(sigma)).mul(0.5))
      .sub(
        log(sigma)
          .add(HALF_LOG_TWO_PI)
          .mul(size - 1),
      );
  },
  random: (rng, { w, sigma }) => {
    const size = rowsOf(w);
    const standard = new Float64Array(size);
    rng.normals(standard);
    const values = solveLower(choleskyOf(filled(w, size), size), standard, 'transposed');
    const centre = values.reduce((total, value) => total + value, 0) / size;
    return values.map((value) => sigma * (value - centre));
  },
  eventMean: (_, [size = 0]) => new Float64Array(size),
  eventCovariance: ({ w, sigma }, [size = 0]) =>
    inverseOfFactored(choleskyOf(filled(w, size), size), size).map((value) => sigma ** 2 * (value - 1 / size)),
});

/** D - W with the eigenvalue 1 for the constant vector. */
function filled(w: Float64Array, size: number): Float64Array {
  return structureOf(w, size, 1).map((value) => value + 1 / size);
}
