/** Weights between neighbours, and the precision matrices of what is smooth over them. */
import { diagonalMatrix, sum, type Tensor } from '@credence/autodiff';
import { CredenceError } from '@credence/numerics';
import { nonNegative } from '../supports/index.js';
import type { ParameterSpec } from './distribution.js';

/** What is wrong with weights, as it goes on behind "and". */
function weightsFault(w: Float64Array, [k = 0]: readonly number[]): string | undefined {
  for (let i = 0; i < k; i++) {
    if (w[i * k + i] !== 0) return `has [${i},${i}] = ${w[i * k + i]} on the diagonal`;
    let total = 0;
    for (let j = 0; j < k; j++) {
      const [value, other] = [w[i * k + j]!, w[j * k + i]!];
      if (value !== other) return `has [${i},${j}] = ${value} and [${j},${i}] = ${other}`;
      total += value;
    }
    if (!(total > 0)) return `place ${i} has no neighbour`;
  }
  return undefined;
}

/** How many places can be reached from the first one by steps between neighbours. */
function reached(w: Float64Array, k: number): number {
  const seen = new Set([0]);
  for (const i of seen) for (let j = 0; j < k; j++) if (w[i * k + j]! > 0) seen.add(j);
  return seen.size;
}

const weights = { constraint: { ...nonNegative, text: '>= 0' }, rank: 2 } as const;
const text = 'symmetric, with 0 on the diagonal and a neighbour for every place';

/** Weights between places that all have neighbours. */
export const neighbourWeights = {
  ...weights,
  description: 'weights between neighbours, 0 elsewhere',
  whole: {
    text,
    holds: (w, shape) => weightsFault(w, shape) === undefined,
    found: (w, shape) => weightsFault(w, shape) ?? 'is',
  },
} as const satisfies ParameterSpec;

/** The same, where every place can be reached from every other. */
export const connectedWeights = {
  ...weights,
  description: 'weights between neighbours, 0 elsewhere',
  whole: {
    text: `${text}, all in one piece`,
    holds: (w, shape) => weightsFault(w, shape) === undefined && reached(w, shape[0] ?? 0) === shape[0],
    found: (w, shape) =>
      weightsFault(w, shape) ??
      `only ${reached(w, shape[0] ?? 0)} of ${shape[0]} places can be reached from the first: declare each piece apart`,
  },
} as const satisfies ParameterSpec;

/** @throws CredenceError shape/parameter */
export function placesOf(w: readonly number[] = [], mu: readonly number[] = [1]): number {
  const [rows = 0, columns = 0] = w;
  if (rows === columns && (mu[0] === rows || mu[0] === 1)) return rows;
  throw new CredenceError(
    'shape/parameter',
    `w must be a square matrix with a row for each element of mu, and has the shape [${rows}, ${columns}] beside mu of length ${mu[0]}.`,
    { w, mu },
  );
}

/** Number of neighbours of each place: sums of their weights. */
export function degrees(w: Tensor): Tensor {
  return sum(w, { axes: -1 });
}

/** D - share W, with the degrees D on the diagonal. */
export function structure(w: Tensor, share: Tensor | number): Tensor {
  return diagonalMatrix(degrees(w)).sub(w.mul(share));
}

/** The same of numbers. */
export function structureOf(w: Float64Array, k: number, share: number): Float64Array {
  const matrix = w.map((value) => -share * value);
  for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) matrix[i * k + i]! += w[i * k + j]!;
  return matrix;
}
