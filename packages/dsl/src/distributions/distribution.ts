/**
 * What a distribution is: typed parameters, a support, a log density as a graph over the value itself, and draws. It never
 * sees unconstrained space; the model does that.
 */
import type { Tensor } from '@credence/autodiff';
import { CredenceError, type Rng } from '@credence/numerics';
import type { ParametersOf } from '../model/registry.js';
import type { Value } from '../model/values.js';
import type { Constraint, Support } from '../supports/index.js';
import { AppliedDistribution } from './applied.js';

/** What one parameter means and where it may lie. */
export interface ParameterSpec {
  readonly description: string;
  readonly constraint: Constraint;
  /** Axes that belong to one event: 0 a number, 1 a vector, 2 a matrix. Default 0. */
  readonly rank?: 0 | 1 | 2 | 3;
  /** A condition on the axes of one event together, e.g. on a matrix. Checked where the parameter does not vary. */
  readonly whole?: {
    readonly text: string;
    /** @param event row-major, of this shape */
    readonly holds: (event: Float64Array, shape: readonly number[]) => boolean;
    /** How an event that does not hold is, behind "and": `sums to 0.9`. Default `is not`. */
    readonly found?: (event: Float64Array, shape: readonly number[]) => string;
  };
}

export type ParameterSpecs = Readonly<Record<string, ParameterSpec>>;

/** Sets of parameters of which exactly one set is given, e.g. `[['p'], ['logit']]`. */
export type Alternatives<P extends ParameterSpecs> = readonly (readonly (keyof P & string)[])[];

type AlternativeKeys<A extends readonly (readonly string[])[]> = A[number][number];

/** Parameters of one draw: a number, or an array (row-major) where the parameter has axes of its own. */
interface DrawValue {
  readonly draw: true;
}
type Cell<P extends ParameterSpecs, K, V> = V extends DrawValue
  ? K extends keyof P
    ? P[K] extends { readonly rank: 1 | 2 | 3 }
      ? Float64Array
      : number
    : never
  : V;

type OneAlternative<P extends ParameterSpecs, G, All extends string, V> = G extends readonly string[]
  ? { readonly [K in G[number]]: Cell<P, K, V> } & { readonly [K in Exclude<All, G[number]>]?: undefined }
  : never;

/** Parameters as they are given, with a `V` for each: all that are in no alternative, and one alternative. */
export type Given<P extends ParameterSpecs, A extends readonly (readonly string[])[], V> = {
  readonly [K in Exclude<keyof P & string, AlternativeKeys<A>>]: Cell<P, K, V>;
} & ([A[number]] extends [never] ? unknown : OneAlternative<P, A[number], AlternativeKeys<A>, V>);

/** Parameters of one draw: numbers, and arrays (row-major) for those with axes of their own. */
export type DrawParameters<P extends ParameterSpecs, A extends readonly (readonly string[])[]> = Given<P, A, DrawValue>;

