/** Moments and mode of a logit-normal number, as numbers. */
import { exp, expm1, tanh } from '@credence/numerics';
import { bisect } from './bisect.js';

/** Standard deviations beyond which a normal density is left out, and the longest step of log odds. */
const REACH = 9;
const STEP = 0.4;

const sigmoid = (y: number): number => (y < 0 ? exp(y) / (1 + exp(y)) : 1 / (1 + exp(-y)));

/** What a share rises by from log odds y to y + distance, with its digits where that is short. */
function rise(y: number, distance: number): number {
  if (distance < 0) return expm1(distance) * sigmoid(y) * sigmoid(-y - distance);
  return -expm1(-distance) * sigmoid(y + distance) * sigmoid(-y);
}

/**
 * Mean and variance by the trapezoidal rule over the log odds y. The function of y is analytic up to ±i pi, where 1 / (1 + e^-y)
 * has its first poles, so a step h leaves about e^(-2 pi² / h), and of the normal density itself e^(-2 (pi sigma / h)²).
 */
export function logitNormalMoments(mu: number, sigma: number): { readonly mean: number; readonly variance: number } {
  // Shares below 1/2 keep their digits.
  const centre = -Math.abs(mu);
  const step = Math.min(STEP, sigma / 2);
  // Far below 0 shares are about e^y, and the normal density of their squares is that of 2 sigma² more.
  const most = Math.ceil((REACH * sigma + Math.min(2 * sigma * sigma, -centre)) / step);
  const base = sigmoid(centre);
  const terms = Array.from({ length: 2 * most + 1 }, (_, i) => {
    const distance = (i - most) * step;
    const z = distance / sigma;
    return { rise: rise(centre, distance), weight: exp(-0.5 * z * z) };
  });
  const total = terms.reduce((sum, { weight }) => sum + weight, 0);
  const shift = terms.reduce((sum, { rise, weight }) => sum + rise * weight, 0) / total;
  const variance = terms.reduce((sum, { rise, weight }) => sum + (rise - shift) ** 2 * weight, 0) / total;
  const mean = base + shift;
  return { mean: mu > 0 ? 1 - mean : mean, variance };
}

/**
 * The mode, of two equal ones the lower. The slope of the log density is 0 where the log odds y = mu + sigma² tanh(y / 2): of the
 * up to three such y the highest density is at that on mu's side of 0, where there is one alone.
 */
export function logitNormalMode(mu: number, sigma: number): number {
  const size = Math.abs(mu);
  const spread = sigma * sigma;
  if (size === 0 && spread <= 2) return 0.5;
  const y = bisect((at) => at < size + spread * tanh(at / 2), 0, size + spread);
  return sigmoid(mu > 0 ? y : -y);
}
