/** Supports of scalar distributions. Bounds are numbers or other variables. */
import {
  add,
  equal,
  exp,
  isFinite as finite,
  floor,
  greater,
  greaterEqual,
  less,
  lessEqual,
  log,
  log1p,
  logicalAnd,
  logSigmoid,
  mul,
  neg,
  sigmoid,
  sub,
} from '@credence/autodiff';
import { CredenceError } from '@credence/numerics';
import { type Bound, boundText, numberOf } from './bounds.js';
import type { Constraint, Range, Support, Transform } from './support.js';

const infinity = Number.POSITIVE_INFINITY;
const everything: Range = { lower: -infinity, upper: infinity, lowerExcluded: true, upperExcluded: true };

const identity: Transform = { name: 'identity', constrain: (u) => u, unconstrain: (x) => x };

/** All finite numbers. */
export const real: Support = {
  name: 'real',
  text: '(-∞, ∞)',
  contains: (x) => finite(x),
  holds: (x) => Number.isFinite(x),
  range: everything,
  ends: { lower: -infinity, upper: infinity },
  transform: identity,
};

/** (0, ∞), moved to the reals by log. */
export const positive: Support = lowerBounded(0);

/** [0, ∞), moved to the reals by log. */
export const nonNegative: Support = { ...lowerBounded(0, { closed: true }), name: 'nonNegative' };

/** (0, 1), moved to the reals by logit. */
export const unitInterval: Support = { ...interval(0, 1), name: 'unitInterval' };

/** [0, 1], moved to the reals by logit. */
export const closedUnitInterval: Support = { ...interval(0, 1, { closed: true }), name: 'closedUnitInterval' };

/** 0, 1, 2, ... */
export const counts: Support = integers(0, infinity);

/** 1, 2, 3, ... */
export const positiveIntegers: Support = integers(1, infinity);

/** 0 and 1. */
export const binary: Support = integers(0, 1);

/** Whether the bounds belong to the set. */
export interface BoundOptions {
  readonly closed?: boolean;
}

/** x > lower (or >=): x = lower + exp(u), log-Jacobian u. */
export function lowerBounded(lower: Bound, options: BoundOptions = {}): Support {
  const closed = options.closed ?? false;
  const value = numberOf(lower);
  const atZero = value === 0;
  return {
    name: atZero ? 'positive' : 'lowerBounded',
    text: `${closed ? '[' : '('}${boundText(lower, 'lower')}, ∞)`,
    contains: (x) => logicalAnd(closed ? greaterEqual(x, lower) : greater(x, lower), less(x, infinity)),
    ends: { lower, upper: infinity },
    ...(value === undefined
      ? {}
      : {
          holds: (x: number) => (closed ? x >= value : x > value) && x < infinity,
          range: { lower: value, upper: infinity, lowerExcluded: !closed, upperExcluded: true },
        }),
    transform: {
      name: 'log',
      constrain: (u) => (atZero ? exp(u) : add(exp(u), lower)),
      unconstrain: (x) => log(atZero ? x : sub(x, lower)),
      logJacobian: (u) => u,
    },
  };
}

/** x < upper (or <=): x = upper - exp(u), log-Jacobian u. */
export function upperBounded(upper: Bound, options: BoundOptions = {}): Support {
  const closed = options.closed ?? false;
  const value = numberOf(upper);
  return {
    name: 'upperBounded',
    text: `(-∞, ${boundText(upper, 'upper')}${closed ? ']' : ')'}`,
    contains: (x) => logicalAnd(closed ? lessEqual(x, upper) : less(x, upper), greater(x, -infinity)),
    ends: { lower: -infinity, upper },
    ...(value === undefined
      ? {}
      : {
          holds: (x: number) => (closed ? x <= value : x < value) && x > -infinity,
          range: { lower: -infinity, upper: value, lowerExcluded: true, upperExcluded: !closed },
        }),
    transform: {
      name: 'log',
      constrain: (u) => sub(upper, exp(u)),
      unconstrain: (x) => log(sub(upper, x)),
      logJacobian: (u) => u,
    },
  };
}

/**
 * Between two bounds: x = lower + (upper - lower) sigmoid(u), log-Jacobian log(upper - lower) + log sigmoid(u) +
 * log sigmoid(-u). An infinite bound gives the support with one bound, or the reals.
 * @throws CredenceError support/bounds when numbers are not in order
 */
export function interval(lower: Bound, upper: Bound, options: BoundOptions = {}): Support {
  const [low, high] = [numberOf(lower), numberOf(upper)];
  if (low !== undefined && high !== undefined && !(low < high)) {
    throw new CredenceError('support/bounds', `lower must be less than upper, and ${low} is not less than ${high}.`, {
      lower: low,
      upper: high,
    });
  }
  if (low === -infinity && high === infinity) return real;
  if (low === -infinity) return upperBounded(upper, options);
  if (high === infinity) return lowerBounded(lower, options);
  const closed = options.closed ?? false;
  const unit = low === 0 && high === 1;
  const width = sub(upper, lower);
  return {
    name: 'interval',
    text: `${closed ? '[' : '('}${boundText(lower, 'lower')}, ${boundText(upper, 'upper')}${closed ? ']' : ')'}`,
    contains: (x) =>
      closed ? logicalAnd(greaterEqual(x, lower), lessEqual(x, upper)) : logicalAnd(greater(x, lower), less(x, upper)),
    ends: { lower, upper },
    ...(low === undefined || high === undefined
      ? { valid: less(lower, upper) }
      : {
          holds: (x: number) => (closed ? x >= low && x <= high : x > low && x < high),
          range: { lower: low, upper: high, lowerExcluded: !closed, upperExcluded: !closed },
        }),
    transform: {
      name: 'logit',
      constrain: (u) => (unit ? sigmoid(u) : add(mul(sigmoid(u), width), lower)),
      unconstrain: (x) => {
        const share = unit ? x : sub(x, lower).div(width);
        const rest = unit ? log1p(neg(x)) : log(sub(upper, x).div(width));
        return log(share).sub(rest);
      },
      logJacobian: (u) => {
        const both = add(logSigmoid(u), logSigmoid(neg(u)));
        return unit ? both : both.add(log(width));
      },
    },
  };
}

/** Whole numbers from lower to upper, both included. */
export function integers(lower: Bound, upper: Bound): Support {
  const [low, high] = [numberOf(lower), numberOf(upper)];
  return {
    name: 'integers',
    discrete: true,
    ends: { lower, upper },
    text: integersText(lower, upper),
    contains: (x) =>
      logicalAnd(logicalAnd(equal(floor(x), x), finite(x)), logicalAnd(greaterEqual(x, lower), lessEqual(x, upper))),
    ...(low === undefined || high === undefined
      ? {}
      : {
          holds: (x: number) => Number.isInteger(x) && x >= low && x <= high,
          range: { lower: low, upper: high },
        }),
  };
}

/** A constraint on a parameter, with the words used behind "must be". */
export function constraint(text: string, from: Support): Constraint {
  return { ...from, text };
}

function integersText(lower: Bound, upper: Bound): string {
  const [low, high] = [numberOf(lower), numberOf(upper)];
  if (low !== undefined && high === infinity) return `{${low}, ${low + 1}, ...}`;
  if (low !== undefined && high === low + 1) return `{${low}, ${high}}`;
  return `{${boundText(lower, 'lower')}, ..., ${boundText(upper, 'upper')}}`;
}
