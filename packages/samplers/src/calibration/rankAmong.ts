/** The rank of a value among draws. */
import type { Rng } from '@credence/numerics';

/**
 * How many draws lie below a value; where some are equal to it, each place among them is equally likely. So the rank is
 * uniform on 0 ... draws.length when value and draws have the same distribution, a discrete one too.
 */
export function rankAmong(value: number, draws: ArrayLike<number>, rng: Rng): number {
  let below = 0;
  let equal = 0;
  for (let i = 0; i < draws.length; i++) {
    if (draws[i]! < value) below++;
    else if (draws[i] === value) equal++;
  }
  return equal === 0 ? below : below + rng.integer(equal + 1);
}
