/** Checks of values that are known before sampling: constant parameters and observed data. */
import { broadcastTo, constant, type Tensor } from '@credence/autodiff';
import { CredenceError } from '@credence/numerics';
import type { Distribution, ParameterSpec } from '../distributions/distribution.js';
import type { Support } from '../supports/index.js';
import { dependsOnOthers } from '../supports/support.js';
import type { DataArray } from './arrays.js';
import { boundValues } from './bound.js';
import { type RandomDeclaration, titleOf } from './declarations.js';
import { missingError, placesText, unjudged } from './gaps.js';
import { indexText } from './names.js';
import { firstOutside } from './outside.js';

type Data = ReadonlyMap<string, DataArray>;

/**
 * Parameters that do not vary must lie in their ranges.
 * @throws CredenceError distribution/parameter with the first index and value outside
 */
export function checkParameters(
  title: string,
  distribution: Distribution,
  parameters: Readonly<Record<string, Tensor>>,
  data: Data,
): void {
  for (const [name, tensor] of Object.entries(parameters)) {
    const spec = distribution.parameters[name];
    if (spec === undefined || tensor.binding === 'parameter') continue;
    const values = boundValues(tensor, data);
    const set = spec.constraint;
    const outside = firstOutside(values, { set, tensor, valuesOf: (other) => boundValues(other, data) });
    if (outside === undefined) {
      checkWholes(title, name, spec, tensor, values);
      continue;
    }
    const { index, place, fault } = outside;
    throw new CredenceError(
      'distribution/parameter',
      `${title}: ${name}${place} ${fault ?? `must be ${set.text}, and is ${values[index]}`}. ${name} is the ${spec.description}.`,
      { parameter: name, index, ...(fault === undefined ? { value: values[index] } : {}), constraint: set.text },
    );
  }
}

/**
 * All values that do not vary: parameters, bounds, observed data.
 * @throws CredenceError distribution/parameter, support/bounds, data/...
 */
export function checkValues(declaration: RandomDeclaration, data: Data): void {
  const title = titleOf(declaration);
  checkParameters(title, declaration.distribution, declaration.parameters, data);
  checkBounds(title, declaration.support, data);
  const observed = declaration.observed ? data.get(declaration.name) : undefined;
  if (observed !== undefined) checkObserved(declaration, observed, data);
}

/** Conditions on all elements of one event together, for each event. */
function checkWholes(
  title: string,
  name: string,
  { whole, rank = 0 }: ParameterSpec,
  tensor: Tensor,
  values: ArrayLike<number>,
): void {
  const fault = wholeFault({ whole, rank }, tensor, values);
  if (fault === undefined) return;
  throw new CredenceError('distribution/parameter', `${title}: ${name}${fault.text}.`, {
    parameter: name,
    index: fault.index,
    constraint: whole?.text,
  });
}

/** The first event of a parameter whose elements do not fit together, and how that goes on behind the parameter's name. */
export function wholeFault(
  { whole, rank = 0 }: Pick<ParameterSpec, 'rank'> & { readonly whole?: ParameterSpec['whole'] | undefined },
  tensor: Tensor,
  values: ArrayLike<number>,
): { readonly index: number; readonly text: string } | undefined {
  if (whole === undefined) return undefined;
  const own = tensor.shape.slice(tensor.rank - rank);
  const size = own.reduce((product, length) => product * length, 1);
  for (let first = 0; size > 0 && first + size <= values.length; first += size) {
    const event = Float64Array.from({ length: size }, (_, i) => values[first + i]!);
    if (whole.holds(event, own)) continue;
    const place = indexText(first / size, tensor.shape.slice(0, tensor.rank - rank));
    return {
      index: first / size,
      text: `${place} must be ${whole.text}, and ${whole.found?.(event, own) ?? 'is not'}`,
    };
  }
  return undefined;
}

/** @throws CredenceError support/bounds when bounds that do not vary are not in order */
export function checkBounds(title: string, support: Support, data: Data): void {
  const { valid, validText = 'lower must be less than upper' } = support;
  if (valid === undefined || valid.binding === 'parameter') return;
  const values = boundValues(valid, data);
  const wrong = indexWhere(values.length, (i) => values[i] === 0);
  if (wrong === undefined) return;
  throw new CredenceError(
    'support/bounds',
    `${title}: ${validText}, which does not hold at ${indexText(wrong, valid.shape) || 'the only value'}.`,
    {
      index: wrong,
    },
  );
}

/**
 * Observed values are numbers in the support.
 * @throws CredenceError data/nan, data/integer, data/support with the first index and value
 */
