/** Log likelihoods for which R loo gave golden values (tools/golden/loo.R): one column an observation. */

import type { PointwiseLogLikelihood } from '../comparison/pointwise.js';
import { parkMillerNormals } from './parkMiller.js';

const OUTCOMES = [28, 8, -3, 7, -1, 1, 18, 12];
const ERRORS = [15, 10, 16, 11, 9, 11, 10, 18];

function logNormal(x: number, mean: number, sd: number): number {
  return -0.5 * ((x - mean) / sd) ** 2 - Math.log(sd) - 0.5 * Math.log(2 * Math.PI);
}

function schools(seed: number, mean: number, sd: number): PointwiseLogLikelihood {
  return OUTCOMES.map((y, j) => [
    parkMillerNormals(seed + j, 1000).map((z) => logNormal(y, mean + sd * z, ERRORS[j]!)),
  ]);
}

export const eight = schools(101, 4, 5);
export const pooled = schools(301, 8, 4);
export const hard: PointwiseLogLikelihood = [0, 2, 4, 6].map((v, j) => [
  parkMillerNormals(201 + j, 1000).map((z) => logNormal(v, z, 1)),
]);

/** The same draws cut into chains. */
export function inChains(logLikelihood: PointwiseLogLikelihood, chains: number): PointwiseLogLikelihood {
  return logLikelihood.map((columns) => {
    const draws = columns[0]!.length / chains;
    return Array.from({ length: chains }, (_, c) => columns[0]!.slice(c * draws, (c + 1) * draws));
  });
}
