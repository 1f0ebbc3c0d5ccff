/** The types of a model's methods: one for every distribution in the registry. */

import type { Distribution, Given } from '../distributions/distribution.js';
import type * as standard from '../distributions/index.js';
import type { VariableOptions } from './options.js';
import type { Value } from './values.js';
import type { Variable } from './variable.js';

type Standard = typeof standard;

/**
 * Distributions by the name of their method. Merge your own into it; it takes effect with `new Model({ use: [mine] })`.
 *
 * @example
 * declare module '@credence/dsl' {
 *   interface DistributionRegistry { rayleigh: typeof rayleigh }
 * }
 */
export interface DistributionRegistry extends Standard {}

/** The parameters of a distribution, as a model's method takes them. */
export type ParametersOf<D> = D extends Distribution<infer P, infer A> ? Shown<Given<P, A, Value>> : never;

/** The same type written out, one member of a union after the other: what editors and compilers show of it. */
type Shown<T> = T extends unknown ? { readonly [K in keyof T]: T[K] } : never;

type Method<Parameters> =
  Record<never, never> extends Parameters
    ? (name: string, parameters?: Parameters, options?: VariableOptions) => Variable
    : (name: string, parameters: Parameters, options?: VariableOptions) => Variable;

/** A method for every distribution: `model.normal(name, { mu, sigma }, options)`. */
export type DistributionMethods = {
  readonly [K in keyof DistributionRegistry]: Method<ParametersOf<DistributionRegistry[K]>>;
};
