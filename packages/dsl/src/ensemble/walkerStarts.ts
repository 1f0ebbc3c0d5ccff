/** Where the walkers of an ensemble begin on a model. */
import { CredenceError, type RngKey, split, stream } from '@credence/numerics';
import type { CompiledModel } from '../compile/compiledModel.js';
import { type InitialValues, initialPoint, TRIES } from '../sample/initialPoint.js';

/** Starts of chains that are tried for the centre. */
const CANDIDATES = 32;

/**
 * Unconstrained places, walkers x dimension: normal numbers of sd `spread` on unconstrained space about the best of a few starts
 * that a chain would take; values given for all walkers, or declared by the model, are part of these. Walkers that begin far
 * apart throw each other into corners that they do not find out of. With values for each walker, its own.
 *
 * @throws CredenceError `ensemble/start`, `model/initial-point`
 */
export function walkerStarts(
  compiled: CompiledModel,
  key: RngKey,
  walkers: number,
  initial: InitialValues | readonly InitialValues[] | undefined,
  spread: number,
): Float64Array {
  const { dimension } = compiled;
  const each = isList(initial) ? initial : undefined;
  const common: InitialValues | undefined = isList(initial) ? undefined : initial;
  if (each !== undefined && each.length !== walkers) {
    throw new CredenceError(
      'ensemble/start',
      `initial holds values for ${each.length} walkers, and there are ${walkers}.`,
      { given: each.length, walkers },
    );
  }
  if (!(spread > 0 && spread < Number.POSITIVE_INFINITY)) {
    throw new CredenceError('ensemble/start', `spread is ${spread}; it must be finite and above 0.`, { spread });
  }
  const centre = each === undefined ? bestStart(compiled, key, common) : undefined;
  const positions = new Float64Array(walkers * dimension);
  for (let walker = 0; walker < walkers; walker++) {
    const own = split(key, walker);
    const place =
      centre === undefined ? initialPoint(compiled, own, each?.[walker]) : near(compiled, centre, own, spread);
    positions.set(place, walker * dimension);
  }
  return positions;
}

/** Of several starts of chains the one with the highest log density. */
function bestStart(compiled: CompiledModel, key: RngKey, initial: InitialValues | undefined): Float64Array {
  const gradient = new Float64Array(compiled.dimension);
  let best = initialPoint(compiled, split(key, 0), initial);
  let highest = compiled.logDensityAndGradient(best, gradient);
  for (let candidate = 1; candidate < CANDIDATES; candidate++) {
    const place = initialPoint(compiled, split(key, candidate), initial);
    const value = compiled.logDensityAndGradient(place, gradient);
    if (value > highest) [best, highest] = [place, value];
  }
  return best;
}

/** A place near another with a finite density; that place itself where none of many tries has one. */
function near(compiled: CompiledModel, centre: Float64Array, key: RngKey, spread: number): Float64Array {
  const place = new Float64Array(centre.length);
  const gradient = new Float64Array(centre.length);
  for (let attempt = 0; attempt < TRIES; attempt++) {
    stream(key, attempt).normals(place);
    for (let d = 0; d < place.length; d++) place[d] = (centre[d] ?? 0) + spread * (place[d] ?? 0);
    if (Number.isFinite(compiled.logDensityAndGradient(place, gradient))) return place;
  }
  return centre;
}

function isList(initial: InitialValues | readonly InitialValues[] | undefined): initial is readonly InitialValues[] {
  return Array.isArray(initial);
}
