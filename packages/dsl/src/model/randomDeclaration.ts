/** Reads `name ~ distribution(parameters)`: tensors, shape and support of the variable, and all checks of values known by now. */
import type { Tensor } from '@credence/autodiff';
import { CredenceError } from '@credence/numerics';
import type { Distribution } from '../distributions/distribution.js';
import { unconstrainedShape } from '../supports/support.js';
import { type DataArray, dataArray } from './arrays.js';
import { checkBounds, checkInitial, checkObserved, checkParameters } from './checks.js';
import type { RandomDeclaration } from './declarations.js';
import type { Dimension } from './dims.js';
import { observedParts } from './observedParts.js';
import { checkOptions, dimList, VARIABLE_OPTIONS, type VariableOptions } from './options.js';
import { parameterShapes, readParameters } from './parameters.js';
import { type GivenValues, parameterLabel } from './script.js';
import { same, variableShape } from './shapes.js';
import type { DeclarationSite } from './site.js';
import { restrictedSupport, supportOf } from './supportOf.js';
import { titled } from './titled.js';
import type { Value } from './values.js';
import { dataVariable, freeVariable } from './variable.js';

/** What was asked for, and what the model knows. */
export interface RandomRequest {
  readonly name: string;
  readonly distribution: Distribution;
  readonly given: GivenValues;
  readonly options: VariableOptions;
  readonly site: DeclarationSite;
  /** The model's data by label. */
  readonly data: ReadonlyMap<string, DataArray>;
  readonly dimensions: ReadonlyMap<string, Dimension>;
  /** Observed values, if there are any. */
  readonly observed: (title: string) => DataArray | undefined;
  /** Values of the option `mask`, if there are any. */
  readonly mask: (title: string) => DataArray | undefined;
  /** Which axes of size 1 of a tensor nobody asked for. */
  readonly ones: (tensor: Tensor) => readonly boolean[];
  /** A tensor of a given value; arrays are put into `pending` under `label`. */
  readonly toTensor: (value: Value, label: string, where: string, pending: Map<string, DataArray>) => Tensor;
}

/**
 * The declaration, and the model's data with what it adds to them.
 * @throws CredenceError model/option, distribution/..., shape/..., support/bounds, data/..., model/initial-support
 */
export function randomDeclaration(request: RandomRequest): {
  readonly declaration: RandomDeclaration;
  /** The free variable of its missing values, which is declared before it. */
  readonly missing?: RandomDeclaration;
  readonly data: ReadonlyMap<string, DataArray>;
} {
  const { name, distribution, given, options, site, dimensions, ones, toTensor } = request;
  const title = `${name} ~ ${distribution.name}`;
  checkOptions(title, options, VARIABLE_OPTIONS);
  const added = new Map<string, DataArray>();
  const parameters = readParameters(title, distribution, given, (value, parameter) =>
    toTensor(value, parameterLabel(name, parameter), `${title}, ${parameter}`, added),
  );
  const data = new Map([...request.data, ...added]);
  const observed = request.observed(title);
  const shapes = parameterShapes(title, distribution, parameters, ones);
  checkParameters(title, distribution, parameters, data);
  const shape = variableShape(title, options, shapes, observed, dimensions);
  const dims = dimList(options.dims);
  const own = supportOf(title, distribution, parameters);
  const support = options.support === undefined ? own : restrictedSupport(title, own, options.support);
  titled(title, () => unconstrainedShape(support, shape));
  const initial = initialArray(title, options, shape);
  if (observed !== undefined) data.set(name, { ...observed, dtype: 'float64' });
  const { gaps, variable, value, missing } = observedParts(request, {
    title,
    observed,
    parameters,
    support,
    shape,
    data,
  });
  const declaration: RandomDeclaration = {
    kind: 'random',
    name,
    variable:
      variable ??
      (observed === undefined
        ? freeVariable(name, shape, dims, support.discrete === true ? 'int32' : 'float64')
        : dataVariable(name, shape, 'float64', dims)),
    site,
    distribution,
    parameters,
    support,
    ...(support === own ? {} : { unrestricted: own }),
    observed: observed !== undefined,
    ...(gaps === undefined ? {} : { gaps }),
    ...(value === undefined ? {} : { value }),
    ...(initial === undefined ? {} : { initial }),
  };
  checkBounds(title, declaration.support, data);
  if (observed !== undefined) checkObserved(declaration, observed, data);
  if (initial !== undefined) checkInitial(declaration, initial);
  return { declaration, data, ...(missing === undefined ? {} : { missing }) };
}

function initialArray(title: string, options: VariableOptions, shape: readonly number[]): DataArray | undefined {
  if (options.initial === undefined) return undefined;
  const initial = dataArray(options.initial, `${title}, initial`);
  if (initial.shape.length === 0 || same(initial.shape, shape)) return initial;
  throw new CredenceError(
    'shape/initial',
    `${title}: initial has the shape [${initial.shape.join(', ')}], and the variable [${shape.join(', ')}]. Give a number for all elements, or an array of the variable's shape.`,
    { initial: initial.shape, shape },
  );
}
