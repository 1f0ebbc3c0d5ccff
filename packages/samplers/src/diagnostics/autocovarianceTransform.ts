/** All autocovariances at once by the fast Fourier transform, for chains whose correlations reach far. */
import { cos, sin } from '@credence/numerics';

/**
 * Sum over chains of sum_i y_i y_(i+lag), for every lag < `draws`.
 *
 * Two chains at a time are the real and imaginary part of one transform. The power spectra of all are added up before the
 * one transform back, whose real part holds the sums of autocorrelations. The forward transform leaves its output in
 * bit-reversed order and the backward one begins from that order, so nothing is ever reordered.
 *
 * @param centred `chains` chains minus their means, chain c at c * stride
 * @returns values valid until the next call, lag by lag
 * Source: Cooley & Tukey (1965), Math. Comput. 19; Gentleman & Sande (1966) for the forward order.
 */
export function summedAutocorrelations(
  centred: Float64Array,
  chains: number,
  draws: number,
  stride: number,
): Float64Array {
  const size = 2 ** (32 - Math.clz32(2 * draws - 1)); // at least 2 draws, so that lags do not wrap around
  const { real, imaginary, power, cosines, sines } = transformOf(size);
  power.fill(0);
  for (let c = 0; c < chains; c += 2) {
    real.set(centred.subarray(c * stride, c * stride + draws));
    real.fill(0, draws);
    imaginary.fill(0);
    if (c + 1 < chains) imaginary.set(centred.subarray((c + 1) * stride, (c + 1) * stride + draws));
    forward(real, imaginary, cosines, sines);
    for (let k = 0; k < size; k++) power[k]! += real[k]! * real[k]! + imaginary[k]! * imaginary[k]!;
  }
  real.set(power);
  imaginary.fill(0);
  backward(real, imaginary, cosines, sines);
  for (let lag = 0; lag < draws; lag++) real[lag]! /= size;
  return real;
}

/** Natural order in, bit-reversed order out. */
function forward(real: Float64Array, imaginary: Float64Array, cosines: Float64Array, sines: Float64Array): void {
  const size = real.length;
  for (let half = size >> 1, step = 1; half >= 1; half >>= 1, step <<= 1) {
    for (let start = 0; start < size; start += 2 * half) {
      for (let i = start, j = start + half, w = 0; i < start + half; i++, j++, w += step) {
        const re = real[i]! - real[j]!;
        const im = imaginary[i]! - imaginary[j]!;
        real[i]! += real[j]!;
        imaginary[i]! += imaginary[j]!;
        const cosine = cosines[w]!;
        const sine = sines[w]!;
        real[j] = re * cosine + im * sine;
        imaginary[j] = im * cosine - re * sine;
      }
    }
  }
}

/** Bit-reversed order in, natural order out; not divided by the size. */
function backward(real: Float64Array, imaginary: Float64Array, cosines: Float64Array, sines: Float64Array): void {
  const size = real.length;
  for (let half = 1, step = size >> 1; half < size; half <<= 1, step >>= 1) {
    for (let start = 0; start < size; start += 2 * half) {
      for (let i = start, j = start + half, w = 0; i < start + half; i++, j++, w += step) {
        const cosine = cosines[w]!;
        const sine = sines[w]!;
        const re = real[j]! * cosine - imaginary[j]! * sine;
        const im = imaginary[j]! * cosine + real[j]! * sine;
        real[j] = real[i]! - re;
        imaginary[j] = imaginary[i]! - im;
        real[i]! += re;
        imaginary[i]! += im;
      }
    }
  }
}

interface Transform {
  readonly size: number;
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
  readonly power: Float64Array;
  /** cos and sin of 2 pi k / size for k < size / 2. */
  readonly cosines: Float64Array;
  readonly sines: Float64Array;
}

let latest: Transform | undefined;

/** Tables and memory for one size; the latest are kept. */
function transformOf(size: number): Transform {
  if (latest?.size !== size) {
    const angles = Float64Array.from({ length: size / 2 }, (_, k) => (2 * Math.PI * k) / size);
    latest = {
      size,
      real: new Float64Array(size),
      imaginary: new Float64Array(size),
      power: new Float64Array(size),
      cosines: angles.map((angle) => cos(angle)),
      sines: angles.map((angle) => sin(angle)),
    };
  }
  return latest;
}
