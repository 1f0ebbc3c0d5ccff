/** The part of a support that lies between two bounds. */
import { greaterEqual, lessEqual, logicalAnd, type Tensor } from '@credence/autodiff';
import { CredenceError } from '@credence/numerics';
import { type Bound, boundText, larger, numberOf, smaller } from '../supports/bounds.js';
import { integers, interval, type Support } from '../supports/index.js';
import { limitsOf } from './bounds.js';
import { halfOpen } from './halfOpen.js';
import type { Part } from './parts.js';

const infinity = Number.POSITIVE_INFINITY;

/**
 * The support of a part cut at the parameters `lower` and `upper` of the whole, which belong to it.
 * @throws CredenceError combinator/support, support/bounds
 */
export function between(part: Part, all: Readonly<Record<string, Tensor>>): Support {
  const whole = part.support(all);
  const ends = whole.ends ?? whole.range;
  if (ends === undefined) {
    throw new CredenceError(
      'combinator/support',
      `the support ${whole.text} does not say where it ends. Make it by supports.interval, lowerBounded, upperBounded or integers.`,
      { support: whole.text },
    );
  }
  const { low, high } = limitsOf(part, all);
  const discrete = part.kind === 'discrete';
  const from: Bound = low === undefined ? -infinity : discrete ? plusOne(low) : low;
  const to: Bound = high ?? infinity;
  const lower = larger(ends.lower, from);
  const upper = smaller(ends.upper, to);
  const [a, b] = [numberOf(lower), numberOf(upper)];
  if (a !== undefined && b !== undefined && !(discrete ? a <= b : a < b)) {
    throw new CredenceError(
      'support/bounds',
      `nothing of ${whole.text} lies between lower = ${boundText(from, 'lower')} and upper = ${boundText(to, 'upper')}; lower must be less than upper.`,
      { lower: numberOf(from), upper: numberOf(to) },
    );
  }
  const cut = discrete ? integers(lower, upper) : interval(lower, upper, { closed: true });
  const { holds: inside, range } = cut;
  const within = (x: Tensor) => logicalAnd(greaterEqual(x, from), lessEqual(x, to));
  const { holds } = whole;
  // Bounds that come as arrays may leave some elements open.
  const open = !discrete && [lower, upper].some((end) => typeof end === 'object' && end.binding === 'data');
  return {
    ...cut,
    ...(open ? { transform: halfOpen(lower, upper) } : {}),
    text: discrete ? cut.text : bracketed(cut.text, whole, a, b),
    contains: (x) => logicalAnd(whole.contains(x), within(x)),
    ...(holds === undefined || inside === undefined ? {} : { holds: (x: number) => holds(x) && inside(x) }),
    ...(range === undefined
      ? {}
      : {
          range: {
            ...range,
            lowerExcluded: a === whole.range?.lower && whole.range?.lowerExcluded === true,
            upperExcluded: b === whole.range?.upper && whole.range?.upperExcluded === true,
          },
        }),
    ...(discrete && range === undefined
      ? { valid: lessEqual(lower, upper), validText: 'lower must not be greater than upper' }
      : {}),
  };
}

const plusOne = (bound: Bound): Bound => {
  const value = numberOf(bound);
  return value === undefined && typeof bound === 'object' ? bound.add(1) : (value ?? 0) + 1;
};

/** The text of a closed interval, open where the whole is. */
function bracketed(text: string, { range }: Support, lower: number | undefined, upper: number | undefined): string {
  const open = range?.lowerExcluded === true && lower === range.lower;
  const shut = range?.upperExcluded === true && upper === range.upper;
  const inner = text.slice(1, -1);
  const begins = open || text.startsWith('(') ? '(' : '[';
  return `${begins}${inner}${shut || text.endsWith(')') ? ')' : ']'}`;
}
