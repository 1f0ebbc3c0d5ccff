/** Numbers that are the same in any language, for values made by other tools. */
import { normalQuantile } from '@credence/numerics';

/** Park-Miller: s <- 16807 s mod 2147483647, exact in doubles; s / 2147483647. */
export function parkMiller(seed: number, count: number): Float64Array {
  let state = seed;
  return new Float64Array(count).map(() => {
    state = (16807 * state) % 2147483647;
    return state / 2147483647;
  });
}

/** Standard normal numbers: the normal quantiles of `parkMiller`. */
export function parkMillerNormals(seed: number, count: number): Float64Array {
  return parkMiller(seed, count).map((u) => normalQuantile(u));
}
