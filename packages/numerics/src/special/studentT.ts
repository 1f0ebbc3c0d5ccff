/**
 * Tails and quantiles of Student's t by the incomplete beta function: P(|T| > t) = I_x(nu/2, 1/2) with x = nu/(nu + t^2), whose
 * complement t^2/(nu + t^2) is known apart. So digits are kept at t near 0, in the far tails, and for nu up to 1e9.
 */
import { expProgram } from '../elementary/exp.js';
import { logProgram } from '../elementary/log.js';
import { log1mexpProgram } from '../elementary/logForms.js';
import { laneProgram } from '../lanes/laneProgram.js';
import type { Lanes } from '../lanes/lanes.js';
import { logBetaProgram } from './beta.js';
import { betaQuantileProgram, betaUpperQuantileProgram } from './betaQuantile.js';
import { logBetaCdfProgram } from './incompleteBeta.js';

const LOG_HALF = -Math.LN2;
/** From here on t^2 may be no number, and the tail is its leading power. */
const FAR = 1e150;
/** log x from where on the tail is its leading power. */
const FAR_LOG = -600;

/** log of the leading power of I_x(a, 1/2), x^a/(a B(a, 1/2)). */
function leadingPower<V, M>(l: Lanes<V, M>, a: V, logX: V): V {
  const scale = l.add(l.call(logProgram, a), l.call(logBetaProgram, a, l.constant(0.5)));
  return l.sub(l.mul(a, logX), scale);
}

/** log P(T <= t) of a t variable with nu degrees of freedom, with its digits in both tails. */
export const logStudentTCdfProgram = laneProgram({
  name: 'logStudentTCdf',
  arity: 2,
  body: (l, nu, t) => {
    const [zero, half] = [l.constant(0), l.constant(0.5)];
    const a = l.mul(nu, half);
    const size = l.abs(t);
    const square = l.mul(t, t);
    const total = l.add(nu, square);
    const both = l.branch(
      l.less(l.constant(FAR), size),
      () => leadingPower(l, a, l.sub(l.call(logProgram, nu), l.mul(l.constant(2), l.call(logProgram, size)))),
      () => l.call(logBetaCdfProgram, a, half, l.div(nu, total), l.div(square, total)),
    );
    const tail = l.add(both, l.constant(LOG_HALF));
    const value = l.branch(
      l.lessEqual(t, zero),
      () => tail,
      () => l.call(log1mexpProgram, l.min(tail, zero)),
    );
    return l.select(l.less(zero, nu), value, l.constant(NaN));
  },
});

/** The t with P(T <= t) = p. */
export const studentTQuantileProgram = laneProgram({
  name: 'studentTQuantile',
  arity: 2,
  body: (l, nu, p) => {
    const [zero, half, one] = [l.constant(0), l.constant(0.5), l.constant(1)];
    const a = l.mul(nu, half);
    const tail = l.min(p, l.sub(one, p));
    const both = l.add(tail, tail); // P(|T| > t)
    const size = l.branch(
      l.less(tail, l.constant(0.25)),
      () => {
        const scale = l.add(l.call(logProgram, a), l.call(logBetaProgram, a, half));
        const logX = l.div(l.add(l.call(logProgram, both), scale), a);
        return l.branch(
          l.less(logX, l.constant(FAR_LOG)),
          () => l.call(expProgram, l.mul(half, l.sub(l.call(logProgram, nu), logX))),
          () => {
            const x = l.call(betaQuantileProgram, a, half, both);
            const y = l.call(betaUpperQuantileProgram, half, a, both);
            return l.sqrt(l.mul(nu, l.div(y, x)));
          },
        );
      },
      () => {
        const middle = l.sub(one, both); // P(|T| <= t), exact
        const y = l.call(betaQuantileProgram, half, a, middle);
        const x = l.call(betaUpperQuantileProgram, a, half, middle);
        return l.sqrt(l.mul(nu, l.div(y, x)));
      },
    );
    const value = l.select(l.less(p, half), l.neg(size), size);
    const inside = l.and(l.and(l.lessEqual(zero, p), l.lessEqual(p, one)), l.less(zero, nu));
    return l.select(inside, value, l.constant(NaN));
  },
});
