/** Effective sample size from the autocorrelations of several chains, by Geyer's sequences. */
import { log } from '@credence/numerics';
import { summedAutocorrelations } from './autocovarianceTransform.js';
import { MINIMUM_HALF } from './chains.js';
import { meanOf } from './sums.js';

/** Lags computed in one pass over the draws. */
const LAGS = 4;

/** About as many lags as one transform, which gives all of them, costs: whoever stops before does not pay for it. */
const DIRECT_LAGS = 160;

/**
 * Effective number of independent draws for the mean of `values`: `chains` chains of `draws` each, one after another.
 * NaN when a value is not finite, when all are equal, and with fewer than six draws a chain.
 *
 * Autocovariances (biased, divided by `draws`) are computed lag by lag, only as far as the initial positive sequence
 * goes, and by a Fourier transform where it goes far; that sequence is then made monotone; tau = -1 + 2 sum(rho) + the last even rho, at least 1 / log10(size).
 *
 * Source: Vehtari et al. (2021), Bayesian Analysis 16(2), section 3.2; Geyer (1992), Practical Markov chain Monte Carlo,
 * Statistical Science 7(4). As in R posterior 1.7.1.
 */
export function effectiveSize(values: Float64Array, chains: number, draws: number): number {
  const size = chains * draws;
  if (draws < MINIMUM_HALF || isConstant(values, size)) return Number.NaN;
  const stride = draws + 2 * LAGS;
  const { centred, rho } = scratchFor(chains * stride, draws);
  let meanOfMeans = 0;
  const means = new Float64Array(chains);
  for (let c = 0; c < chains; c++) {
    means[c] = centre(values, c * draws, draws, centred, c * stride);
    meanOfMeans += means[c]! / chains;
  }
  const lags = new Float64Array(LAGS);
  autocovariances(centred, chains, draws, stride, 0, lags);
  const within = (lags[0]! * draws) / (draws - 1);
  let between = 0;
  for (let c = 0; c < chains; c++) between += (means[c]! - meanOfMeans) ** 2;
  const total = lags[0]! + (chains > 1 ? between / (chains - 1) : 0);
  if (!(total > 0) || total === Number.POSITIVE_INFINITY) return Number.NaN;

  // Initial positive sequence: pairs of autocorrelations as long as their sums are positive.
  let even = 1;
  let odd = 1 - (within - lags[1]!) / total;
  rho[0] = even;
  rho[1] = odd;
  let distant: Float64Array | undefined;
  let t = 0;
  while (t < draws - 5 && even + odd > 0) {
    t += 2;
    if (t === DIRECT_LAGS) distant = summedAutocorrelations(centred, chains, draws, stride);
    else if (t < DIRECT_LAGS && t % LAGS === 0) autocovariances(centred, chains, draws, stride, t, lags);
    const near = t % LAGS;
    even = 1 - (within - (distant ? distant[t]! / size : lags[near]!)) / total;
    odd = 1 - (within - (distant ? distant[t + 1]! / size : lags[near + 1]!)) / total;
    const positive = even + odd >= 0;
    rho[t] = positive || even > 0 ? even : 0;
    rho[t + 1] = positive ? odd : 0;
  }
  const last = t;
  let sum = last > 0 ? rho[0]! + rho[1]! : 0;
  // Initial monotone sequence: no pair exceeds the one before it.
  for (t = 2; t <= last - 2; t += 2) {
    const before = rho[t - 2]! + rho[t - 1]!;
    if (rho[t]! + rho[t + 1]! > before) {
      rho[t] = before / 2;
      rho[t + 1] = before / 2;
    }
    sum += rho[t]! + rho[t + 1]!;
  }
  const tau = -1 + 2 * sum + rho[last]!;
  return size / Math.max(tau, Math.LN10 / log(size));
}

function isConstant(values: Float64Array, size: number): boolean {
  const first = values[0];
  for (let i = 1; i < size; i++) if (values[i] !== first) return false;
  return true;
}

/** Writes a chain minus its mean, followed by zeros, and returns the mean. */
function centre(values: Float64Array, from: number, draws: number, centred: Float64Array, to: number): number {
  const mean = meanOf(values, from, draws);
  for (let i = 0; i < draws; i++) centred[to + i] = values[from + i]! - mean;
  centred.fill(0, to + draws, to + draws + 2 * LAGS);
  return mean;
}

/**
 * Autocovariances at lags first .. first + 3, averaged over chains; the zeros behind each chain stand for what is not
 * there. The sums do not wait for each other, so four cost little more than one.
 */
function autocovariances(
  centred: Float64Array,
  chains: number,
  draws: number,
  stride: number,
  first: number,
  out: Float64Array,
): void {
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  for (let c = 0; c < chains; c++) {
    const start = c * stride;
    const end = start + draws - first;
    let i = start;
    let j = start + first;
    // Four draws at a time: seven partners serve sixteen products, and each sum takes them up in the plain order.
    let b0 = centred[j]!;
    let b1 = centred[j + 1]!;
    let b2 = centred[j + 2]!;
    for (; i < end - 3; i += 4, j += 4) {
      const a0 = centred[i]!;
      const a1 = centred[i + 1]!;
      const a2 = centred[i + 2]!;
      const a3 = centred[i + 3]!;
      const b3 = centred[j + 3]!;
      const b4 = centred[j + 4]!;
      const b5 = centred[j + 5]!;
      const b6 = centred[j + 6]!;
      sum0 += a0 * b0;
      sum1 += a0 * b1;
      sum2 += a0 * b2;
      sum3 += a0 * b3;
      sum0 += a1 * b1;
      sum1 += a1 * b2;
      sum2 += a1 * b3;
      sum3 += a1 * b4;
      sum0 += a2 * b2;
      sum1 += a2 * b3;
      sum2 += a2 * b4;
      sum3 += a2 * b5;
      sum0 += a3 * b3;
      sum1 += a3 * b4;
      sum2 += a3 * b5;
      sum3 += a3 * b6;
      b0 = b4;
      b1 = b5;
      b2 = b6;
    }
    for (; i < end; i++, j++) {
      const value = centred[i]!;
      sum0 += value * centred[j]!;
      sum1 += value * centred[j + 1]!;
      sum2 += value * centred[j + 2]!;
      sum3 += value * centred[j + 3]!;
    }
  }
  const scale = chains * draws;
  out[0] = sum0 / scale;
  out[1] = sum1 / scale;
  out[2] = sum2 / scale;
  out[3] = sum3 / scale;
}

let scratch = { centred: new Float64Array(0), rho: new Float64Array(0) };

/** Memory kept between calls: one quantity is dealt with at a time, and nothing of it outlives the call. */
function scratchFor(size: number, draws: number): { readonly centred: Float64Array; readonly rho: Float64Array } {
  if (scratch.centred.length < size || scratch.rho.length < draws + 2) {
    scratch = { centred: new Float64Array(size), rho: new Float64Array(draws + 2) };
  }
  return scratch;
}
