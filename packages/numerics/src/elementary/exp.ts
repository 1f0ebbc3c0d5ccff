/** exp and expm1. */

import { laneProgram, laneTable } from '../lanes/laneProgram.js';
import type { Lanes } from '../lanes/lanes.js';
import { polynomial, polynomialByParity } from '../lanes/polynomial.js';
import { EXP, EXP_TABLE, EXPM1, LN2, LN2_64 } from './coefficients.js';

/** 2^(j/64) for j = 0..63. */
export const expTable = laneTable('exp', EXP_TABLE);
const INVERSE_LN2_64 = 92.33248261689366; // 64 / log(2)

/** exp(x) = 2^power * scaled with scaled in about [1, 2): both whatever they are where exp(x) is no finite number. */
function scaledExp<V, M>(l: Lanes<V, M>, x: V): { readonly scaled: V; readonly power: V } {
  const k = l.nearest(l.mul(x, l.constant(INVERSE_LN2_64)));
  const power = l.floor(l.mul(k, l.constant(1 / 64)));
  const r = l.sub(l.sub(x, l.mul(k, l.constant(LN2_64[0]!))), l.mul(k, l.constant(LN2_64[1]!)));
  const p = l.add(r, l.mul(l.mul(r, r), polynomial(l, r, EXP)));
  const t = l.lookup(expTable, l.sub(k, l.mul(power, l.constant(64)))); // in [0, 64), or NaN, whatever x is
  return { scaled: l.add(t, l.mul(t, p)), power };
}

/** 2^power * scaled in two steps, rounded once, for |power| <= 2000. */
function scaleTwice<V, M>(l: Lanes<V, M>, scaled: V, power: V): V {
  const half = l.floor(l.mul(power, l.constant(0.5)));
  return l.mul(l.mul(scaled, l.powerOfTwo(half)), l.powerOfTwo(l.sub(power, half)));
}

/** exp(x), with a table of 2^(j/64) and a polynomial of degree 5 (the method of Tang, 1989, ACM TOMS 15(2)). */
export const expProgram = laneProgram({
  name: 'exp',
  arity: 1,
  placement: 'inline',
  body: (l, x) => {
    const { scaled, power } = scaledExp(l, x);
    return l.branch(
      l.lessEqual(l.abs(x), l.constant(708)),
      () => l.mul(scaled, l.powerOfTwo(power)),
      () => {
        const inside = scaleTwice(l, scaled, power); // used where -745.2 < x < 709.8
        const high = l.select(l.less(l.constant(709.782712893384), x), l.constant(Infinity), inside);
        return l.select(l.lessEqual(x, l.constant(-745.1332191019412)), l.constant(0), high);
      },
    );
  },
});

/** exp(x) - 1 beyond 36, where the 1 is at most the last digit, and of NaN. */
const expm1RareProgram = laneProgram({
  name: 'expm1Rare',
  arity: 1,
  body: (l, x) => l.sub(l.call(expProgram, x), l.constant(1)),
});

/** exp(x) - 1: 2^k (expm1(r) + (1 - 2^-k)) with a polynomial for expm1(r) on |r| <= log(2)/2. */
export const expm1Program = laneProgram({
  name: 'expm1',
  arity: 1,
  placement: 'inline',
  body: (l, x) =>
    l.branch(
      l.lessEqual(l.abs(x), l.constant(36)),
      () => {
        const k = l.nearest(l.mul(x, l.constant(Math.LOG2E)));
        const r = l.sub(l.sub(x, l.mul(k, l.constant(LN2[0]!))), l.mul(k, l.constant(LN2[1]!)));
        const square = l.mul(r, r);
        const small = l.add(l.mul(square, l.constant(0.5)), l.mul(l.mul(square, r), polynomialByParity(l, r, EXPM1)));
        const base = l.sub(l.constant(1), l.powerOfTwo(l.neg(k)));
        const value = l.mul(l.powerOfTwo(k), l.add(l.add(base, r), small));
        return l.select(l.less(l.abs(x), l.constant(2 ** -54)), x, value);
      },
      () => l.call(expm1RareProgram, x),
    ),
});
