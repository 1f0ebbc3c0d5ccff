/** How wide the kernel of a density estimate is. */
import { exp, pow } from '@credence/numerics';
import { quantileOf } from '@credence/samplers';
import type { Bounds } from './bounds.js';
import { cosineTransform } from './cosine.js';
import { linearCounts } from './counts.js';

const CELLS = 512;
/** Levels of the plug-in recursion. */
const LEVELS = 7;

/**
 * Bandwidth of a Gaussian kernel by the improved Sheather-Jones method, which assumes no shape: good where a density has
 * several modes or a sharp edge. Unit of the values.
 *
 * Source: Botev, Grotowski & Kroese (2010), Kernel density estimation via diffusion, Annals of Statistics 38(5),
 * algorithm 1; on 512 cells that reach 10 % beyond the values, or to the ends of the support: there the density is mirrored, as
 * it will be in the estimate, so that a sharp end is no reason for a narrow kernel. Where its equation has no root (few or repeated values),
 * Silverman's rule.
 */
export function bandwidthOf(values: Float64Array, bounds: Partial<Bounds> = {}): number {
  const silverman = silvermanBandwidth(values);
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  const distinct = new Set<number>();
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
    distinct.add(value);
  }
  const margin = (high - low) / 10;
  const from = endOf(bounds.lower, low - margin);
  const to = endOf(bounds.upper, high + margin);
  const range = to - from;
  if (!(range > 0) || distinct.size < 10) return silverman;
  const counts = linearCounts(values, from, to, CELLS);
  const total = counts.reduce((sum, value) => sum + value, 0);
  const transform = cosineTransform(counts.map((value) => value / total));
  const terms = derivativeTerms(transform);
  const root = smallestRoot((t) => t - fixedPoint(t, distinct.size, terms));
  return root === undefined ? silverman : Math.sqrt(root) * range;
}

function endOf(bound: number | undefined, otherwise: number): number {
  return bound === undefined || !Number.isFinite(bound) ? otherwise : bound;
}

/**
 * 0.9 min(sd, IQR / 1.34) n^(-1/5).
 * Source: Silverman (1986), Density Estimation for Statistics and Data Analysis, equation 3.31.
 */
export function silvermanBandwidth(values: Float64Array): number {
  return 0.9 * robustScale(values) * pow(values.length, -0.2);
}

/** The smaller of the standard deviation and IQR / 1.34; the one that is not zero when the other is. */
export function robustScale(values: Float64Array): number {
  let mean = 0;
  for (const value of values) mean += value / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  const sd = Math.sqrt(squares / Math.max(1, values.length - 1));
  const iqr = (quantileOf([values], 0.75) - quantileOf([values], 0.25)) / 1.34;
  return iqr > 0 ? Math.min(sd, iqr) : sd;
}

/** For each s the terms k^(2 s) a_k² of the squared norm of the s-th derivative, before smoothing. */
function derivativeTerms(transform: Float64Array): readonly Float64Array[] {
  const terms: Float64Array[] = [];
  for (let s = 0; s <= LEVELS; s++) {
    const before = terms[s - 1];
    terms.push(transform.subarray(1).map((a, i) => (before === undefined ? a * a : before[i]! * (i + 1) ** 2)));
  }
  return terms;
}

/** xi gamma^[l](t) of the paper: the time that the plug-in recursion gives, begun from t. */
function fixedPoint(t: number, size: number, terms: readonly Float64Array[]): number {
  let functional = norm(LEVELS, t, terms);
  for (let s = LEVELS - 1; s >= 2; s--) {
    let odd = 1;
    for (let i = 1; i <= 2 * s - 1; i += 2) odd *= i;
    const constant = (1 + pow(0.5, s + 0.5)) / 3;
    const time = pow((constant * odd) / (size * Math.sqrt(Math.PI / 2) * functional), 2 / (3 + 2 * s));
    functional = norm(s, time, terms);
  }
  return pow(2 * size * Math.sqrt(Math.PI) * functional, -0.4);
}

/** Terms that smoothing shrinks by more than e^-80 are left out: they are under one part in 10^15 of the sum. */
const NEGLIGIBLE = 80;

/** Estimate of the squared norm of the s-th derivative after smoothing for the time t. */
function norm(s: number, t: number, terms: readonly Float64Array[]): number {
  const own = terms[s] ?? new Float64Array(0);
  const rate = Math.PI ** 2 * t;
  let sum = 0;
  for (let i = 0; i < own.length; i++) {
    const shrink = (i + 1) ** 2 * rate;
    if (shrink > NEGLIGIBLE) break;
    sum += own[i]! * exp(-shrink);
  }
  return 2 * pow(Math.PI, 2 * s) * sum;
}

/** Times between which a bandwidth is looked for: half a cell, and a third of the range. */
const SHORTEST = (0.5 / CELLS) ** 2;
const LONGEST = 0.1;

/** The first root above the shortest time: by doubling, then by false position (Illinois). */
function smallestRoot(f: (t: number) => number): number | undefined {
  let low = SHORTEST;
  let atLow = f(low);
  if (!(atLow < 0)) return undefined;
  for (let high = 2 * low; high <= LONGEST; high *= 2) {
    let atHigh = f(high);
    if (!(atHigh >= 0)) {
      low = high;
      atLow = atHigh;
      continue;
    }
    for (let i = 0, side = 0; i < 60 && high - low > 1e-9 * high; i++) {
      const middle = (low * atHigh - high * atLow) / (atHigh - atLow);
      const value = f(middle);
      if (value < 0) {
        low = middle;
        atLow = value;
        if (side === -1) atHigh /= 2;
        side = -1;
      } else {
        high = middle;
        atHigh = value;
        if (side === 1) atLow /= 2;
        side = 1;
      }
      if (value === 0) break;
    }
    return (low + high) / 2;
  }
  return undefined;
}
