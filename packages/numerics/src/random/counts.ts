/**
 * Poisson, binomial and negative binomial counts.
 *
 * Small means by inversion of one uniform number; from a mean of 10 by transformed rejection:
 * Hörmann (1993), The transformed rejection method for generating Poisson random variables, Insurance: Math. Econ. 12(1)
 * (algorithm PTRS), and Hörmann (1993), The generation of binomial random variates, J. Stat. Comput. Simul. 46 (BTRS).
 * The exact acceptance test needs log probabilities at large counts, where differences of log gamma functions lose every
 * digit; it takes Loader's saddle-point form instead: Loader (2000), Fast and accurate computation of binomial probabilities.
 */

import { binomialDeviance, exp, log, log1p, stirlingError } from '../generated/functions.js';
import { checkCount, parameterError } from './check.js';
import { gamma } from './gamma.js';
import type { Rng } from './rng.js';

const { abs, floor, min, sqrt } = Math; // taken once: see philox.ts

const INVERSION_BELOW = 10;
/** From here a standard deviation is an eighth of the distance between float64 values, so a draw rounds to the mean. */
const CERTAIN_FROM = 2 ** 110;
const HALF_LOG_TWO_PI = 0.9189385332046728;

/** See `Rng.poisson`. */
export function poisson(rng: Rng, mean: number): number {
  if (!(mean >= 0 && mean < Infinity)) throw parameterError('Poisson', 'mean', '>= 0 and finite', mean);
  if (mean >= CERTAIN_FROM) return mean;
  return mean < INVERSION_BELOW ? poissonByInversion(rng, mean) : poissonByRejection(rng, mean);
}

function poissonByInversion(rng: Rng, mean: number): number {
  const u = rng.uniform();
  let term = exp(-mean);
  let sum = term;
  let k = 0;
  // Once terms no longer move the sum, u lies in what rounding left above it.
  while (u > sum && sum + term > sum) {
    k++;
    term *= mean / k;
    sum += term;
  }
  return k;
}

function poissonByRejection(rng: Rng, mean: number): number {
  const b = 0.931 + 2.53 * sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const squeeze = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = rng.uniform() - 0.5;
    const v = rng.uniform();
    const edge = 0.5 - abs(u);
    const k = floor(((2 * a) / edge + b) * u + mean + 0.43);
    if (edge >= 0.07 && v <= squeeze) return k;
    if (k < 0 || (edge < 0.013 && v > edge)) continue;
    if (log((v * inverseAlpha) / (a / (edge * edge) + b)) <= logPoisson(k, mean)) return k;
  }
}

function logPoisson(k: number, mean: number): number {
  if (k === 0) return -mean;
  return -stirlingError(k) - binomialDeviance(k, mean) - HALF_LOG_TWO_PI - 0.5 * log(k);
}

/** See `Rng.binomial`. */
export function binomial(rng: Rng, n: number, probability: number): number {
  checkCount('Binomial', 'n', n);
  if (!(probability >= 0 && probability <= 1))
    throw parameterError('Binomial', 'probability', 'in [0, 1]', probability);
  // 1 - p is exact for p in [1/2, 1].
  return probability > 0.5 ? n - binomialBelowHalf(rng, n, 1 - probability) : binomialBelowHalf(rng, n, probability);
}

function binomialBelowHalf(rng: Rng, n: number, p: number): number {
  if (n === 0 || p === 0) return 0;
  return n * p < INVERSION_BELOW ? binomialByInversion(rng, n, p) : binomialByRejection(rng, n, p);
}

function binomialByInversion(rng: Rng, n: number, p: number): number {
  const u = rng.uniform();
  const odds = p / (1 - p);
  let term = exp(n * log1p(-p));
  let sum = term;
  let k = 0;
  while (u > sum && sum + term > sum && k < n) {
    term *= ((n - k) / (k + 1)) * odds;
    k++;
    sum += term;
  }
  return k;
}

function binomialByRejection(rng: Rng, n: number, p: number): number {
  const deviation = sqrt(n * p * (1 - p));
  const b = 1.15 + 2.53 * deviation;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const centre = n * p + 0.5;
  const alpha = (2.83 + 5.1 / b) * deviation;
  const squeeze = 0.92 - 4.2 / b;
  let logMode = NaN;
  for (;;) {
    const u = rng.uniform() - 0.5;
    const v = rng.uniform();
    const edge = 0.5 - abs(u);
    const k = floor(((2 * a) / edge + b) * u + centre);
    if (edge >= 0.07 && v <= squeeze) return k;
    if (k < 0 || k > n) continue;
    if (Number.isNaN(logMode)) logMode = logBinomial(floor((n + 1) * p), n, p);
    if (log((v * alpha) / (a / (edge * edge) + b)) <= logBinomial(k, n, p) - logMode) return k;
  }
}

/** Log probability of k successes, up to a term in n alone. */
function logBinomial(k: number, n: number, p: number): number {
  const failures = n - k;
  // At the ends the form below has 0 log 0; Stirling's series at n restores the term in n that it leaves out.
  if (k === 0 || failures === 0) {
    return n * (k === 0 ? log1p(-p) : log(p)) - stirlingError(n) - 0.5 * log(n) + HALF_LOG_TWO_PI;
  }
  return (
    -stirlingError(k) -
    stirlingError(failures) -
    binomialDeviance(k, n * p) -
    binomialDeviance(failures, n * (1 - p)) -
    0.5 * (log(k) + log(failures))
  );
}

/** See `Rng.negativeBinomial`. A Poisson number whose mean is a gamma number (Greenwood & Yule 1920). */
export function negativeBinomial(rng: Rng, mean: number, dispersion: number): number {
  if (!(mean >= 0 && mean < Infinity)) throw parameterError('NegativeBinomial', 'mean', '>= 0 and finite', mean);
  if (!(dispersion > 0)) throw parameterError('NegativeBinomial', 'dispersion', '> 0', dispersion);
  if (mean === 0) return 0;
  if (dispersion === Infinity) return poisson(rng, mean);
  return poisson(rng, min(mean * (gamma(rng, dispersion) / dispersion), Number.MAX_VALUE));
}
