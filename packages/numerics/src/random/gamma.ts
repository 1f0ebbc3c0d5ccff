/**
 * Gamma numbers and what is made of them: beta, Dirichlet, Student t.
 *
 * Source: Marsaglia & Tsang (2000), A simple method for generating gamma variables, ACM Trans. Math. Software 26(3). Shapes
 * below 1 by gamma(shape) = gamma(shape + 1) u^(1 / shape) (their section 6), in logarithms where that may underflow.
 */

import { exp, log, log1p } from '../generated/functions.js';
import { checkPositive, parameterError } from './check.js';
import type { Rng } from './rng.js';

const { max, sqrt } = Math; // taken once: see philox.ts

/** See `Rng.gamma`. */
export function gamma(rng: Rng, shape: number): number {
  checkPositive('Gamma', 'shape', shape);
  return shape >= 1 ? gammaFromOne(rng, shape) : exp(logGammaBelowOne(rng, shape));
}

/** See `Rng.logGamma`. */
export function logGamma(rng: Rng, shape: number): number {
  checkPositive('Gamma', 'shape', shape);
  return logGammaUnchecked(rng, shape);
}

function logGammaUnchecked(rng: Rng, shape: number): number {
  return shape >= 1 ? log(gammaFromOne(rng, shape)) : logGammaBelowOne(rng, shape);
}

function logGammaBelowOne(rng: Rng, shape: number): number {
  return max(log(gammaFromOne(rng, shape + 1)) + log(rng.uniform()) / shape, -Number.MAX_VALUE);
}

/** Marsaglia & Tsang (2000), section 5, for shape >= 1: d (1 + c z)^3 with d = shape - 1/3, c = 1 / sqrt(9 d). */
function gammaFromOne(rng: Rng, shape: number): number {
  const d = shape - 1 / 3;
  const c = 1 / sqrt(9 * d);
  for (;;) {
    const z = rng.normal();
    const t = c * z;
    if (t <= -1) continue;
    const u = rng.uniform();
    const square = z * z;
    const root = 1 + t;
    const v = root * root * root;
    if (u < 1 - 0.0331 * square * square) return d * v;
    // log u < z^2 / 2 + d (1 - v + log v), where z^2 / 2 = 9 d t^2 / 2, arranged so that a large d magnifies no rounding.
    const logRatio = 3 * d * (log1p(t) - t + t * t * (0.5 - t / 3));
    if (log(u) < logRatio) return d * v;
  }
}

/** See `Rng.beta`. The ratio of gamma numbers, taken through the difference of their logarithms. */
export function beta(rng: Rng, a: number, b: number): number {
  checkPositive('Beta', 'a', a);
  checkPositive('Beta', 'b', b);
  if (a >= 1 && b >= 1) {
    const x = gammaFromOne(rng, a);
    const y = gammaFromOne(rng, b);
    return x / (x + y);
  }
  const x = logGammaUnchecked(rng, a);
  const y = logGammaUnchecked(rng, b);
  const largest = max(x, y);
  const scaled = exp(x - largest);
  return scaled / (scaled + exp(y - largest));
}

/** See `Rng.dirichlet`. */
export function dirichlet(rng: Rng, concentration: ArrayLike<number>): Float64Array {
  const size = concentration.length;
  if (size === 0) throw parameterError('Dirichlet', 'number of concentrations', 'at least 1', size);
  const out = new Float64Array(size);
  let largest = -Infinity;
  for (let i = 0; i < size; i++) {
    checkPositive('Dirichlet', 'every concentration', concentration[i]!);
    out[i] = logGammaUnchecked(rng, concentration[i]!);
    largest = max(largest, out[i]!);
  }
  let total = 0;
  for (let i = 0; i < size; i++) {
    out[i] = exp(out[i]! - largest);
    total += out[i]!;
  }
  for (let i = 0; i < size; i++) out[i] = out[i]! / total;
  return out;
}

/** See `Rng.studentT`. z / sqrt(g / (nu / 2)) with g a gamma number of shape nu / 2. */
export function studentT(rng: Rng, degreesOfFreedom: number): number {
  if (!(degreesOfFreedom > 0)) throw parameterError('StudentT', 'degreesOfFreedom', '> 0', degreesOfFreedom);
  const z = rng.normal();
  if (degreesOfFreedom === Infinity) return z;
  const half = degreesOfFreedom / 2;
  return half >= 1
    ? z / sqrt(gammaFromOne(rng, half) / half)
    : z * exp(0.5 * (log(half) - logGammaBelowOne(rng, half)));
}
