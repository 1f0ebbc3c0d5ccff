/** Arguments of trigonometric functions less the nearest multiple of pi/2. */
import { fastTwoSum, twoProduct, twoSum } from '../lanes/compensated.js';
import { laneTable } from '../lanes/laneProgram.js';
import type { Lanes } from '../lanes/lanes.js';
import { PI_OVER_2, PI_OVER_2_PARTS, TWO_OVER_PI } from './coefficients.js';

/** An angle as quadrant pi/2 + high + low, with quadrant in {0, 1, 2, 3} and |high| <= pi/4 (a little more by rounding). */
export interface ReducedAngle<V> {
  readonly quadrant: V;
  readonly high: V;
  readonly low: V;
}

/** Below this size the short reduction holds. */
export const SHORT_LIMIT = 2 ** 20;
const TWO_24 = 2 ** 24;
const digits = laneTable('twoOverPi', TWO_OVER_PI);
const DIGIT_OFFSET = 3; // the digit of 2^(-24 i) is entry i + 3

function modulo4<V, M>(l: Lanes<V, M>, whole: V): V {
  return l.sub(whole, l.mul(l.floor(l.mul(whole, l.constant(0.25))), l.constant(4)));
}

/** For |x| <= 2^20: pi/2 in parts of 33 bits, whose multiples are exact (Cody and Waite 1980). */
export function reduceShort<V, M>(l: Lanes<V, M>, x: V): ReducedAngle<V> {
  const k = l.nearest(l.mul(x, l.constant(2 / Math.PI)));
  const first = l.sub(x, l.mul(k, l.constant(PI_OVER_2_PARTS[0]!)));
  const second = twoSum(l, first, l.neg(l.mul(k, l.constant(PI_OVER_2_PARTS[1]!))));
  const third = twoSum(l, second.high, l.neg(l.mul(k, l.constant(PI_OVER_2_PARTS[2]!))));
  const low = l.sub(l.add(second.low, third.low), l.mul(k, l.constant(PI_OVER_2_PARTS[3]!)));
  return { quadrant: modulo4(l, k), ...fastTwoSum(l, third.high, low) };
}

/**
 * For size >= 2^20: the product of size and the digits of 2/pi that matter (Payne and Hanek 1983), in base 2^24.
 *
 * size = 2^(24 b) (d[1] 2^24 + d[0] + d[-1] 2^-24 + d[-2] 2^-48), so the place 2^(24 n) of size 2/pi gets
 * sum_m d[m] digit[b + m - n]. Places above 0 are multiples of 4; places -1 ... -6 are the fraction.
 */
export function reduceLong<V, M>(l: Lanes<V, M>, size: V): ReducedAngle<V> {
  const base = l.constant(TWO_24);
  const inverse = l.constant(1 / TWO_24);
  const places = l.floor(l.div(l.sub(l.exponent(size), l.constant(23)), l.constant(24)));
  const b = l.select(l.less(places, l.constant(-1)), l.constant(-1), places);
  const scaled = l.mul(size, l.powerOfTwo(l.mul(b, l.constant(-24))));
  const whole = l.floor(scaled);
  const d1 = l.floor(l.mul(whole, inverse));
  const d0 = l.sub(whole, l.mul(d1, base));
  const fraction = l.mul(l.sub(scaled, whole), base);
  const dMinus1 = l.floor(fraction);
  const dMinus2 = l.mul(l.sub(fraction, dMinus1), base);

  const digit = (offset: number): V => l.lookup(digits, l.add(b, l.constant(offset + DIGIT_OFFSET)));
  const place = (n: number): V => {
    const upper = l.add(l.mul(d1, digit(1 - n)), l.mul(d0, digit(-n)));
    return l.add(upper, l.add(l.mul(dMinus1, digit(-1 - n)), l.mul(dMinus2, digit(-2 - n))));
  };
  // From the last place up: digits in [0, 2^24) and carries.
  const fractionDigits: V[] = [];
  let carry = l.floor(l.mul(place(-6), inverse));
  for (let n = -5; n <= -1; n++) {
    const sum = l.add(place(n), carry);
    carry = l.floor(l.mul(sum, inverse));
    fractionDigits.unshift(l.sub(sum, l.mul(carry, base)));
  }
  const [f1, f2, f3, f4, f5] = fractionDigits;
  const leading = l.add(l.mul(f1!, inverse), l.mul(f2!, l.constant(2 ** -48)));
  const up = l.lessEqual(l.constant(0.5), leading);
  const quadrants = l.add(modulo4(l, place(0)), l.add(carry, l.select(up, l.constant(1), l.constant(0))));
  const signed = l.sub(leading, l.select(up, l.constant(1), l.constant(0)));
  const following = l.add(l.mul(f3!, l.constant(2 ** -72)), l.mul(f4!, l.constant(2 ** -96)));
  const turn = fastTwoSum(l, signed, following);
  const turnLow = l.add(turn.low, l.mul(f5!, l.constant(2 ** -120)));
  const product = twoProduct(l, turn.high, l.constant(PI_OVER_2[0]!));
  const cross = l.add(l.mul(turn.high, l.constant(PI_OVER_2[1]!)), l.mul(turnLow, l.constant(PI_OVER_2[0]!)));
  return { quadrant: modulo4(l, quadrants), ...fastTwoSum(l, product.high, l.add(product.low, cross)) };
}
