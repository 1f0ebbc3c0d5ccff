/** The two bounds that truncation and censoring take. */
import { ceil, floor, type Tensor } from '@credence/autodiff';
import { CredenceError } from '@credence/numerics';
import { checkOptions } from '../model/options.js';
import type { Value } from '../model/values.js';
import { type Bound, numberOf } from '../supports/bounds.js';
import type { Part } from './parts.js';
import { boundParameter } from './specs.js';

/** Bounds, in the unit of x; an infinite one, or none, leaves that side open. Both belong to what is left. */
export interface Bounds<V = Value> {
  readonly lower?: V;
  readonly upper?: V;
}

type Tensors = Readonly<Record<string, Tensor>>;

/** @throws CredenceError combinator/bounds, model/option */
export function checkBoundsGiven(combinator: string, bounds: Bounds): void {
  checkOptions(combinator, bounds, ['lower', 'upper']);
  const { lower, upper } = bounds;
  if (lower !== undefined || upper !== undefined) return;
  throw new CredenceError('combinator/bounds', `${combinator}: give lower, upper or both.`, {});
}

/** The bounds as parameters. */
export function boundsGiven({ lower, upper }: Bounds, { kind }: Part) {
  return {
    lower: lower === undefined ? undefined : { ...boundParameter('lower bound, unit of x', kind), value: lower },
    upper: upper === undefined ? undefined : { ...boundParameter('upper bound, unit of x', kind), value: upper },
  };
}

/** Bounds such that what is left are the x in (low, high]. */
export function limitsOf({ kind }: Part, { lower, upper }: Tensors) {
  if (kind !== 'discrete') return { low: lower, high: upper };
  const [a, b] = [lower && numberOf(lower), upper && numberOf(upper)];
  const low: Bound | undefined = a === undefined ? lower && ceil(lower).sub(1) : Math.ceil(a) - 1;
  const high: Bound | undefined = b === undefined ? upper && floor(upper) : Math.floor(b);
  return { low, high };
}