export function checkObserved(declaration: RandomDeclaration, observed: DataArray, data: Data): void {
  const { support, gaps } = declaration;
  const variable = declaration.value ?? declaration.variable;
  const title = titleOf(declaration);
  const { values, shape } = observed;
  const isMissing = (i: number) => Number.isNaN(values[i]);
  const places = gaps === undefined && values.includes(Number.NaN) ? indicesWhere(values, isMissing) : [];
  if (places.length > 0) throw missingError(title, places, shape);
  const skip = unjudged(gaps, values);
  const index =
    support.discrete === true && !observed.whole
      ? indexWhere(values.length, (i) => !Number.isInteger(values[i]) && skip?.(i) !== true)
      : undefined;
  if (index !== undefined) {
    throw new CredenceError(
      'data/integer',
      `${title}: observed${indexText(index, shape)} = ${values[index]} is no whole number, and must lie in ${support.text}. Check the data or choose another distribution.`,
      { index, value: values[index] },
    );
  }
  const { unrestricted } = declaration;
  for (const set of unrestricted === undefined ? [support] : [support, unrestricted]) {
    if (set.holds === undefined && set.contains(variable).binding === 'parameter') continue;
    const valuesOf = (tensor: Tensor) => boundValues(tensor, data);
    const outside = firstOutside(values, { set, tensor: variable, valuesOf, ...(skip === undefined ? {} : { skip }) });
    if (outside === undefined) continue;
    const { index, place, fault } = outside;
    const bounds = () => boundsText(declaration, index, (tensor) => boundValues(tensor, data));
    throw new CredenceError(
      'data/support',
      `${title}: observed${place} ${fault ?? `= ${values[index]} lies outside ${set.text}${bounds()}`}. Check the data or choose another distribution.`,
      { index, ...(fault === undefined ? { value: values[index] } : {}), support: set.text },
    );
  }
}

/**
 * No value is NaN.
 * @throws CredenceError data/nan with the first index
 */
export function checkNumbers(where: string, { values, shape }: DataArray, what = 'value', advice = ''): void {
  if (!values.includes(Number.NaN)) return;
  const places = indicesWhere(values, (i) => Number.isNaN(values[i]));
  throw new CredenceError(
    'data/nan',
    `${where}: ${what}${placesText(places, shape)} NaN. Leave missing values out of the data${advice}.`,
    { index: places[0], count: places.length },
  );
}

/**
 * A start that is declared lies in the support, where that does not depend on other variables.
 * @throws CredenceError model/initial-support
 */
export function checkInitial(declaration: RandomDeclaration, { values, shape }: DataArray): void {
  const { name, variable, support } = declaration;
  const refuse = (what: string, details: Readonly<Record<string, unknown>>) => {
    throw new CredenceError('model/initial-support', `initial: ${name}${what}, the support of '${name}'.`, {
      name,
      ...details,
      support: support.text,
    });
  };
  const missing = indexWhere(values.length, (i) => Number.isNaN(values[i]));
  if (missing !== undefined) {
    refuse(`${indexText(missing, shape)} = NaN lies outside ${support.text}`, { index: missing, value: Number.NaN });
  }
  if (support.holds === undefined && dependsOnOthers(support)) return;
  // One number stands for all elements of an event, and is judged as one of them where numbers are.
  const number = shape.length === 0 && (support.eventRank ?? 0) === 0;
  const all = shape.length === 0 && !number ? new Float64Array(variable.size).fill(values[0] ?? Number.NaN) : values;
  const tensor = number ? constant(0) : variable;
  const outside = firstOutside(all, { set: support, tensor, valuesOf: () => [] });
  if (outside === undefined) return;
  const { index, place, fault } = outside;
  if (fault === undefined) {
    refuse(`${place} = ${values[index]} lies outside ${support.text}`, { index, value: values[index] });
  }
  refuse(`${place} ${fault}: it lies outside ${support.text}`, { index });
}

/** ` with lower = 1, upper = x = 4`, the bounds at one element, where bounds are not numbers; else nothing. */
export function boundsText(
  { distribution, parameters, support, unrestricted, variable }: RandomDeclaration,
  element: number,
  values: (tensor: Tensor) => ArrayLike<number>,
): string {
  if (support.holds !== undefined || typeof distribution.support !== 'function' || unrestricted !== undefined)
    return '';
  const batch = variable.shape.slice(0, variable.rank - (support.eventRank ?? 0));
  const at = Object.entries(parameters)
    .filter(([name, tensor]) => (distribution.parameters[name]?.rank ?? 0) === 0 && tensor.rank <= batch.length)
    .map(([name, tensor]) => `${name} = ${values(broadcastTo(tensor, batch))[element]}`);
  return `, with ${at.join(', ')}`;
}

function indexWhere(length: number, test: (i: number) => boolean): number | undefined {
  for (let i = 0; i < length; i++) if (test(i)) return i;
  return undefined;
}

function indicesWhere(values: Float64Array, test: (i: number) => boolean): readonly number[] {
  return Array.from(values.keys()).filter(test);
}
