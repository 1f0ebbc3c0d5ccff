/** exp of a number known to more digits than a float64 has: for powers and for densities' exp(-x^2). */
import { laneProgram, laneTable } from '../lanes/laneProgram.js';
import { polynomial } from '../lanes/polynomial.js';
import { EXP, EXP_TABLE_TAIL, LN2_64 } from './coefficients.js';
import { expTable } from './exp.js';

const tailTable = laneTable('expTail', EXP_TABLE_TAIL);
const INVERSE_LN2_64 = 92.33248261689366; // 64 / log(2)

/** exp(x + small) for |small| at most about a rounding error of x; within 0.52 ulp. */
export const expOfSumProgram = laneProgram({
  name: 'expOfSum',
  arity: 2,
  body: (l, whole, small) => {
    const low = l.constant(-746);
    const high = l.constant(710);
    const notLow = l.select(l.less(whole, low), low, whole);
    const x = l.select(l.less(high, notLow), high, notLow);
    const k = l.nearest(l.mul(x, l.constant(INVERSE_LN2_64)));
    const power = l.floor(l.mul(k, l.constant(1 / 64)));
    const reduced = l.sub(x, l.mul(k, l.constant(LN2_64[0]!)));
    const r = l.add(l.sub(reduced, l.mul(k, l.constant(LN2_64[1]!))), small);
    const p = l.add(r, l.mul(l.mul(r, r), polynomial(l, r, EXP)));
    const index = l.sub(k, l.mul(power, l.constant(64)));
    const t = l.lookup(expTable, index);
    const scaled = l.add(t, l.add(l.lookup(tailTable, index), l.mul(t, p)));
    const half = l.floor(l.mul(power, l.constant(0.5)));
    // Two steps, rounded once: power is in [-1077, 1024].
    return l.mul(l.mul(scaled, l.powerOfTwo(half)), l.powerOfTwo(l.sub(power, half)));
  },
});
