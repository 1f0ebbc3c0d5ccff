/** The builder: declares variables, data and terms, each by a name, and gives back handles that enter formulas. */
import { CredenceError, closest } from '@credence/numerics';
import type { CombinatorMethods } from '../combinators/methods.js';
import type { AppliedDistribution } from '../distributions/applied.js';
import type { Distribution } from '../distributions/distribution.js';
import { inspect } from '../inspect.js';
import type { StructureReport } from '../structure/report.js';
import { enabledRewrites, type Rewrites } from '../structure/rewrites.js';
import { structureOf } from '../structure/structure.js';
import { type ArrayData, type DataArray, dataArray } from './arrays.js';
import { checkApplied } from './checkMethod.js';
import { checkNumbers, checkValues } from './checks.js';
import { type Declaration, type ModelSnapshot, titleOf } from './declarations.js';
import { describeModel } from './describe.js';
import { type Coords, type Dimension, dimension } from './dims.js';
import { type ModelGraph, modelGraph } from './graph.js';
import { addMethods } from './methods.js';
import { checkName } from './names.js';
import {
  checkOptions,
  DATA_OPTIONS,
  type DataOptions,
  DERIVED_OPTIONS,
  type DerivedOptions,
  dimList,
  type VariableOptions,
} from './options.js';
import { OwnNodes } from './ownNodes.js';
import { randomDeclaration } from './randomDeclaration.js';
import type { DistributionMethods } from './registry.js';
import { checkWhole, gapsMoved, keptTypes, replacedData, sameForm } from './replaceData.js';
import { type Recipe, replay } from './replay.js';
import type { Script } from './script.js';
import { checkShapeOfDims } from './shapes.js';
import { type DeclarationSite, declarationSite, declaredAt } from './site.js';
import { givenArray, type Known, toTensor } from './toTensor.js';
import type { Value } from './values.js';
import { dataVariable, namedTensor, Variable } from './variable.js';

/** Options of a model. */
export interface ModelOptions {
  /** Named dimensions: labels, or only a size. */
  readonly coords?: Coords;
  /** Distributions of your own (`defineDistribution`); each becomes a method. */
  readonly use?: readonly Distribution[];
}

type Data = ReadonlyMap<string, DataArray>;

/** Methods of distributions (see DistributionRegistry) and of combinators. */
export interface Model extends DistributionMethods, CombinatorMethods {}

