/**
 * Tests of draws against the distribution they should have, and the distribution functions for that, in the host's Math.
 *
 * Budget of false alarms: every distribution has one test with p > 1e-4 and two moments within 4.5 standard errors
 * (7e-6 each). With about 60 of them a fresh choice of all seeds would raise an alarm once in 150 times; seeds are
 * fixed, so a run repeats exactly, and a failure is a finding.
 */

const { abs, ceil, exp, expm1, floor, log, log1p, max, min, PI, sqrt } = Math;

export const SMALLEST_P = 1e-4;
export const LARGEST_Z = 4.5;

/** Kolmogorov-Smirnov: p-value of values against a continuous cdf (Stephens 1970). Sorts in place. */
export function kolmogorovSmirnov(values: Float64Array, cdf: (x: number) => number): number {
  values.sort();
  const n = values.length;
  let distance = 0;
  for (let i = 0; i < n; i++) {
    const p = cdf(values[i]!);
    distance = max(distance, p - i / n, (i + 1) / n - p);
  }
  const scaled = (sqrt(n) + 0.12 + 0.11 / sqrt(n)) * distance;
  if (scaled < 0.2) return 1;
  let sum = 0;
  for (let k = 1; k <= 50; k++) sum += (k % 2 === 1 ? 2 : -2) * exp(-2 * k * k * scaled * scaled);
  return sum;
}

/** Pearson's chi-square: p-value of counts against expected counts; neighbours are pooled to at least 20 expected. */
export function chiSquare(counts: ArrayLike<number>, expected: ArrayLike<number>): number {
  let statistic = 0;
  let cells = 0;
  let observedHere = 0;
  let expectedHere = 0;
  let left = 0;
  for (let i = 0; i < expected.length; i++) left += expected[i]!;
  for (let i = 0; i < counts.length; i++) {
    observedHere += counts[i]!;
    expectedHere += expected[i]!;
    left -= expected[i]!;
    if (i + 1 === counts.length || (expectedHere >= 20 && left >= 20)) {
      statistic += (observedHere - expectedHere) ** 2 / expectedHere;
      cells++;
      observedHere = 0;
      expectedHere = 0;
    }
  }
  return 1 - gammaCdf((cells - 1) / 2, log(statistic / 2));
}

/** Chi-square of whole numbers against log probabilities; `from` and `to` bound the cells, the rest is two tails. */
export function chiSquareOfCounts(
  draws: Float64Array,
  logProbability: (k: number) => number,
  mean: number,
  deviation: number,
) {
  const from = max(0, floor(mean - 8 * deviation - 10));
  const to = ceil(mean + 8 * deviation + 30);
  const width = max(1, floor((to - from) / 400));
  const cells = ceil((to - from) / width);
  const counts = new Float64Array(cells);
  const expected = new Float64Array(cells);
  for (const k of draws) {
    if (!(floor(k) === k && k >= 0)) throw new Error(`not a count: ${k}`);
    counts[max(0, min(cells - 1, floor((k - from) / width)))]!++;
  }
  for (let k = from; k < from + cells * width; k++) {
    expected[floor((k - from) / width)]! += draws.length * exp(logProbability(k));
  }
  // The last cell holds all draws above it, so what is expected there too: long tails reach beyond eight deviations.
  expected[cells - 1]! += max(0, draws.length - expected.reduce((total, cell) => total + cell, 0));
  return chiSquare(counts, expected);
}

/** Distances of the sample's mean and variance from the true ones, in standard errors (the variance's from the sample). */
export function momentErrors(values: Float64Array, mean: number, variance: number): readonly [number, number] {
  const n = values.length;
  let first = 0;
  let second = 0;
  let fourth = 0;
  for (const x of values) {
    const d = x - mean;
    first += d;
    second += d * d;
    fourth += d ** 4;
  }
  const spread = max(fourth / n - (second / n) ** 2, 1e-300);
  return [first / n / sqrt(variance / n), (second / n - variance) / sqrt(spread / n)];
}

/** log Gamma(x), x > 0: Stirling's series from 10 on. */
export function logGammaFunction(x: number): number {
  let shift = 0;
  let y = x;
  for (; y < 10; y++) shift += log(y);
  const s = 1 / (y * y);
  const series = (1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s / 1188)))) / y;
  return (y - 0.5) * log(y) - y + 0.5 * log(2 * PI) + series - shift;
}

/** P(G <= x) for a gamma number of this shape, by the logarithm of x: series, or continued fraction (Lentz). */
export function gammaCdf(shape: number, logX: number): number {
  const x = exp(logX);
  const scale = exp(shape * logX - x - logGammaFunction(shape + 1));
  if (x < shape + 1) {
    let term = 1;
    let sum = 1;
    for (let k = 1; term > 1e-17 * sum; k++) {
      term *= x / (shape + k);
      sum += term;
    }
    return scale * sum;
  }
  let b = x + 1 - shape;
  let c = 1e300;
  let d = 1 / b;
  let h = d;
  for (let i = 1; i < 10000; i++) {
    const a = -i * (i - shape);
    b += 2;
    d = 1 / (a * d + b);
    c = b + a / c;
    h *= d * c;
    if (abs(d * c - 1) < 1e-15) break;
  }
  return 1 - scale * shape * h;
}

/** P(Z <= z) for a standard normal Z. */
export function normalCdf(z: number): number {
  if (z === 0) return 0.5;
  const half = 0.5 * gammaCdf(0.5, log(0.5 * z * z));
  return z < 0 ? 0.5 - half : 0.5 + half;
}

/** P(X <= x) for a beta number: continued fraction (Lentz) on the side where it converges. */
export function betaCdf(a: number, b: number, x: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - betaCdf(b, a, 1 - x);
  const front =
    exp(a * log(x) + b * log1p(-x) + logGammaFunction(a + b) - logGammaFunction(a) - logGammaFunction(b)) / a;
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1));
  let h = d;
  for (let m = 1; m < 10000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d);
    c = 1 + even / c;
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d);
    c = 1 + odd / c;
    h *= d * c;
    if (abs(d * c - 1) < 1e-15) break;
  }
  return front * h;
}

export function studentTCdf(degreesOfFreedom: number, t: number): number {
  const tail = 0.5 * betaCdf(degreesOfFreedom / 2, 0.5, degreesOfFreedom / (degreesOfFreedom + t * t));
  return t < 0 ? tail : 1 - tail;
}

export const exponentialCdf = (x: number): number => -expm1(-x);

export const logPoissonProbability =
  (mean: number) =>
  (k: number): number =>
    k * log(mean) - mean - logGammaFunction(k + 1);

export const logBinomialProbability =
  (n: number, p: number) =>
  (k: number): number =>
    k > n ? -Infinity : logChoose(n, k) + k * log(p) + (n - k) * log1p(-p);

/** By factors while k is small, where log gamma functions of a huge n would lose every digit. */
function logChoose(n: number, k: number): number {
  if (k > 100) return logGammaFunction(n + 1) - logGammaFunction(k + 1) - logGammaFunction(n - k + 1);
  let sum = 0;
  for (let i = 0; i < k; i++) sum += log((n - i) / (i + 1));
  return sum;
}

export const logNegativeBinomialProbability =
  (mean: number, dispersion: number) =>
  (k: number): number =>
    logGammaFunction(k + dispersion) -
    logGammaFunction(dispersion) -
    logGammaFunction(k + 1) -
    dispersion * log1p(mean / dispersion) -
    k * log1p(dispersion / mean);