/** What `defineDistribution` takes. */
export interface DistributionDefinition<P extends ParameterSpecs, A extends readonly (readonly string[])[]> {
  /** As it is printed: `HalfNormal`. */
  readonly name: string;
  /** The builder's method: `halfNormal`. */
  readonly method: string;
  readonly parameters: P;
  readonly alternatives?: A;
  /** Where values lie, given the parameters when its bounds are among them. */
  readonly support: Support | ((parameters: Given<P, A, Tensor>) => Support);
  /** Axes of one event: 0 for a number, 1 for a vector, 2 for a matrix. Default 0. */
  readonly eventRank?: 0 | 1 | 2;
  /**
   * The shape of one event from the shapes of the parameters' own axes; undefined for the length of an axis that the
   * variable's `shape` or `dims` must state. Needed when `eventRank` is not 0.
   */
  eventShape?(shapes: Readonly<Record<string, readonly number[]>>): readonly (number | undefined)[];
  /**
   * Log density (continuous, nats per unit of x) or log probability (discrete) of x, for x in the support and parameters
   * in their ranges; anything elsewhere. Shape: the broadcast of x and parameters, event axes dropped.
   */
  logProb(x: Tensor, parameters: Given<P, A, Tensor>): Tensor;
  /**
   * log P(X <= x) of a distribution of numbers, for every x: -Infinity below the support, 0 above it, also at infinite x. Of
   * whole numbers x is whole. With its digits in the lower tail, where the result is far below 0.
   */
  logCdf?(x: Tensor, parameters: Given<P, A, Tensor>): Tensor;
  /** log P(X > x), for every x as in `logCdf`. With its digits in the upper tail. */
  logSurvival?(x: Tensor, parameters: Given<P, A, Tensor>): Tensor;
  /** P(X <= x), for every x. Default: exp(logCdf). */
  cdf?(x: Tensor, parameters: Given<P, A, Tensor>): Tensor;
  /** The least x with P(X <= x) >= p, for p in [0, 1]; NaN elsewhere. Unit of x. */
  icdf?(p: Tensor, parameters: Given<P, A, Tensor>): Tensor;
  /**
   * One draw; row-major when `eventRank` is not 0. Missing for improper densities.
   * @param shape that of one event
   */
  random?(rng: Rng, parameters: DrawParameters<P, A>, shape: readonly number[]): number | Float64Array;
  /** Mean of a number x; NaN or Infinity where it does not exist. */
  mean?(parameters: DrawParameters<P, A>): number;
  /** Variance of a number x, unit of x squared; NaN or Infinity where it does not exist. */
  variance?(parameters: DrawParameters<P, A>): number;
  /** Where the density is greatest, unit of x: the least such x when there are several; NaN where there is none. */
  mode?(parameters: DrawParameters<P, A>): number;
  /** Mean of every element of a vector or matrix x, row-major; NaN or Infinity where it does not exist. */
  eventMean?(parameters: DrawParameters<P, A>, shape: readonly number[]): Float64Array;
  /** Covariances of the elements of a vector or matrix x: that of i and j is at i * size + j; NaN where it does not exist. */
  eventCovariance?(parameters: DrawParameters<P, A>, shape: readonly number[]): Float64Array;
}

/**
 * A distribution: frozen, and what a model's method takes its types from. Its functions take parameters by name; a model
 * hands them exactly those that the specifications ask for.
 */
export interface Distribution<
  P extends ParameterSpecs = ParameterSpecs,
  A extends readonly (readonly string[])[] = readonly (readonly string[])[],
> {
  readonly kind: 'distribution';
  readonly name: string;
  readonly method: string;
  readonly parameters: P;
  readonly alternatives?: A;
  readonly eventRank: 0 | 1 | 2;
  readonly support: Support | ((parameters: Readonly<Record<string, Tensor>>) => Support);
  eventShape?(shapes: Readonly<Record<string, readonly number[]>>): readonly (number | undefined)[];
  logProb(x: Tensor, parameters: Readonly<Record<string, Tensor>>): Tensor;
  logCdf?(x: Tensor, parameters: Readonly<Record<string, Tensor>>): Tensor;
  logSurvival?(x: Tensor, parameters: Readonly<Record<string, Tensor>>): Tensor;
  cdf?(x: Tensor, parameters: Readonly<Record<string, Tensor>>): Tensor;
  icdf?(p: Tensor, parameters: Readonly<Record<string, Tensor>>): Tensor;
  /** @param shape that of one event, where `eventRank` is not 0 */
  random?(
    rng: Rng,
    parameters: Readonly<Record<string, number | Float64Array>>,
    shape?: readonly number[],
  ): number | Float64Array;
  mean?(parameters: Readonly<Record<string, number | Float64Array>>): number;
  variance?(parameters: Readonly<Record<string, number | Float64Array>>): number;
  mode?(parameters: Readonly<Record<string, number | Float64Array>>): number;
  eventMean?(parameters: Readonly<Record<string, number | Float64Array>>, shape: readonly number[]): Float64Array;
  eventCovariance?(parameters: Readonly<Record<string, number | Float64Array>>, shape: readonly number[]): Float64Array;
  /** Parameters as the functions above take them, from those that were given, where the two differ in shape. */
  arrange?(parameters: Readonly<Record<string, Tensor>>): Readonly<Record<string, Tensor>>;
  /**
   * This distribution with its parameters: what `model.random` declares, what combinators take, and, where the parameters are
   * numbers, something to compute with.
   *
   * @example distributions.normal.dist({ mu: 0, sigma: 1 }).logCdf(-40)
   * @throws CredenceError distribution/unknown-parameter, distribution/missing-parameter, distribution/alternatives
   */
  dist<D extends Distribution>(this: D, ...parameters: Arguments<NumbersOf<D>>): AppliedDistribution<number>;
  dist<D extends Distribution>(this: D, ...parameters: Arguments<ParametersOf<D>>): AppliedDistribution;
}

