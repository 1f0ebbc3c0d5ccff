/** How a model was declared: what it takes to declare it again with data of other shapes. */
import { Tensor } from '@credence/autodiff';
import type { Distribution } from '../distributions/distribution.js';
import type { ArrayData, DataArray } from './arrays.js';
import type { DataOptions, DerivedOptions, VariableOptions } from './options.js';
import { rebuilt } from './rebuild.js';
import type { DeclarationSite } from './site.js';
import type { Value } from './values.js';

/** One declaration as it was asked for. Values of data and of observed variables are kept with the model. */
export type Script =
  | { readonly kind: 'data'; readonly name: string; readonly options: DataOptions; readonly site: DeclarationSite }
  | {
      readonly kind: 'random';
      readonly name: string;
      readonly distribution: Distribution;
      readonly given: GivenValues;
      readonly options: VariableOptions;
      readonly site: DeclarationSite;
    }
  | {
      readonly kind: 'deterministic' | 'potential';
      readonly name: string;
      readonly value: Value;
      readonly options: DerivedOptions;
      readonly site: DeclarationSite;
    };

export type GivenValues = Readonly<Record<string, Value | undefined>>;

/** Label of an array that was given for a parameter. */
export const parameterLabel = (name: string, parameter: string) => `${name}#${parameter}`;

/**
 * A value for the model that is declared anew: text and numbers as they were, arrays from `data` (under `label`), tensors
 * built again from the new model's variables.
 * @throws CredenceError model/fixed-shape
 */
export function anew(
  value: Value,
  label: string,
  data: ReadonlyMap<string, DataArray>,
  variable: (name: string) => Tensor,
): Value {
  if (value instanceof Tensor) return rebuilt(value, variable, label.replace('#', ', '));
  return typeof value === 'object' ? (shaped(data.get(label)) ?? value) : value;
}

/** Kept data in a form that declarations take. */
export function shaped(array: DataArray | undefined): ArrayData | undefined {
  return array === undefined ? undefined : { values: array.values, shape: array.shape };
}
