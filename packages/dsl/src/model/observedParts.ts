/** What of an observed variable is not observed, and what becomes of it. */
import { data as dataNode, type Tensor } from '@credence/autodiff';
import { CredenceError } from '@credence/numerics';
import type { Support } from '../supports/index.js';
import type { DataArray } from './arrays.js';
import type { RandomDeclaration } from './declarations.js';
import { findGaps } from './gaps.js';
import { imputed } from './impute.js';
import { dimList } from './options.js';
import type { RandomRequest } from './randomDeclaration.js';
import type { Variable } from './variable.js';

/** What is known of a variable before its observed values are. */
interface Found {
  readonly title: string;
  readonly observed: DataArray | undefined;
  readonly parameters: Readonly<Record<string, Tensor>>;
  readonly support: Support;
  readonly shape: readonly number[];
  /** What is added to the data of the model goes in here. */
  readonly data: Map<string, DataArray>;
}

/** What observed values add to a declaration. */
interface ObservedParts extends Pick<RandomDeclaration, 'gaps' | 'value'> {
  /** The handle, where it stands for imputed values too. */
  readonly variable?: Variable;
  /** The free variable of the missing values. */
  readonly missing?: RandomDeclaration;
}

/** What is not observed, and what stands for it. @throws CredenceError data/nan, data/mask, model/option, model/impute */
export function observedParts(
  request: RandomRequest,
  { title, observed, parameters, support, shape, data }: Found,
): ObservedParts {
  const { name, distribution, options, site } = request;
  const { eventRank } = distribution;
  const mask = request.mask(title);
  if (observed === undefined) {
    if (mask === undefined && (options.missing ?? 'error') === 'error') return {};
    const option = mask === undefined ? 'missing' : 'mask';
    throw new CredenceError(
      'model/option',
      `${title}: the option ${option} is about observed values, and there are none. Give them by the option observed.`,
      { option },
    );
  }
  const found = findGaps({ title, observed, missing: options.missing, mask, shape, eventRank });
  if (found === undefined) return {};
  const batch = shape.slice(0, shape.length - eventRank);
  const label = `${name}#mask`;
  const impute = options.missing === 'impute' && found.places.length > 0;
  // Vectors with imputed elements count as a whole; what is masked counts nowhere.
  const counted = impute && eventRank > 0 ? notMasked(mask, found.seen.length) : found.seen;
  const values = Float64Array.from(counted, Number);
  const masking = values.includes(0);
  if (masking) data.set(label, { values, shape: batch, whole: true, dtype: 'int32' });
  const gaps = { seen: found.seen, ...(masking ? { mask: dataNode(label, batch, 'int32') } : {}) };
  if (!impute) return { gaps };
  const incomplete = { name, title, site, distribution, parameters, support, shape, dims: dimList(options.dims) };
  const { missing, variable, value: node, data: own } = imputed(incomplete, found);
  for (const [key, array] of own) data.set(key, array);
  const value = eventRank === 0 ? { value: node } : {};
  return { gaps: { ...gaps, imputed: { name: missing.name, places: found.places } }, variable, missing, ...value };
}

/** Which events no part of a mask hides. */
function notMasked(mask: DataArray | undefined, events: number): readonly boolean[] {
  const size = mask === undefined ? 1 : mask.values.length / events;
  return Array.from({ length: events }, (_, event) => {
    return mask?.values.subarray(event * size, (event + 1) * size).includes(0) !== true;
  });
}
