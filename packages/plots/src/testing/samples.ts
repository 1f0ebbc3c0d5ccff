/** Samples that tools/golden/density.py makes as well, without random numbers. */
import { keyFromSeed, normalQuantile, stream } from '@credence/numerics';

export const GOLDEN = 0.6180339887498949;
export const ROOT = 0.41421356237309515;

/** Fractional parts of multiples: numbers spread evenly over (0, 1). */
export function even(size: number, step: number): Float64Array {
  return Float64Array.from({ length: size }, (_, i) => ((i + 0.5) * step) % 1);
}

/** Normal quantiles at evenly spread places. */
export function evenNormals(size: number, step = GOLDEN): Float64Array {
  return even(size, step).map((u) => normalQuantile(u));
}

/** Normals about -3 (two fifths) and 3. */
export function evenBimodal(size: number): Float64Array {
  const side = even(size, ROOT);
  return evenNormals(size).map((x, i) => x + (side[i]! < 0.4 ? -3 : 3));
}

/** Independent normal draws. */
export function normals(size: number, seed: number): Float64Array {
  const rng = stream(keyFromSeed(seed), 0);
  return Float64Array.from({ length: size }, () => rng.normal());
}
