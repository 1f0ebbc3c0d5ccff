/** Values that were not observed: which ones they are, by NaN among the data and by the option `mask`. */
import type { Tensor } from '@credence/autodiff';
import { CredenceError, display } from '@credence/numerics';
import type { DataArray } from './arrays.js';
import { indexText } from './names.js';
import type { Missing } from './options.js';
import { same } from './shapes.js';

/** What an observed variable does not observe. */
export interface Gaps {
  /** For every event, row-major, whether it was observed as a whole. */
  readonly seen: readonly boolean[];
  /** The same as data of the model, of the shape of the events: what is false adds nothing to the log density. */
  readonly mask?: Tensor;
  /** The free variable of the missing values, and which elements of the variable they are, row-major. */
  readonly imputed?: { readonly name: string; readonly places: readonly number[] };
}

export interface GapsRequest {
  readonly title: string;
  readonly observed: DataArray;
  readonly missing: Missing | undefined;
  readonly mask: DataArray | undefined;
  /** Of the variable; the last `eventRank` axes are those of an event. */
  readonly shape: readonly number[];
  readonly eventRank: number;
}

/** What is not observed, or undefined where everything is. */
export interface FoundGaps {
  readonly seen: readonly boolean[];
  /** Elements that are NaN and not masked, row-major. */
  readonly places: readonly number[];
}

/** @throws CredenceError data/nan, data/mask, model/option */
export function findGaps(request: GapsRequest): FoundGaps | undefined {
  const { title, observed, missing = 'error', mask, shape, eventRank } = request;
  if (!MISSING.includes(missing)) {
    throw new CredenceError(
      'model/option',
      `${title}: missing is ${display(missing)}, and must be 'error', 'drop' or 'impute'.`,
      { missing },
    );
  }
  const { values } = observed;
  const events = sizeOf(shape.slice(0, shape.length - eventRank));
  const size = events === 0 ? 1 : values.length / events;
  const masked = mask === undefined ? undefined : maskOf(title, mask, shape, eventRank);
  const hidden = (i: number) => masked?.[mask?.values.length === events ? Math.floor(i / size) : i] === 0;
  const places: number[] = [];
  const seen = new Array<boolean>(events).fill(true);
  for (let i = 0; i < values.length; i++) {
    const isHidden = hidden(i);
    if (isHidden || Number.isNaN(values[i])) seen[Math.floor(i / size)] = false;
    if (!isHidden && Number.isNaN(values[i])) places.push(i);
  }
  if (places.length > 0 && missing === 'error') throw missingError(title, places, observed.shape);
  return seen.every((one) => one) ? undefined : { seen, places };
}

const MISSING: readonly string[] = ['error', 'drop', 'impute'];

function maskOf(title: string, mask: DataArray, shape: readonly number[], eventRank: number): Float64Array {
  const batch = shape.slice(0, shape.length - eventRank);
  if (!same(mask.shape, shape) && !same(mask.shape, batch)) {
    const ofEvents = eventRank === 0 ? '' : `, or [${batch.join(', ')}] for whole events`;
    throw new CredenceError(
      'data/mask',
      `${title}: mask has the shape [${mask.shape.join(', ')}], and must have that of the variable, [${shape.join(', ')}]${ofEvents}.`,
      { mask: mask.shape, shape },
    );
  }
  const odd = mask.values.findIndex((value) => value !== 0 && value !== 1);
  if (odd < 0) return mask.values;
  throw new CredenceError(
    'data/mask',
    `${title}: mask${indexText(odd, mask.shape)} is ${mask.values[odd]}; it holds true where a value was observed, false where not.`,
    { index: odd, value: mask.values[odd] },
  );
}

/**
 * Elements of a variable that are not judged by its support: missing ones, and those of events that are left out. Undefined
 * where there are none.
 */
export function unjudged(
  gaps: Gaps | undefined,
  values: ArrayLike<number>,
): ((element: number) => boolean) | undefined {
  if (gaps === undefined) return undefined;
  const { seen, imputed } = gaps;
  const size = values.length / seen.length;
  // Elements beside imputed ones are judged.
  return (i) => Number.isNaN(values[i]) || (imputed === undefined && seen[Math.floor(i / size)] === false);
}

/** Places that an error names before it only counts. */
const NAMED = 3;

/** `observed[3], [17], [20] and 4 others are NaN`, and what to do. */
export function missingError(title: string, places: readonly number[], shape: readonly number[]): CredenceError {
  return new CredenceError(
    'data/nan',
    `${title}: observed${placesText(places, shape)} NaN. Leave missing values out of the likelihood by missing: 'drop', or make them free variables by missing: 'impute'.`,
    { index: places[0], count: places.length },
  );
}

/** `[3], [17], [20] and 4 others are` */
export function placesText(places: readonly number[], shape: readonly number[]): string {
  const named = places.slice(0, NAMED).map((place) => indexText(place, shape));
  const others = places.length - named.length;
  if (others > 0) return `${named.join(', ')} and ${others} other${others > 1 ? 's' : ''} are`;
  const last = named.pop() ?? '';
  return named.length === 0 ? `${last} is` : `${named.join(', ')} and ${last} are`;
}

/** Whether two arrays are NaN in the same places. */
export function sameGaps(a: DataArray | undefined, b: DataArray | undefined): boolean {
  if (a === undefined || b === undefined || a.values.length !== b.values.length) return false;
  return a.values.every((value, i) => Number.isNaN(value) === Number.isNaN(b.values[i]));
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
