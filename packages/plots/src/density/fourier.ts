/** The fast Fourier transform of complex numbers, in place, for sizes that are powers of two. */
import { cos, sin } from '@credence/numerics';

/** Cosines and sines for one size, made once. */
export interface Roots {
  readonly size: number;
  readonly cosine: Float64Array;
  readonly sine: Float64Array;
}

export function rootsOf(size: number): Roots {
  const half = size / 2;
  return {
    size,
    cosine: Float64Array.from({ length: half }, (_, i) => cos((2 * Math.PI * i) / size)),
    sine: Float64Array.from({ length: half }, (_, i) => sin((2 * Math.PI * i) / size)),
  };
}

/**
 * Transforms `size` numbers at `start`, `start + stride`, ...: sum of z_j exp(-2 pi i j k / size). Exchanging real and imaginary
 * parts before and after gives the inverse times the size.
 */
export function transform(re: Float64Array, im: Float64Array, start: number, stride: number, roots: Roots): void {
  const { size, cosine, sine } = roots;
  for (let i = 1, j = 0; i < size; i++) {
    let bit = size >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i >= j) continue;
    const [a, b] = [start + i * stride, start + j * stride];
    const [real, imaginary] = [re[a]!, im[a]!];
    re[a] = re[b]!;
    im[a] = im[b]!;
    re[b] = real;
    im[b] = imaginary;
  }
  for (let half = 1; half < size; half *= 2) {
    const step = size / (2 * half);
    for (let first = 0; first < size; first += 2 * half) {
      for (let k = 0; k < half; k++) {
        const a = start + (first + k) * stride;
        const b = a + half * stride;
        const c = cosine[k * step]!;
        const s = -sine[k * step]!;
        const real = re[b]! * c - im[b]! * s;
        const imaginary = re[b]! * s + im[b]! * c;
        re[b] = re[a]! - real;
        im[b] = im[a]! - imaginary;
        re[a]! += real;
        im[a]! += imaginary;
      }
    }
  }
}

/** Both directions of a square of numbers, row-major. */
export function transformSquare(re: Float64Array, im: Float64Array, roots: Roots): void {
  const { size } = roots;
  for (let row = 0; row < size; row++) transform(re, im, row * size, 1, roots);
  for (let column = 0; column < size; column++) transform(re, im, column, size, roots);
}