/** Parameters of a distribution, all numbers. */
type NumbersOf<D> = D extends Distribution<infer P, infer A> ? Given<P, A, number> : never;

/** They may be left out where there are none. */
type Arguments<Parameters> =
  Record<never, never> extends Parameters ? [parameters?: Parameters] : [parameters: Parameters];

/** A distribution without what `distributionOf` adds. */
export type PlainDistribution = Omit<Distribution, 'kind' | 'dist'>;

/** What every distribution is made by, whatever its parameters. */
export function distributionOf(plain: PlainDistribution): Distribution {
  return Object.freeze<Distribution>({ ...plain, kind: 'distribution', dist });
}

function dist(this: Distribution, parameters: Readonly<Record<string, Value | undefined>> = {}) {
  return new AppliedDistribution<number>(this, parameters);
}

/**
 * Makes a distribution from its definition. To have it as a method of a model, merge its type into the registry and pass
 * it to the model:
 *
 * @example
 * export const rayleigh = defineDistribution({
 *   name: 'Rayleigh',
 *   method: 'rayleigh',
 *   parameters: { sigma: { description: 'scale, unit of x', constraint: positive } },
 *   support: positive,
 *   logProb: (x, { sigma }) => log(x).sub(log(sigma).mul(2)).sub(x.div(sigma).square().mul(0.5)),
 *   random: (rng, { sigma }) => sigma * Math.sqrt(2 * rng.exponential()),
 * });
 * declare module '@credence/dsl' {
 *   interface DistributionRegistry { rayleigh: typeof rayleigh }
 * }
 * const model = new Model({ use: [rayleigh] });
 * model.rayleigh('wind', { sigma: 4 });
 *
 * @throws CredenceError distribution/definition
 */
export function defineDistribution<const P extends ParameterSpecs, const A extends Alternatives<P> = readonly []>(
  definition: DistributionDefinition<P, A>,
): Distribution<P, A>;
export function defineDistribution(
  definition: Omit<PlainDistribution, 'eventRank'> & { readonly eventRank?: 0 | 1 | 2 },
): Distribution {
  const { name, method, parameters, eventRank = 0 } = definition;
  if (!/^[A-Za-z_$][\w$]*$/.test(method)) {
    throw new CredenceError('distribution/definition', `'${method}' cannot be the name of a method.`, { method });
  }
  for (const key of (definition.alternatives ?? []).flat()) {
    if (key in parameters) continue;
    throw new CredenceError(
      'distribution/definition',
      `${name}: the alternative '${key}' is not among its parameters.`,
      {
        name,
        key,
      },
    );
  }
  if (eventRank > 0 && definition.eventShape === undefined) {
    throw new CredenceError(
      'distribution/definition',
      `${name}: draws are ${eventRank === 1 ? 'vectors' : 'matrices'}, so it needs eventShape.`,
      { name },
    );
  }
  return distributionOf({ ...definition, eventRank });
}
