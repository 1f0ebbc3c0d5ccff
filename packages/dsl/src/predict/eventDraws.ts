/** Draws of one random variable, event by event, from values of its parameters. */
import { CredenceError, type Rng } from '@credence/numerics';
import type { RandomDeclaration } from '../model/declarations.js';
import { declaredAt } from '../model/site.js';
import type { Support } from '../supports/index.js';

/** Writes one draw of a variable, row-major, given row-major values of its parameters in the declaration's order. */
export type EventDrawer = (rng: Rng, parameters: readonly Float64Array[], out: Float64Array) => void;

/** What is known of a variable that is drawn. */
export interface Drawable extends Pick<RandomDeclaration, 'distribution' | 'parameters'> {
  readonly variable: { readonly shape: readonly number[]; readonly rank: number };
}

/** A variable that the option `support` may restrict. */
type Restricted = Drawable & Partial<Pick<RandomDeclaration, 'name' | 'site' | 'support' | 'unrestricted'>>;

/** Draws that are tried for one event of a restricted variable. */
const TRIES = 10_000;

/**
 * How one draw of a variable is made; undefined when it has no draws. Which element of a parameter belongs to which event is
 * worked out once. A variable that the option `support` restricts is drawn until it lies there.
 * @throws CredenceError predict/restricted, by a draw that never does
 */
export function eventDrawer(declaration: Restricted): EventDrawer | undefined {
  if (withoutDraws(declaration) !== undefined) return undefined;
  const { variable, distribution, support, unrestricted } = declaration;
  const drawer = eventsDrawer(declaration);
  if (unrestricted === undefined || support === undefined)
    return (rng, values, out) => drawer(rng, values, out, 0, Number.POSITIVE_INFINITY);
  const { shape } = variable;
  const own = sizeOf(shape.slice(shape.length - distribution.eventRank));
  const block = Math.max(own, sizeOf(shape.slice(shape.length - (support.eventRank ?? 0))));
  const exchangeable = own === 1 && isExchangeable(declaration);
  return (rng, values, out) => {
    for (let first = 0; first < out.length; first += block) {
      const event = out.subarray(first, first + block);
      let tried = 0;
      do {
        if (tried++ === TRIES) throw restrictedError(declaration);
        drawer(rng, values, out, first / own, (first + block) / own);
        if (exchangeable) support.arrange?.(event);
      } while (!liesIn(support, event, shape));
    }
  };
}

/** Why a variable cannot be drawn, in words; undefined where it can. */
export function withoutDraws({
  name,
  distribution,
  support,
  unrestricted,
}: Restricted): { readonly reason: string; readonly advice: string } | undefined {
  if (distribution.random === undefined) {
    return { reason: `${distribution.name} has no random draws`, advice: `Give '${name}' a proper distribution` };
  }
  if (unrestricted === undefined || support?.thin !== true) return undefined;
  return {
    reason: `draws of ${distribution.name} never lie in ${support.text}`,
    advice: `Give '${name}' a distribution on this support`,
  };
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** Whether all elements of an event of the support have the same parameters. */
function isExchangeable({ parameters, support, distribution, variable }: Restricted): boolean {
  const rank = support?.eventRank ?? 0;
  return Object.entries(parameters).every(([key, { shape }]) => {
    const own = shape.slice(0, shape.length - (distribution.parameters[key]?.rank ?? 0));
    return own.slice(Math.max(0, own.length - Math.min(rank, variable.rank))).every((length) => length === 1);
  });
}

function liesIn(support: Support, event: Float64Array, shape: readonly number[]): boolean {
  const { holds, fault, eventRank = 0 } = support;
  if (holds !== undefined) return event.every((value) => holds(value));
  const eventShape = shape.slice(shape.length - eventRank);
  const size = sizeOf(eventShape);
  for (let first = 0; first < event.length; first += size) {
    const wrong = fault?.(event.subarray(first, first + size), eventShape, () => Number.NaN);
    if (wrong !== undefined) return false;
  }
  return true;
}

function restrictedError({ name = '', distribution, support, site }: Restricted): CredenceError {
  const title = `${name} ~ ${distribution.name}${site === undefined ? '' : declaredAt(site)}`;
  return new CredenceError(
    'predict/restricted',
    `${title} was drawn ${TRIES} times, and never in ${support?.text ?? 'the set'}, to which it is restricted. Give '${name}' a distribution that is there more often, or leave out what depends on it by the option variables.`,
    { name, distribution: distribution.name, support: support?.name, tries: TRIES },
  );
}

/** Draws events `from` to `to` of a distribution as it is. */
function eventsDrawer({
  distribution,
  parameters,
  variable,
}: Drawable): (rng: Rng, values: readonly Float64Array[], out: Float64Array, from: number, to: number) => void {
  const cut = variable.rank - distribution.eventRank;
  const batchShape = variable.shape.slice(0, cut);
  const eventShape = variable.shape.slice(cut);
  const eventSize = sizeOf(eventShape);
  const events = sizeOf(batchShape);
  const readers = Object.entries(parameters).map(([key, { shape }], position) => {
    const rank = distribution.parameters[key]?.rank ?? 0;
    const own = shape.slice(0, shape.length - rank);
    const size = sizeOf(shape.slice(shape.length - rank));
    const varies = own.some((length) => length > 1);
    return { key, position, rank, size, places: varies ? broadcastPlaces(own, batchShape, events) : undefined };
  });
  const varying = readers.filter(({ places }) => places !== undefined);
  return (rng, values, out, from, to) => {
    const given: Record<string, number | Float64Array> = {};
    for (const { key, position, rank, size } of readers) {
      const array = values[position]!;
      given[key] = rank === 0 ? array[0]! : array.subarray(0, size);
    }
    for (let event = from; event < Math.min(to, events); event++) {
      for (const { key, position, rank, size, places } of varying) {
        const array = values[position]!;
        const place = places![event]!;
        given[key] = rank === 0 ? array[place]! : array.subarray(place * size, (place + 1) * size);
      }
      const one = distribution.random?.(rng, given, eventShape) ?? Number.NaN;
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
