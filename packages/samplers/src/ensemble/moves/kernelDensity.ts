/** The kernel density move: places drawn from a density estimate of the other walkers, wherever the walker is. */
import { CredenceError, checkOptions, exp, log, type OptionNames, pow } from '@credence/numerics';
import { type Covariance, covarianceFor } from './covariance.js';
import { checkAbove, type EnsembleMove, type SplitOptions, splitOf } from './move.js';
import { uniformsFor } from './uniforms.js';

export interface KernelDensityOptions extends SplitOptions {
  /**
   * Width of the kernels in units of the walkers' standard deviations: `scott`, n^(-1 / (d + 4)) for n walkers in d dimensions
   * (default); `silverman`, (n (d + 2) / 4)^(-1 / (d + 4)); or a number.
   */
  readonly bwMethod?: 'scott' | 'silverman' | number;
}

/**
 * y is drawn from a mixture of normals at the other walkers with their covariance times the squared width; accepted with the
 * mixture's density at x over that at y. For many walkers in few dimensions. Invariant under affine maps.
 *
 * Needs more others than dimensions. While their covariance is singular all proposals are refused.
 *
 * Source: Farr & Farr (2015), kombine; Scott (1992), Multivariate density estimation. emcee's `KDEMove`.
 *
 * @throws CredenceError `ensemble/move` for another bwMethod; `ensemble/splits`
 * @example sampleEnsemble({ ..., walkers: 200, moves: kernelDensityMove() })
 */
export function kernelDensityMove(options: KernelDensityOptions = {}): EnsembleMove {
  checkOptions('kernelDensityMove(options)', options, OPTIONS);
  const { bwMethod = 'scott' } = options;
  if (typeof bwMethod === 'number') checkAbove('kernelDensityMove', 'bwMethod', bwMethod, 0);
  else if (bwMethod !== 'scott' && bwMethod !== 'silverman') {
    throw new CredenceError(
      'ensemble/move',
      `kernelDensityMove: bwMethod is '${String(bwMethod)}'; it must be 'scott', 'silverman' or a number.`,
      { move: 'kernelDensityMove', option: 'bwMethod', value: bwMethod },
    );
  }
  const uniforms = uniformsFor();
  const normals = uniformsFor();
  const whitenedOthers = uniformsFor();
  const whitened = uniformsFor();
  return {
    name: 'kernelDensity',
    ...splitOf(options),
    leastOthers: (dimension) => dimension + 1,
    propose({ dimension, count, otherCount, positions, others, proposals, logFactors }, rng) {
      const width = widthOf(bwMethod, otherCount, dimension);
      const covariance = covarianceFor(others, otherCount, dimension);
      const chosen = uniforms(count);
      const weights = normals(otherCount);
      rng.uniforms(chosen);
      if (covariance === undefined) {
        for (let i = 0; i < count * dimension; i++) proposals[i] = positions[i]!;
        logFactors.fill(Number.NEGATIVE_INFINITY, 0, count);
        return;
      }
      const centres = whitenedOthers(otherCount * dimension);
      for (let j = 0; j < otherCount; j++) covariance.whiten(others, j * dimension, centres, j * dimension);
      const point = whitened(dimension);
      const logMixture = (matrix: Float64Array, at: number) => {
        covariance.whiten(matrix, at, point, 0);
        return logSumOfKernels(point, centres, otherCount, width);
      };
      for (let w = 0; w < count; w++) {
        const at = w * dimension;
        // A combination of the others with normal weights has their covariance, as in the walk move.
        rng.normals(weights);
        drawNear(others, otherCount, dimension, weights, width, covariance, proposals, at);
        const centre = Math.floor(chosen[w]! * otherCount) * dimension;
        for (let d = 0; d < dimension; d++) proposals[at + d]! += others[centre + d]!;
        logFactors[w] = logMixture(positions, at) - logMixture(proposals, at);
      }
    },
  };
}

function widthOf(method: 'scott' | 'silverman' | number, count: number, dimension: number): number {
  if (typeof method === 'number') return method;
  const base = method === 'scott' ? count : (count * (dimension + 2)) / 4;
  return pow(base, -1 / (dimension + 4));
}

/** Writes width times a combination of the others' deviations from their mean, with covariance theirs. */
function drawNear(
  others: Float64Array,
  count: number,
  dimension: number,
  weights: Float64Array,
  width: number,
  { mean }: Covariance,
  out: Float64Array,
  at: number,
): void {
  const scale = width / Math.sqrt(count - 1);
  for (let d = 0; d < dimension; d++) out[at + d] = 0;
  for (let j = 0; j < count; j++) {
    const weight = scale * weights[j]!;
    for (let d = 0; d < dimension; d++) out[at + d]! += weight * (others[j * dimension + d]! - mean[d]!);
  }
}

/** log sum_j exp(-|point - centre_j|^2 / (2 width^2)); constants cancel in the ratio. */
function logSumOfKernels(point: Float64Array, centres: Float64Array, count: number, width: number): number {
  const dimension = point.length;
  const scale = -0.5 / (width * width);
  let largest = Number.NEGATIVE_INFINITY;
  let sum = 0;
  for (let j = 0; j < count; j++) {
    let squares = 0;
    for (let d = 0; d < dimension; d++) {
      const difference = point[d]! - centres[j * dimension + d]!;
      squares += difference * difference;
    }
    const term = scale * squares;
    if (term > largest) {
      sum = sum * exp(largest - term) + 1;
      largest = term;
    } else sum += exp(term - largest);
  }
  return largest + log(sum);
}

const OPTIONS: OptionNames<KernelDensityOptions> = { bwMethod: true, splits: true, randomizeSplit: true };
