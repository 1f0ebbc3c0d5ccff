/** Where the walkers of an ensemble begin on a model. */
import { CredenceError, type RngKey, split, stream } from '@credence/numerics';
import type { CompiledModel } from '../compile/compiledModel.js';
import { randomDeclarations } from '../model/declarations.js';
import { type InitialValues, initialPoint, TRIES } from '../sample/initialPoint.js';

/**
 * Unconstrained places, walkers x dimension. Without `initial`, every walker finds its own as a chain does. With values for all,
 * or where the model declares some, walkers are spread about them by normal numbers of sd `spread` on unconstrained space.
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
  const declared = randomDeclarations(compiled.snapshot).some(
    ({ observed, initial: own }) => !observed && own !== undefined,
  );
  const isSpread = each === undefined && (common !== undefined || declared);
  const positions = new Float64Array(walkers * dimension);
  for (let walker = 0; walker < walkers; walker++) {
    const own = split(key, walker);
    const centre = initialPoint(compiled, own, each?.[walker] ?? common);
    positions.set(isSpread ? near(compiled, centre, own, spread) : centre, walker * dimension);
  }
  return positions;
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
