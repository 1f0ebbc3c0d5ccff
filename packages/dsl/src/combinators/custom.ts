/** A distribution written where it is used. */
import type { Tensor } from '@credence/autodiff';
import { CredenceError, type Rng } from '@credence/numerics';
import { AppliedDistribution } from '../distributions/applied.js';
import { distributionOf, type ParameterSpec, type PlainDistribution } from '../distributions/distribution.js';
import type { Value } from '../model/values.js';
import { real, type Support } from '../supports/index.js';

/** Axes of one event that a parameter has; 0 where nothing is said. */
export type Ranks<K extends string> = { readonly [Name in K]?: 0 | 1 | 2 };
type Tensors<K extends string> = Readonly<Record<K, Tensor>>;
type Drawn<K extends string, A> = {
  readonly [Name in K]: A extends { readonly [N in Name]: 1 | 2 } ? Float64Array : number;
};

/** What `custom` takes; functions as in `defineDistribution`. */
export interface CustomDefinition<K extends string, A extends Ranks<K>> {
  /** As it is printed. Default `Custom`. */
  readonly name?: string;
  /** Values of the parameters: numbers, arrays, variables, formulas. */
  readonly parameters?: Readonly<Record<K, Value>>;
  /** Axes of one event that parameters have, e.g. `{ weights: 1 }` for a vector. */
  readonly ranks?: A;
  /** Where values lie. Default: all numbers. */
  readonly support?: Support | ((parameters: Tensors<K>) => Support);
  readonly eventRank?: 0 | 1 | 2;
  eventShape?(shapes: Readonly<Record<string, readonly number[]>>): readonly (number | undefined)[];
  /** Log density (nats) or log probability, event axes dropped. */
  logProb(x: Tensor, parameters: Tensors<K>): Tensor;
  logCdf?(x: Tensor, parameters: Tensors<K>): Tensor;
  logSurvival?(x: Tensor, parameters: Tensors<K>): Tensor;
  icdf?(p: Tensor, parameters: Tensors<K>): Tensor;
  /** One draw; without it the variable cannot be predicted. */
  random?(rng: Rng, parameters: Drawn<K, A>, shape: readonly number[]): number | Float64Array;
  mean?(parameters: Drawn<K, A>): number;
  variance?(parameters: Drawn<K, A>): number;
}

/**
 * A distribution from its log density, for one model: PyMC's CustomDist. One that several models take is better defined once by
 * `defineDistribution`, which also says where parameters may lie.
 *
 * @throws CredenceError distribution/definition
 * @example
 * model.random('x', custom({
 *   parameters: { mu, b: 2 },
 *   logProb: (x, { mu, b }) => x.sub(mu).abs().div(b).neg().sub(log(b.mul(2))),
 *   random: (rng, { mu, b }) => mu + b * (rng.exponential() - rng.exponential()),
 * }));
 *
 * PyMC: CustomDist; Stan: a function with the ending _lpdf; NumPyro: a class of one's own.
 */
export function custom<const K extends string = never, const A extends Ranks<K> = Record<never, never>>(
  definition: CustomDefinition<K, A>,
): AppliedDistribution;
export function custom({
  name = 'Custom',
  parameters = {},
  ranks = {},
  support = real,
  eventRank = 0,
  ...functions
}: CustomDefinition<string, Record<string, 0 | 1 | 2>>): AppliedDistribution {
  if (typeof functions.logProb !== 'function') {
    throw new CredenceError('distribution/definition', `${name}: custom needs a function logProb(x, parameters).`, {
      name,
    });
  }
  if (eventRank > 0 && functions.eventShape === undefined) {
    throw new CredenceError(
      'distribution/definition',
      `${name}: draws are ${eventRank === 1 ? 'vectors' : 'matrices'}, so it needs eventShape.`,
      { name },
    );
  }
  const specs = Object.keys(parameters).map((key): [string, ParameterSpec] => {
    const rank = ranks[key] ?? 0;
    return [key, { description: `parameter '${key}' of ${name}`, constraint: { ...real, text: 'finite' }, rank }];
  });
  const plain: PlainDistribution = {
    ...functions,
    name,
    method: `customOf${name.replace(/\W+/g, '_')}`,
    parameters: Object.fromEntries(specs),
    support,
    eventRank,
  };
  return new AppliedDistribution(distributionOf(plain), parameters);
}
