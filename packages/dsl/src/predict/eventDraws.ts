/** Draws of one random variable, event by event, from values of its parameters. */
import type { Rng } from '@credence/numerics';
import type { RandomDeclaration } from '../model/declarations.js';

/** Writes one draw of a variable, row-major, given row-major values of its parameters in the declaration's order. */
export type EventDrawer = (rng: Rng, parameters: readonly Float64Array[], out: Float64Array) => void;

/** What is known of a variable that is drawn. */
export interface Drawable extends Pick<RandomDeclaration, 'distribution' | 'parameters'> {
  readonly variable: { readonly shape: readonly number[]; readonly rank: number };
}

/**
 * How one draw of a variable is made; undefined when its distribution has no draws. Which element of a parameter belongs to
 * which event is worked out once.
 */
export function eventDrawer({ distribution, parameters, variable }: Drawable): EventDrawer | undefined {
  const { random } = distribution;
  if (random === undefined) return undefined;
  const eventSize = distribution.eventRank === 0 ? 1 : (variable.shape.at(-1) ?? 1);
  const batchShape = variable.shape.slice(0, variable.rank - distribution.eventRank);
  const events = batchShape.reduce((product, length) => product * length, 1);
  const readers = Object.entries(parameters).map(([key, { shape }], position) => {
    const rank = distribution.parameters[key]?.rank ?? 0;
    const own = shape.slice(0, shape.length - rank);
    const size = shape.slice(shape.length - rank).reduce((product, length) => product * length, 1);
    const varies = own.some((length) => length > 1);
    return { key, position, rank, size, places: varies ? broadcastPlaces(own, batchShape, events) : undefined };
  });
  const varying = readers.filter(({ places }) => places !== undefined);
  return (rng, values, out) => {
    const given: Record<string, number | Float64Array> = {};
    for (const { key, position, rank, size } of readers) {
      const array = values[position]!;
      given[key] = rank === 0 ? array[0]! : array.subarray(0, size);
    }
    for (let event = 0; event < events; event++) {
      for (const { key, position, rank, size, places } of varying) {
        const array = values[position]!;
        const place = places![event]!;
        given[key] = rank === 0 ? array[place]! : array.subarray(place * size, (place + 1) * size);
      }
      const one = random.call(distribution, rng, given);
      if (typeof one === 'number') out[event] = one;
      else out.set(one, event * eventSize);
    }
  };
}

/** For every event, the flat position in an array of shape `own` that broadcasts against the events. */
function broadcastPlaces(own: readonly number[], batchShape: readonly number[], events: number): Int32Array {
  return Int32Array.from({ length: events }, (_, event) => {
    let place = 0;
    let stride = 1;
    let rest = event;
    for (let axis = 1; axis <= batchShape.length; axis++) {
      const length = batchShape.at(-axis) ?? 1;
      const ownLength = own.at(-axis) ?? 1;
      if (ownLength > 1) place += (rest % length) * stride;
      rest = Math.floor(rest / length);
      stride *= ownLength;
    }
    return place;
  });
}
