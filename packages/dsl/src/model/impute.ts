/** Missing values as free variables: of the distribution of the values they stand for. */
import { broadcastTo, data as dataNode, gather, reshape, type Tensor, where } from '@credence/autodiff';
import { CredenceError } from '@credence/numerics';
import { type Distribution, distributionOf } from '../distributions/distribution.js';
import type { Support } from '../supports/index.js';
import type { DataArray } from './arrays.js';
import type { RandomDeclaration } from './declarations.js';
import { type FoundGaps, placesText } from './gaps.js';
import { supportOf } from './supportOf.js';
import { freeVariable, namedTensor, type Variable } from './variable.js';

/** Name of the free variable of a variable's missing values. */
export const missingName = (name: string) => `${name}_missing`;

/** An observed variable some of whose values are missing. */
interface Incomplete extends Pick<RandomDeclaration, 'name' | 'site' | 'distribution' | 'parameters' | 'support'> {
  readonly title: string;
  readonly shape: readonly number[];
  readonly dims: readonly string[] | undefined;
}

/** What imputation adds to a declaration. */
export interface Imputed {
  /** The free variable. */
  readonly missing: RandomDeclaration;
  /** All values, observed and missing: the handle of the variable. */
  readonly variable: Variable;
  /** The observed values among them; NaN elsewhere. */
  readonly value: Tensor;
  /** Data that the tensors above need, by label. */
  readonly data: ReadonlyMap<string, DataArray>;
}

/**
 * A free variable `<name>_missing` with one element for each missing one, in row-major order. Of a distribution of numbers it
 * has that distribution, with the parameters that belong to the missing elements. Elements of vectors are not independent
 * of the observed ones beside them: there it has no density of its own, and the density of the whole vectors does it all.
 * @throws CredenceError model/impute
 */
export function imputed(incomplete: Incomplete, { places }: FoundGaps): Imputed {
  const { name, title, site, distribution, shape, dims, support } = incomplete;
  checkImputable(incomplete, places);
  const own = missingName(name);
  const variable = freeVariable(own, [places.length], undefined);
  const data = new Map<string, DataArray>();
  const indices = (label: string, values: Float64Array, of: readonly number[]) => {
    data.set(label, { values, shape: of, whole: true, dtype: 'int32' });
    return dataNode(label, of, 'int32');
  };
  const rows = () => indices(`${own}#rows`, Float64Array.from(places), [places.length]);
  const parameters = distribution.eventRank > 0 ? {} : atRows(incomplete, rows);
  const missing: RandomDeclaration = {
    kind: 'random',
    name: own,
    variable,
    site,
    distribution: distribution.eventRank > 0 ? withoutDensity(distribution, support) : distribution,
    parameters,
    support: distribution.eventRank > 0 ? support : supportOf(title, distribution, parameters),
    observed: false,
  };
  const place = new Float64Array(shape.reduce((product, length) => product * length, 1));
  const isMissing = new Float64Array(place.length);
  for (const [i, at] of places.entries()) {
    place[at] = i;
    isMissing[at] = 1;
  }
  const free = gather(variable, indices(`${own}#place`, place, shape));
  const value = dataNode(name, shape);
  const all = where(indices(`${own}#missing`, isMissing, shape), free, value);
  return { missing, variable: namedTensor(name, all, dims), value, data };
}

/** Parameters of the missing elements; those that are the same for all stay as they are. */
function atRows({ distribution, parameters, shape }: Incomplete, rows: () => Tensor): Readonly<Record<string, Tensor>> {
  let index: Tensor | undefined;
  const count = shape.reduce((product, length) => product * length, 1);
  const gathered = Object.entries(parameters).map(([key, tensor]): [string, Tensor] => {
    const cut = tensor.rank - (distribution.parameters[key]?.rank ?? 0);
    const own = tensor.shape.slice(cut);
    const batch = tensor.shape.slice(0, cut);
    if (batch.length === 0) return [key, tensor];
    if (batch.every((length) => length === 1)) return [key, reshape(tensor, own)];
    index ??= rows();
    const whole = broadcastTo(tensor, [...shape, ...own]);
    return [key, gather(shape.length === 1 ? whole : reshape(whole, [count, ...own]), index)];
  });
  return Object.fromEntries(gathered);
}

/** Nothing but a support. */
function withoutDensity({ name }: Distribution, support: Support): Distribution {
  return distributionOf({
    name: `${name}, missing`,
    method: 'missing',
    parameters: {},
    support,
    eventRank: 0,
    logProb: (x) => x.mul(0),
  });
}

/** @throws CredenceError model/impute */
function checkImputable({ title, distribution, support, shape }: Incomplete, places: readonly number[]): void {
  const fail = (why: string): never => {
    throw new CredenceError(
      'model/impute',
      `${title}: observed${placesText(places, shape)} missing and cannot be imputed: ${why} Leave them out of the likelihood by missing: 'drop'.`,
      { count: places.length },
    );
  };
  if (support.mixed !== undefined) fail(`some of the probability lies at ${support.mixed}, where gradients cannot go.`);
  if (support.transform === undefined) fail('values are whole numbers, which gradients cannot move.');
  if (distribution.eventRank > 0 && ((support.eventRank ?? 0) > 0 || typeof distribution.support === 'function')) {
    fail(
      `the elements of a ${distribution.eventRank === 1 ? 'vector' : 'matrix'} in ${support.text} depend on each other.`,
    );
  }
}
