/** The rules, in order, and the two times at which they are applied: before differentiating, and before a backend. */

import type { Tensor } from '../graph/tensor.js';
import { algebra, foldConstants } from './algebra.js';
import { branches } from './branches.js';
import { type Rewritten, rewrite } from './engine.js';
import { linear } from './linear.js';
import { products } from './products.js';
import type { Rule } from './rule.js';
import { stability } from './stability.js';
import { quadratic } from './statistics/quadratic.js';
import { sums } from './sums.js';
import { views } from './views.js';

/** Rules that need what is known of data once per data set: switched by `sufficientStatistics`. */
export const statistics: readonly Rule[] = [...quadratic];

/** Every rule; at one op they are tried in this order. */
export const allRules: readonly Rule[] = [
  foldConstants,
  ...views,
  ...branches,
  ...stability,
  ...linear,
  ...algebra,
  ...products,
  ...sums,
  ...statistics,
];

const first = allRules.filter(({ only }) => only !== 'last');
const firstPlain = first.filter((rule) => !statistics.includes(rule));
const last = allRules.filter(({ only }) => only !== 'first');

/** Rewrites that change what is worked out when, each of which can be left out. */
export interface RewriteOptions {
  /**
   * Sums over data become expressions of fixed size, in numbers that are worked out once per data set, where that saves
   * work. Default true.
   */
  readonly sufficientStatistics?: boolean;
}

export interface SimplifyOptions extends RewriteOptions {
  /**
   * 'first' (default): the result may be differentiated, and should be before it is made ready for a backend. 'last': only
   * primitive operations are left.
   */
  readonly stage?: 'first' | 'last';
}

/**
 * The same functions as smaller and more stable graphs; equal nodes become one. The trace counts the rules that fired.
 *
 * @example const { outputs: [density] } = simplify([logDensity]);
 */
export function simplify(
  outputs: readonly Tensor[],
  { stage = 'first', sufficientStatistics = true }: SimplifyOptions = {},
): Rewritten {
  return rewrite(outputs, stage === 'last' ? last : sufficientStatistics ? first : firstPlain);
}
