/** Checks of values that are known before sampling: constant parameters and observed data. */
import { broadcastTo, type Tensor } from '@credence/autodiff';
import { CredenceError } from '@credence/numerics';
import type { Distribution, ParameterSpec } from '../distributions/distribution.js';
import type { Constraint, Support } from '../supports/index.js';
import type { DataArray } from './arrays.js';
import { boundValues } from './bound.js';
import { type RandomDeclaration, titleOf } from './declarations.js';
import { indexText } from './names.js';

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
    const outside = firstOutside(values, tensor, spec.constraint, data);
    if (outside === undefined) {
      checkWholes(title, name, spec, tensor, values);
      continue;
    }
    const place = `${name}${indexText(outside, tensor.shape)}`;
    throw new CredenceError(
      'distribution/parameter',
      `${title}: ${place} must be ${spec.constraint.text}, and is ${values[outside]}. ${name} is the ${spec.description}.`,
      { parameter: name, index: outside, value: values[outside], constraint: spec.constraint.text },
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
  if (whole === undefined) return;
  const own = tensor.shape.slice(tensor.rank - rank);
  const size = own.reduce((product, length) => product * length, 1);
  for (let first = 0; size > 0 && first + size <= values.length; first += size) {
    const event = Float64Array.from({ length: size }, (_, i) => values[first + i]!);
    if (whole.holds(event, own)) continue;
    const place = `${name}${indexText(first / size, tensor.shape.slice(0, tensor.rank - rank))}`;
    const found = whole.found?.(event) ?? 'is not';
    throw new CredenceError('distribution/parameter', `${title}: ${place} must be ${whole.text}, and ${found}.`, {
      parameter: name,
      index: first / size,
      constraint: whole.text,
    });
  }
}

/** @throws CredenceError support/bounds when bounds that do not vary are not in order */
export function checkBounds(title: string, support: Support, data: Data): void {
  const { valid } = support;
  if (valid === undefined || valid.binding === 'parameter') return;
  const values = boundValues(valid, data);
  const wrong = indexWhere(values.length, (i) => values[i] === 0);
  if (wrong === undefined) return;
  throw new CredenceError(
    'support/bounds',
    `${title}: lower must be less than upper, and is not at ${indexText(wrong, valid.shape) || 'the only value'}.`,
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
  const { variable, support } = declaration;
  const title = titleOf(declaration);
  const { values, shape } = observed;
  checkNumbers(title, observed, 'observed');
  const fractional = support.discrete === true && !observed.whole;
  if (fractional) {
    const index = indexWhere(values.length, (i) => !Number.isInteger(values[i])) ?? 0;
    throw new CredenceError(
      'data/integer',
      `${title}: observed${indexText(index, shape)} = ${values[index]} is not a whole number, and its values are counts.`,
      { index, value: values[index] },
    );
  }
  const outside = firstOutside(values, variable, support, data);
  if (outside === undefined) return;
  const bounds = boundsText(declaration, outside, (tensor) => boundValues(tensor, data));
  throw new CredenceError(
    'data/support',
    `${title}: observed${indexText(outside, shape)} = ${values[outside]} lies outside ${support.text}${bounds}. Check the data or choose another distribution.`,
    { index: outside, value: values[outside], support: support.text },
  );
}

/**
 * No value is NaN.
 * @throws CredenceError data/nan with the first index
 */
export function checkNumbers(where: string, { values, shape }: DataArray, what = 'value'): void {
  if (!values.includes(Number.NaN)) return;
  const missing = values.findIndex(Number.isNaN);
  throw new CredenceError(
    'data/nan',
    `${where}: ${what}${indexText(missing, shape)} is NaN. Leave missing values out of the data.`,
    { index: missing },
  );
}

/**
 * A start that is declared lies in the support, where that does not depend on other variables.
 * @throws CredenceError model/initial-support
 */
export function checkInitial({ name, support }: RandomDeclaration, { values, shape }: DataArray): void {
  const { holds } = support;
  const wrong = indexWhere(
    values.length,
    (i) => Number.isNaN(values[i]) || (holds !== undefined && !holds(values[i] ?? Number.NaN)),
  );
  if (wrong === undefined) return;
  throw new CredenceError(
    'model/initial-support',
    `initial: ${name}${indexText(wrong, shape)} = ${values[wrong]} lies outside ${support.text}, the support of '${name}'.`,
    { name, index: wrong, value: values[wrong], support: support.text },
  );
}

/** ` with lower = 1, upper = x = 4`, the bounds at one element, where bounds are not numbers; else nothing. */
export function boundsText(
  { distribution, parameters, support, variable }: RandomDeclaration,
  element: number,
  values: (tensor: Tensor) => ArrayLike<number>,
): string {
  if (support.holds !== undefined || typeof distribution.support !== 'function') return '';
  const at = Object.entries(parameters)
    .filter(([name, tensor]) => (distribution.parameters[name]?.rank ?? 0) === 0 && tensor.rank <= variable.rank)
    .map(([name, tensor]) => `${name} = ${values(broadcastTo(tensor, variable.shape))[element]}`);
  return `, with ${at.join(', ')}`;
}

/** Index of the first value outside a set, or undefined; also when the set varies with parameters. */
function firstOutside(values: ArrayLike<number>, tensor: Tensor, set: Constraint, data: Data): number | undefined {
  const { holds } = set;
  if (holds !== undefined) return indexWhere(values.length, (i) => !holds(values[i] ?? Number.NaN));
  const member = set.contains(tensor);
  if (member.binding === 'parameter') return undefined;
  const truth = boundValues(member, data);
  return indexWhere(truth.length, (i) => truth[i] === 0);
}

function indexWhere(length: number, test: (i: number) => boolean): number | undefined {
  for (let i = 0; i < length; i++) if (test(i)) return i;
  return undefined;
}
