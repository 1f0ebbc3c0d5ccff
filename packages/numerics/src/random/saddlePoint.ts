/** Loader's forms for log probabilities of counts. */

import { log } from '../generated/functions.js';

/** log n! - log(sqrt(2 pi n) (n / e)^n), n >= 1 whole. Loader (2000), section 4. */
export function stirlingError(n: number): number {
  if (n > 15) {
    const s = 1 / (n * n);
    return (1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s / 1188)))) / n;
  }
  let factorial = 1;
  for (let i = 2; i <= n; i++) factorial *= i;
  return log(factorial) - (n + 0.5) * log(n) + n - 0.9189385332046728;
}

/** x log(x / mean) + mean - x. Loader (2000), section 5. */
export function binomialDeviance(x: number, mean: number): number {
  const difference = x - mean;
  if (Math.abs(difference) >= 0.1 * (x + mean)) return x * log(x / mean) + mean - x;
  const v = difference / (x + mean);
  let sum = difference * v;
  let power = 2 * x * v;
  for (let j = 1; ; j++) {
    power *= v * v;
    const next = sum + power / (2 * j + 1);
    if (next === sum) return next;
    sum = next;
  }
}
