import { cholesky, diagonal, expandDims, log, matMul, square, squeeze, sum } from '@credence/autodiff';
import { choleskyOf } from '../supports/choleskyOf.js';
import { interval, real } from '../supports/index.js';
import { degrees, neighbourWeights, placesOf, structure, structureOf } from './adjacency.js';
import { HALF_LOG_TWO_PI } from './constants.js';
import { meanAt } from './covarianceForms.js';
import { defineDistribution } from './distribution.js';
import { inverseOfFactored, rowsOf, solveLower } from './matrixNumbers.js';
import { positiveParameter } from './parameters.js';

/**
 * Conditional autoregression over k places with neighbours: a normal vector in which each element is drawn towards the
 * weighted mean of its neighbours.
 *
 *   x ~ MultivariateNormal(mu, (tau (D - alpha W))⁻¹)
 *
 * with D the diagonal matrix of row sums of W. The determinant is taken by a Cholesky factor of D - alpha W: once per data
 * set where alpha is fixed, at each evaluation (k³ / 3 products) where it varies.
 *
 * @param mu mean, [..., k], unit of x.
 * @param w weights between neighbours, 0 elsewhere, [k, k]: symmetric, >= 0, a neighbour for every place; mostly 0 and 1.
 * @param alpha how strongly neighbours agree, in (-1, 1); 0 is independence. For 1 see `icar`.
 * @param tau precision, > 0: the precision of x_i given all others is tau times its row sum.
 * @drawn { mu: [0], w: [[0, 1, 0], [1, 0, 1], [0, 1, 0]], alpha: 0.9, tau: 1 }, { mu: [0], w: [[0, 1, 0], [1, 0, 1], [0, 1,
 * 0]], alpha: 0, tau: 1 }; shape [3]
 * @example model.car('phi', { mu: [0], w: adjacency, alpha, tau })
 *
 * Source: Besag (1974), Spatial interaction and the statistical analysis of lattice systems, J. Royal Statistical Society B 36(2).
 * PyMC: CAR; Stan: none; NumPyro: CAR.
 */
export const car = defineDistribution({
  name: 'CAR',
  method: 'car',
  parameters: {
    mu: { description: 'mean, unit of x', constraint: { ...real, text: 'finite' }, rank: 1 },
    w: neighbourWeights,
    alpha: { description: 'agreement of neighbours', constraint: { ...interval(-1, 1), text: 'in (-1, 1)' } },
    tau: positiveParameter('precision'),
  },
  support: real,
  eventRank: 1,
  eventShape: ({ mu, w }) => [placesOf(w, mu)],
  logProb: (x, { mu, w, alpha, tau }) => {
    const size = x.shape.at(-1) ?? 0;
    const difference = x.sub(mu);
    const factor = cholesky(structure(w, alpha.rank === 0 ? alpha : expandDims(alpha, [-2, -1])));
    const neighbours = squeeze(matMul(expandDims(difference, -2), w), -2);
    const own = sum(square(difference).mul(degrees(w)), { axes: -1 });
    const squares = own.sub(alpha.mul(sum(difference.mul(neighbours), { axes: -1 })));
    return sum(log(diagonal(factor)), { axes: -1 })
      .add(log(tau).mul(size / 2))
      .sub(tau.mul(squares).mul(0.5))
      .sub(size * HALF_LOG_TWO_PI);
  },
  random: (rng, { mu, w, alpha, tau }) => {
    const size = rowsOf(w);
    const standard = new Float64Array(size);
    rng.normals(standard);
    const factor = choleskyOf(structureOf(w, size, alpha), size);
    return solveLower(factor, standard, 'transposed').map((value, i) => meanAt(mu, i) + value / Math.sqrt(tau));
  },
  eventMean: ({ mu }, [size = 0]) => Float64Array.from({ length: size }, (_, i) => meanAt(mu, i)),
  eventCovariance: ({ w, alpha, tau }, [size = 0]) =>
    inverseOfFactored(choleskyOf(structureOf(w, size, alpha), size), size).map((value) => value / tau),
});
