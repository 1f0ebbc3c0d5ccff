/** Moments of chains against exact ones, in standard errors, with a budget of false alarms. */
import { exp } from '@credence/numerics';
import { mcseMean } from '../diagnostics/monteCarlo.js';
import type { Target } from './targets.js';

/** Upper quantile of the standard normal by bisection of its tail, erfc by continued fraction (good to 1e-10 for z > 2). */
function upperQuantile(tail: number): number {
  const tailOf = (z: number) => {
    let fraction = z;
    for (let k = 60; k > 0; k--) fraction = z + k / fraction;
    return exp(-0.5 * z * z) / (Math.sqrt(2 * Math.PI) * fraction);
  };
  let low = 1;
  let high = 40;
  for (let i = 0; i < 200; i++) {
    const middle = (low + high) / 2;
    if (tailOf(middle) > tail) low = middle;
    else high = middle;
  }
  return low;
}

/** The |z| that `comparisons` standard normals all stay under, but for a chance of `falseAlarm` (Bonferroni). */
export function zLimit({ falseAlarm, comparisons }: { falseAlarm: number; comparisons: number }): number {
  return upperQuantile(falseAlarm / comparisons / 2);
}

/**
 * Largest |z| of the means of x and of (x - mean)^2 over all coordinates, standard errors from the draws' own effective
 * sample size. `chains` hold draws row by row.
 */
export function maxMomentZ(target: Target, chains: readonly Float64Array[]): number {
  const n = target.dimension;
  let largest = 0;
  for (let i = 0; i < n; i++) {
    const columns = chains.map((draws) =>
      Float64Array.from({ length: draws.length / n }, (_, row) => draws[row * n + i]!),
    );
    const squares = columns.map((column) => column.map((x) => (x - target.means[i]!) ** 2));
    largest = Math.max(largest, zOf(columns, target.means[i]!), zOf(squares, target.variances[i]!));
  }
  return largest;
}

function zOf(columns: readonly Float64Array[], exact: number): number {
  let sum = 0;
  let count = 0;
  for (const column of columns) {
    for (const value of column) sum += value;
    count += column.length;
  }
  const z = Math.abs(sum / count - exact) / mcseMean(columns);
  return Number.isNaN(z) ? Number.POSITIVE_INFINITY : z;
}
