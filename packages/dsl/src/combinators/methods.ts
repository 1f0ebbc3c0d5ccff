/** Combinators as methods of a model: `model.truncated(name, { base, lower }, options)`. */
import type { AppliedDistribution } from '../distributions/applied.js';
import type { VariableOptions } from '../model/options.js';
import type { Variable } from '../model/variable.js';
import type { Bijection } from './bijections.js';
import type { Bounds } from './bounds.js';
import { censored } from './censored.js';
import { type CustomDefinition, custom, type Ranks } from './custom.js';
import { hurdle } from './hurdle.js';
import { intervalCensored } from './intervalCensored.js';
import { type LkjCovarianceGiven, lkjCholeskyCovariance } from './lkjCholeskyCovariance.js';
import { type MixtureGiven, mixture } from './mixture.js';
import { transformed } from './transformed.js';
import { truncated } from './truncated.js';
import { type Share, zeroInflated } from './zeroInflated.js';

/** A distribution that a combinator works on. */
interface OnBase {
  readonly base: AppliedDistribution;
}

type Declare<Given> = (name: string, given: Given, options?: VariableOptions) => Variable;

/** Each declares a variable of the distribution that the function of its name makes. */
export interface CombinatorMethods {
  readonly truncated: Declare<OnBase & Bounds>;
  readonly censored: Declare<OnBase & Bounds>;
  readonly intervalCensored: Declare<OnBase>;
  readonly mixture: Declare<MixtureGiven>;
  readonly lkjCholeskyCovariance: Declare<LkjCovarianceGiven>;
  readonly zeroInflated: Declare<OnBase & Share>;
  readonly hurdle: Declare<OnBase & Share>;
  readonly transformed: Declare<OnBase & { readonly bijection: Bijection }>;
  custom<const K extends string = never, const A extends Ranks<K> = Record<never, never>>(
    name: string,
    definition: CustomDefinition<K, A>,
    options?: VariableOptions,
  ): Variable;
}

/** What each method makes of its second argument. */
export const combinatorMethods = {
  truncated: ({ base, ...bounds }: OnBase & Bounds) => truncated(base, bounds),
  censored: ({ base, ...bounds }: OnBase & Bounds) => censored(base, bounds),
  intervalCensored: ({ base }: OnBase) => intervalCensored(base),
  mixture,
  lkjCholeskyCovariance,
  zeroInflated: ({ base, ...share }: OnBase & Share) => zeroInflated(base, share),
  hurdle: ({ base, ...share }: OnBase & Share) => hurdle(base, share),
  transformed: ({ base, bijection }: OnBase & { readonly bijection: Bijection }) => transformed(base, bijection),
  custom,
};