/**
 * A model under construction. Every method adds one named declaration; `compile` and `sample` take a frozen snapshot, so
 * what is declared later does not change them.
 *
 * @example
 * const model = new Model('partial pooling');
 * const centre = model.normal('centre', { mu: 0, sigma: 5 });
 * const spread = model.halfNormal('spread', { sigma: 2 });
 * const mu = model.normal('mu', { mu: centre, sigma: spread }, { shape: 8 });
 * model.normal('y', { mu, sigma: 1 }, { observed: y });
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: see above
export class Model {
  readonly name: string;
  readonly #options: ModelOptions;
  readonly #declarations: Declaration[] = [];
  readonly #byName = new Map<string, Declaration>();
  readonly #dimensions = new Map<string, Dimension>();
  #data = new Map<string, DataArray>();
  readonly #own: OwnNodes;
  readonly #scripts: Script[] = [];
  /** Observed variables whose values are those of a data variable: name -> name of the data. */
  readonly #observedData = new Map<string, string>();

  /** @throws CredenceError model/name, model/option, model/coords, distribution/definition */
  constructor(name?: string, options?: ModelOptions);
  constructor(options?: ModelOptions);
  constructor(first: string | ModelOptions = 'model', second: ModelOptions = {}) {
    this.name = typeof first === 'string' ? first : 'model';
    this.#options = typeof first === 'string' ? second : first;
    this.#own = new OwnNodes(this.name);
    checkOptions(`new Model('${this.name}')`, this.#options, ['coords', 'use']);
    for (const [name, coordinates] of Object.entries(this.#options.coords ?? {})) {
      this.#dimensions.set(name, dimension(name, coordinates, 'coords'));
    }
    addMethods(this, this.#options.use ?? [], this.#random.bind(this));
  }

  /**
   * Values bound to the model, by name; `withData` exchanges them.
   * @returns a handle that enters formulas
   * @throws CredenceError model/duplicate-name, model/name, model/option, data/... (NaN, no number, ragged), shape/data, model/dims
   * @example const x = model.data('x', [1, 2, 3], { dims: ['obs'] });
   */
  data(name: string, values: ArrayData, options: DataOptions = {}): Variable {
    return this.#addData(name, values, options, declarationSite(this.data));
  }

  #addData(name: string, values: ArrayData, options: DataOptions, site: DeclarationSite): Variable {
    this.#checkFree(name, 'data');
    checkOptions(`data ${name}`, options, DATA_OPTIONS);
    const array = dataArray(values, name);
    const incomplete = options.missing === 'keep' && array.values.includes(Number.NaN);
    if (!incomplete) checkNumbers(`data ${name}`, array, 'value', KEEP_ADVICE);
    const dims = dimList(options.dims);
    for (const [axis, label] of (dims ?? []).entries()) {
      const size = array.shape[axis];
      if (size !== undefined && !this.#dimensions.has(label)) this.#dimensions.set(label, dimension(label, size, name));
    }
    checkShapeOfDims(`data ${name}`, 'values', options, array.shape, this.#dimensions);
    const dtype = options.dtype ?? array.dtype;
    if (dtype === 'int32') checkWhole(`data ${name}`, array);
    const variable = dataVariable(name, array.shape, dtype, dims);
    this.#data.set(name, { ...array, dtype });
    this.#scripts.push({ kind: 'data', name, options, site });
    return this.#declare({ kind: 'data', name, variable, site, ...(incomplete ? { incomplete } : {}) });
  }

  /**
   * A variable with the distribution that is given with its parameters: what the method of that distribution declares.
   * @returns a handle that enters formulas
   * @throws CredenceError model/duplicate-name, model/name, model/option, model/applied, distribution/..., shape/..., data/...
   * @example model.random('t', distributions.gamma.dist({ alpha: 'shape', beta: 1 }), { observed: times });
   */
  random(name: string, applied: AppliedDistribution, options: VariableOptions = {}): Variable {
    checkApplied(name, applied);
    return this.#random(applied.distribution, name, applied.parameters, options, declarationSite(this.random));
  }

  /**
   * A value computed from others, kept with the draws. Takes a tensor, or the text of a formula.
   * @returns a handle of the value's shape
   * @throws CredenceError model/duplicate-name, model/name, model/option, formula/..., shape/..., index/range, model/dims
   * @example model.deterministic('ratio', 'alpha / beta')
   */
  deterministic(name: string, value: Value, options: DerivedOptions = {}): Variable {
    return this.#addDerived('deterministic', name, value, options, declarationSite(this.deterministic));
  }

  /**
   * A term added to the log density (nats); an array adds the sum of its elements.
   * @throws CredenceError as `deterministic`
   * @example model.potential('sum to zero', sum(effects).square().mul(-500))
   */
  potential(name: string, value: Value): Variable {
    return this.#addDerived('potential', name, value, {}, declarationSite(this.potential));
  }

  #addDerived(
    kind: 'deterministic' | 'potential',
    name: string,
    value: Value,
    options: DerivedOptions,
    site: DeclarationSite,
  ): Variable {
    this.#checkFree(name, kind);
    checkOptions(`${kind} ${name}`, options, DERIVED_OPTIONS);
    const dims = dimList(options.dims);
    const tensor = toTensor(value, name, `${kind} '${name}'`, this.#known, this.#data);
    checkShapeOfDims(`${kind} ${name}`, 'value', options, tensor.shape, this.#dimensions);
    this.#scripts.push({ kind, name, value, options, site });
    return this.#declare({ kind, name, variable: namedTensor(name, tensor, dims), site });
  }

  /**
   * The same model with other data: names of `data` or of observed variables, and their new values. With the shapes they had
   * (and the same values missing) the handles stay valid, and compiling uses the compiled module again. Else the model is
   * declared anew, step by step: sizes that came from data follow, those that were stated do not.
   * @param options.coords new labels or sizes of dimensions
   * @throws CredenceError model/unknown-data, model/fixed-shape, data/..., shape/..., distribution/parameter
   * @example const refit = model.withData({ x: newX, y: newY });
   */
  withData(data: Readonly<Record<string, ArrayData>>, options: { readonly coords?: Coords } = {}): Model {
    checkOptions('withData', options, ['coords']);
    const recipe = this.#recipe();
    const arrays = replacedData('withData', this.name, recipe, data);
    if (options.coords !== undefined || !sameForm(arrays, this.#data) || gapsMoved(recipe, arrays)) {
      return Model.#anew(this.name, withCoords(this.#options, options.coords), recipe, arrays);
    }
    const copy = new Model(this.name, this.#options);
    for (const [name, dim] of this.#dimensions) copy.#dimensions.set(name, dim);
    copy.#data = keptTypes(arrays, this.#data);
    copy.#scripts.push(...this.#scripts);
    for (const [name, from] of this.#observedData) copy.#observedData.set(name, from);
    copy.#own.recheckFrom(this.#own, copy.#data);
    for (const declaration of this.#declarations) {
      if (declaration.kind === 'random') checkValues(declaration, copy.#data);
      copy.#declare(declaration);
    }
    return copy;
  }

  /** Declares everything of a model again over other data. */
  static #anew(
    name: string,
    options: ModelOptions,
    recipe: Recipe,
    data: Data,
    replicated?: ReadonlySet<string>,
  ): Model {
    const copy = new Model(name, options);
    const builder = {
      variable: (known: string) => copy.variable(known),
      data: copy.#addData.bind(copy),
      random: copy.#random.bind(copy),
      derived: copy.#addDerived.bind(copy),
    };
    replay(recipe, data, builder, replicated);
    return copy;
  }

  #recipe(): Recipe {
    return {
      scripts: [...this.#scripts],
      declarations: [...this.#declarations],
      data: new Map(this.#data),
      observedData: new Map(this.#observedData),
    };
  }

  /** The model as it stands, frozen: what `compile` and `sample` work on. */
  snapshot(): ModelSnapshot {
    const recipe = this.#recipe();
    const forward = (given: Readonly<Record<string, ArrayData>>, coords: Coords | undefined) => {
      const arrays = replacedData('predict', this.name, recipe, given);
      const options = withCoords(this.#options, coords);
      return Model.#anew(this.name, options, recipe, arrays, new Set(Object.keys(given))).snapshot();
    };
    return Object.freeze({
      name: this.name,
      declarations: Object.freeze(recipe.declarations),
      dimensions: new Map(this.#dimensions),
      data: recipe.data,
      observedData: recipe.observedData,
      forward,
    });
  }

  /**
   * The handle of a name.
   * @throws CredenceError model/unknown-variable
   */
  variable(name: string): Variable {
    const found = this.#byName.get(name);
    if (found !== undefined) return found.variable;
    const known = [...this.#byName.keys()];
    const guess = closest(name, known);
    throw new CredenceError(
      'model/unknown-variable',
      `There is no variable '${name}' in the model '${this.name}'. ${guess === undefined ? `It has ${known.join(', ') || 'none'}.` : `Did you mean '${guess}'?`}`,
      { name, known },
    );
  }

  /** What depends on what: nodes, edges and plates, for pictures (`plotModelGraph` of @credence/plots) and tables. */
  graph(): ModelGraph {
    return modelGraph(this.snapshot(), this.#observedData);
  }

  /**
   * How `sample` rewrites the model before it draws: what is integrated out, what is not and why, and what an evaluation
   * costs before and after.
   * @example console.log(String(model.explain()))
   * @throws CredenceError model/option
   */
  explain(options: { readonly rewrites?: Rewrites | boolean } = {}): StructureReport {
    checkOptions('explain(options)', options, ['rewrites']);
    return structureOf(this.snapshot(), enabledRewrites('explain(options)', options.rewrites)).report;
  }

  /** One line for each declaration. */
  toString(): string {
    return describeModel(this.name, this.#declarations);
  }

  [inspect](): string {
    return this.toString();
  }

  #random(
    distribution: Distribution,
    name: string,
    given: Readonly<Record<string, Value | undefined>>,
    options: VariableOptions,
    site: DeclarationSite,
  ): Variable {
    this.#checkFree(name, distribution.name);
    const { declaration, data, missing } = randomDeclaration({
      name,
      distribution,
      given,
      options,
      site,
      data: this.#data,
      dimensions: this.#dimensions,
      observed: (title) => givenArray(title, 'observed', options.observed, this.#known),
      mask: (title) => givenArray(title, 'mask', options.mask, this.#known),
      ones: (tensor) => this.#own.ones(tensor),
      toTensor: (value, label, where, pending) => toTensor(value, label, where, this.#known, pending),
    });
    if (missing !== undefined) this.#checkFree(missing.name, `variable of the missing values of '${name}'`);
    if (options.observed instanceof Variable) this.#observedData.set(name, options.observed.name);
    this.#data = new Map(data);
    this.#scripts.push({ kind: 'random', name, distribution, given, options, site });
    if (missing !== undefined) this.#declare(missing);
    return this.#declare(declaration);
  }

  #declare(declaration: Declaration): Variable {
    this.#declarations.push(Object.freeze(declaration));
    this.#byName.set(declaration.name, declaration);
    this.#own.adopt(declaration.variable);
    return declaration.variable;
  }

  get #known(): Known {
    return { own: this.#own, byName: this.#byName, data: this.#data };
  }

  #checkFree(name: string, what: string): void {
    checkName(name, what);
    const taken = this.#byName.get(name);
    if (taken === undefined) return;
    throw new CredenceError(
      'model/duplicate-name',
      `The name '${name}' is taken by ${titleOf(taken)}${declaredAt(taken.site)}. Names in a model are unique.`,
      { name },
    );
  }
}

const KEEP_ADVICE = ", or declare data that are observed with { missing: 'keep' }";

/** Options with coordinates added or exchanged. */
function withCoords(options: ModelOptions, coords: Coords | undefined): ModelOptions {
  return coords === undefined ? options : { ...options, coords: { ...options.coords, ...coords } };
}
