/** Powers: pow and sqrt. */
import { fastTwoSum, type Pair, twoProduct, twoSum } from '../lanes/compensated.js';
import { laneProgram, laneTable } from '../lanes/laneProgram.js';
import type { Lanes } from '../lanes/lanes.js';
import { polynomial } from '../lanes/polynomial.js';
import { LN2, LOG_TABLE, LOG_TABLE_TAIL, POW_LOG } from './coefficients.js';
import { expOfSumProgram } from './expOfSum.js';

const table = laneTable('log', LOG_TABLE);
const tailTable = laneTable('logTail', LOG_TABLE_TAIL);

/** The square root, correctly rounded. */
export const sqrtProgram = laneProgram({ name: 'sqrt', arity: 1, placement: 'inline', body: (l, x) => l.sqrt(x) });

/**
 * log(x) to about 2^-66 of it, for 0 < x < Infinity.
 *
 * x = 2^e m, c = m rounded to a multiple of 1/128, f = (m - c)/c: log x = e log 2 + log c + f - f^2/2 + f^3 P(f).
 */
function logPair<V, M>(l: Lanes<V, M>, x: V): Pair<V> {
  const tiny = l.less(x, l.constant(2 ** -1022));
  const normal = l.select(tiny, l.mul(x, l.constant(2 ** 54)), x);
  const exponent = l.exponent(normal);
  const mantissa = l.significand(normal);
  const upper = l.less(l.constant(Math.SQRT2), mantissa);
  const m = l.select(upper, l.mul(mantissa, l.constant(0.5)), mantissa);
  const shift = l.add(l.select(tiny, l.constant(-54), l.constant(0)), l.select(upper, l.constant(1), l.constant(0)));
  const e = l.add(exponent, shift);

  const j = l.nearest(l.mul(m, l.constant(128)));
  const c = l.mul(j, l.constant(1 / 128));
  const d = l.sub(m, c);
  const f = l.div(d, c);
  const fHead = l.head(f);
  const fTail = l.sub(f, fHead);
  const fLow = l.div(l.sub(l.sub(d, l.mul(fHead, c)), l.mul(fTail, c)), c);
  // f^2/2 = halfHead + halfTail; c is 1 near x = 1, where the pair must be good relative to f.
  const halfHead = l.mul(l.mul(fHead, fHead), l.constant(0.5));
  const halfTail = l.add(l.mul(l.mul(l.add(f, fHead), fTail), l.constant(0.5)), l.mul(f, fLow));
  const cube = l.mul(l.mul(l.mul(f, f), f), polynomial(l, f, POW_LOG));

  const index = l.sub(j, l.constant(90)); // m in [0.7071, 1.4143]: in [1, 91]
  const base = l.add(l.mul(e, l.constant(LN2[0]!)), l.lookup(table, index)); // exact: multiples of 2^-42
  const first = twoSum(l, base, f);
  const second = twoSum(l, first.high, l.neg(halfHead));
  const exactLow = l.add(first.low, second.low);
  const tails = l.add(l.mul(e, l.constant(LN2[1]!)), l.lookup(tailTable, index));
  const low = l.add(exactLow, l.add(tails, l.add(l.sub(fLow, halfTail), cube)));
  return fastTwoSum(l, second.high, low);
}

/** |x|^y, but NaN where the logarithm of |x| times y is 0 times an infinity. */
function powerOfMagnitude<V, M>(l: Lanes<V, M>, size: V, y: V): V {
  const zero = l.constant(0);
  const none = l.equal(size, zero);
  const pair = logPair(l, size);
  const extreme = l.select(none, l.constant(-Infinity), size); // infinite or NaN otherwise
  const usual = l.and(l.less(zero, size), l.less(size, l.constant(Infinity)));
  const high = l.select(usual, pair.high, extreme);
  const product = l.mul(y, high);
  const pieces = twoProduct(l, y, pair.high);
  const small = l.add(pieces.low, l.mul(y, pair.low));
  // Beyond 1000 the power is 0 or Infinity anyway, and the splits may have overflowed.
  return l.call(expOfSumProgram, product, l.select(l.less(l.abs(product), l.constant(1000)), small, zero));
}

/** x^y as IEEE 754 has it: 1 for y = 0 and for x = 1 whatever the other is; NaN for negative x and y not whole. */
export const powProgram = laneProgram({
  name: 'pow',
  arity: 2,
  body: (l, x, y) => {
    const zero = l.constant(0);
    const one = l.constant(1);
    const size = l.abs(x);
    const magnitude = powerOfMagnitude(l, size, y);
    const halfY = l.mul(y, l.constant(0.5));
    const whole = l.equal(l.floor(y), y);
    const odd = l.and(whole, l.notEqual(l.floor(halfY), halfY));
    const negative = l.less(l.copySign(one, x), zero);
    const signed = l.select(l.and(negative, odd), l.neg(magnitude), magnitude);
    const finiteNegative = l.and(l.less(x, zero), l.less(size, l.constant(Infinity)));
    const defined = l.select(l.and(finiteNegative, l.not(whole)), l.constant(NaN), signed);
    const unitBase = l.and(l.equal(size, one), l.equal(l.abs(y), l.constant(Infinity)));
    return l.select(l.or(l.or(l.equal(y, zero), l.equal(x, one)), unitBase), one, defined);
  },
});
