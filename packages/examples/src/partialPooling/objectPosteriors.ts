/**
 * 3. The posterior of each object by itself, p(mu_i | x_i), under a flat prior: a normal distribution of sd alpha about x_i.
 *
 * This is what a catalogue offers: some draws of every object, made before anybody thought of the population. The flat prior
 * under which they were made is the *interim* prior; whoever uses the draws for another prior must divide by it (part 5).
 */
import { keyFromSeed, split, stream } from '@credence/numerics';
import { quantileOf } from '@credence/samplers';
import type { Survey } from './survey.js';

/** Draws of every object, one array each. The first hundred of a thousand draws are those of a hundred. */
export function drawObjects({ x, alpha }: Survey, draws: number, seed: number): readonly Float64Array[] {
  const key = split(keyFromSeed(seed), 3);
  return Array.from(x, (measured, i) => {
    const own = new Float64Array(draws);
    stream(key, i).normals(own);
    return own.map((z) => measured + alpha * z);
  });
}

/** The median of each object's draws. */
export function mediansOf(draws: readonly Float64Array[]): Float64Array {
  return Float64Array.from(draws, (own) => quantileOf([own], 0.5));
}
