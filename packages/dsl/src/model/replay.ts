/** Declares a model again from what was asked for, over other data, and with or without values of observed variables. */
import { findInputs, type Tensor } from '@credence/autodiff';
import { CredenceError } from '@credence/numerics';
import type { Distribution } from '../distributions/distribution.js';
import type { ArrayData, DataArray } from './arrays.js';
import type { Declaration, RandomDeclaration } from './declarations.js';
import type { DataOptions, DerivedOptions, VariableOptions } from './options.js';
import { parameterShapes } from './parameters.js';
import { anew, type GivenValues, parameterLabel, type Script, shaped } from './script.js';
import { same } from './shapes.js';
import type { DeclarationSite } from './site.js';
import type { Value } from './values.js';
import { Variable } from './variable.js';

/** A model as it was asked for. */
export interface Recipe {
  readonly scripts: readonly Script[];
  readonly declarations: readonly Declaration[];
  readonly data: ReadonlyMap<string, DataArray>;
  /** Observed variables whose values are those of a data variable: name -> name of the data. */
  readonly observedData: ReadonlyMap<string, string>;
}

/** The model that declarations are made in. */
export interface Builder {
  readonly variable: (name: string) => Variable;
  readonly data: (name: string, values: ArrayData, options: DataOptions, site: DeclarationSite) => void;
  readonly random: (
    distribution: Distribution,
    name: string,
    given: GivenValues,
    options: VariableOptions,
    site: DeclarationSite,
  ) => void;
  readonly derived: (
    kind: 'deterministic' | 'potential',
    name: string,
    value: Value,
    options: DerivedOptions,
    site: DeclarationSite,
  ) => void;
}

/**
 * Makes every declaration again.
 * @param data all data of the model, by label
 * @param replicated names of data that were given anew; when present, observed variables become free ones: of the shape that
 * their own new values have, else of that which their declaration and its parameters give now
 */
export function replay(
  recipe: Recipe,
  data: ReadonlyMap<string, DataArray>,
  builder: Builder,
  replicated?: ReadonlySet<string>,
): void {
  const { scripts, observedData } = recipe;
  const needless = replicated === undefined ? new Set<string>() : onlyObserved(recipe, replicated);
  for (const script of scripts) {
    const { name, site } = script;
    if (script.kind === 'data') {
      if (needless.has(name)) continue;
      const known = recipe.data.get(name)?.dtype === 'float64' ? ({ dtype: 'float64' } as const) : {};
      builder.data(name, shaped(data.get(name)) ?? [], { ...known, ...script.options }, site);
    } else if (script.kind === 'random') {
      const given = Object.entries(script.given).map(([key, value]) => {
        const label = parameterLabel(name, key);
        return [key, value === undefined ? undefined : anew(value, label, data, builder.variable)] as const;
      });
      const { observed, initial, missing, mask, ...options } = script.options;
      const from = observedData.get(name);
      const own =
        observed === undefined
          ? {}
          : replicated === undefined
            ? { observed: from === undefined ? shaped(data.get(name)) : builder.variable(from) }
            : shapeWithoutValues(recipe, script, data.get(name), replicated.has(from ?? name));
      const gaps =
        replicated !== undefined
          ? {}
          : {
              ...(missing === undefined ? {} : { missing }),
              ...(mask === undefined ? {} : { mask: mask instanceof Variable ? builder.variable(mask.name) : mask }),
            };
      // Nothing begins where draws are made forward, and values to begin at have the old shape.
      const start = replicated !== undefined || initial === undefined ? {} : { initial };
      builder.random(
        script.distribution,
        name,
        Object.fromEntries(given),
        { ...options, ...own, ...gaps, ...start },
        site,
      );
      if (observed !== undefined && replicated?.has(name)) checkNewShape(name, data.get(name), builder.variable(name));
    } else {
      builder.derived(script.kind, name, anew(script.value, name, data, builder.variable), script.options, site);
    }
  }
}

/**
 * New values of a variable that is drawn anew say its shape, and must not contradict what states it.
 * @throws CredenceError shape/observed
 */
function checkNewShape(name: string, values: DataArray | undefined, { shape }: Variable): void {
  if (values === undefined || same(values.shape, shape)) return;
  throw new CredenceError(
    'shape/observed',
    `predict: the new values of '${name}' have the shape [${values.shape.join(', ')}], and the variable is declared with [${shape.join(', ')}]. Give data and coords from which the new shape follows, or leave '${name}' out: its values are drawn.`,
    { observed: values.shape, shape },
  );
}

/** What states the shape of an observed variable that has no values, where its parameters do not. */
function shapeWithoutValues(
  { declarations }: Recipe,
  { name, options }: Script & { readonly kind: 'random' },
  values: DataArray | undefined,
  isNew: boolean,
): VariableOptions {
  if (options.shape !== undefined || options.dims !== undefined) return {};
  if (isNew && values !== undefined) return { shape: values.shape };
  const old = declarations.find((declaration) => declaration.name === name);
  return old?.kind !== 'random' || shapeFollows(old) ? {} : { shape: old.variable.shape };
}

/** Whether the shape of a variable is the one that its parameters give. */
function shapeFollows({ distribution, parameters, variable }: RandomDeclaration): boolean {
  const { batch, event } = parameterShapes('', distribution, parameters, (tensor) => tensor.shape.map(() => false));
  const sizes = [...batch, ...event].filter((size) => size !== undefined);
  return sizes.length === batch.length + event.length && same(sizes, variable.shape);
}

/** Data that serve as values of observed variables, were not given anew, and stand in no formula. */
function onlyObserved({ declarations, observedData }: Recipe, given: ReadonlySet<string>): ReadonlySet<string> {
  const names = new Set([...observedData.values()].filter((name) => !given.has(name)));
  for (const declaration of declarations) {
    if (declaration.kind === 'data') continue;
    const tensors: readonly Tensor[] =
      declaration.kind === 'random' ? Object.values(declaration.parameters) : [declaration.variable];
    for (const { op } of findInputs(tensors)) if (op.kind === 'source' && 'label' in op) names.delete(op.label);
  }
  return names;
}
