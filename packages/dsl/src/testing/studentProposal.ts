/** A multivariate normal or Student t about some draws, for importance estimates of integrals. */
import { lgamma, type Rng } from '@credence/numerics';
import { solveLower, timesLower } from '../distributions/matrixNumbers.js';
import { choleskyOf } from '../supports/choleskyOf.js';

export interface Proposal {
  /** Draws one after another. */
  readonly draw: (rng: Rng, count: number) => Float64Array;
  /** Log densities of vectors that stand one after another. */
  readonly logDensities: (u: Float64Array, count: number) => Float64Array;
}

export const sizeOf = (shape: readonly number[]) => shape.reduce((product, length) => product * length, 1);

export interface ProposalOptions {
  /** Degrees of freedom; Infinity for a normal one. */
  readonly freedom: number;
  /** Its standard deviations, in those of the draws. */
  readonly spread: number;
  /** Moves its centre along one column of the Cholesky factor of the draws' covariance, by this many of it. */
  readonly shift?: { readonly axis: number; readonly by: number };
}

/**
 * @param draws vectors, one after another
 */
export function studentProposal(
  draws: Float64Array,
  count: number,
  { freedom, spread, shift }: ProposalOptions,
): Proposal {
  const size = draws.length / count;
  const mean = new Float64Array(size);
  for (let i = 0; i < draws.length; i++) mean[i % size]! += draws[i]! / count;
  const covariance = new Float64Array(size * size);
  for (let first = 0; first < draws.length; first += size) {
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        const product = (draws[first + i]! - mean[i]!) * (draws[first + j]! - mean[j]!);
        covariance[i * size + j]! += (spread ** 2 * product) / count;
      }
    }
  }
  const factor = choleskyOf(covariance, size);
  if (shift !== undefined) {
    const { axis, by } = shift;
    for (let i = 0; i < size; i++) mean[i]! += (by * factor[i * size + axis]!) / spread;
  }
  const normal = freedom === Number.POSITIVE_INFINITY;
  let constant = 0;
  for (let i = 0; i < size; i++) constant -= Math.log(factor[i * size + i]!);
  constant -= (size / 2) * Math.log((normal ? 2 : freedom) * Math.PI);
  if (!normal) constant += lgamma((freedom + size) / 2) - lgamma(freedom / 2);
  return {
    draw: (rng, many) => {
      const out = new Float64Array(many * size);
      for (let k = 0; k < many; k++) {
        const standard = new Float64Array(size);
        rng.normals(standard);
        const stretch = normal ? 1 : Math.sqrt(freedom / (2 * rng.gamma(freedom / 2)));
        out.set(
          timesLower(factor, standard).map((value, i) => mean[i]! + stretch * value),
          k * size,
        );
      }
      return out;
    },
    logDensities: (u, many) =>
      Float64Array.from({ length: many }, (_, k) => {
        const own = u.subarray(k * size, (k + 1) * size).map((value, i) => value - mean[i]!);
        const square = solveLower(factor, own).reduce((total, value) => total + value ** 2, 0);
        return constant - (normal ? square / 2 : ((freedom + size) / 2) * Math.log1p(square / freedom));
      }),
  };
}
