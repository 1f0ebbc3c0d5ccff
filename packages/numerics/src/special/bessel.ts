/**
 * Modified Bessel functions of the first kind, I_nu(x), for orders nu >= 0 and x >= 0, by what is left of their logarithm when
 * its two large terms are taken off: with s = sqrt(nu^2 + x^2),
 *
 *   L(nu, x) = log I_nu(x) - s + nu asinh(nu/x),   about -log(2 pi s)/2,
 *
 * whose derivatives are small as well: nothing overflows, and callers that meet the large terms elsewhere (Skellam, von Mises)
 * need not subtract them.
 *
 * For s < 32 the power series, whose terms are all positive: its weights are those of a count K, of which the derivatives are
 * means. Beyond, the logarithm of the uniform expansion to 16 terms, which errs by less than 1e-17.
 *
 * Sources: DLMF 10.25.2, 10.41.3, 10.41.10.
 */
import { asinhProgram } from '../elementary/hyperbolic.js';
import { log1pProgram, logProgram } from '../elementary/log.js';
import { xlogyProgram } from '../elementary/logForms.js';
import { laneProgram } from '../lanes/laneProgram.js';
import type { Lanes } from '../lanes/lanes.js';
import { polynomial } from '../lanes/polynomial.js';
import { LOG_DEBYE } from './besselCoefficients.js';
import { lgamma1p } from './gammaTail.js';
import { digammaProgram } from './polygamma.js';
import { stirlingErrorProgram } from './stirlingError.js';

const LOG_TWO_PI = 1.8378770664093453;
const FROM = 32;
const SMALL = 2 ** -60;
const MOST = 90;

/** -k P_k - 2 q P_k': with it the derivative of the expansion by x is (x/s^2) times its sum less 1/2. */
const BY_ARGUMENT = LOG_DEBYE.map((row, i) => row.map((c, j) => -(i + 1 + 2 * j) * c));
/** -k P_k + 2 (1 - q) P_k': the same for the derivative by nu, (nu/s^2) times the sum less 1/2. */
const BY_ORDER = LOG_DEBYE.map((row, i) => row.map((c, j) => 2 * (j + 1) * (row[j + 1] ?? 0) - (i + 1 + 2 * j) * c));

/** The sides of the right-angled triangle of nu and x over its hypotenuse s. */
interface Triangle<V> {
  readonly s: V;
  readonly nuShare: V;
  readonly xShare: V;
}

function triangle<V, M>(l: Lanes<V, M>, nu: V, x: V): Triangle<V> {
  const [zero, one] = [l.constant(0), l.constant(1)];
  const longer = l.max(nu, x);
  const ratio = l.select(l.equal(longer, zero), zero, l.div(l.min(nu, x), longer));
  const root = l.sqrt(l.add(one, l.mul(ratio, ratio)));
  const [long, short] = [l.div(one, root), l.div(ratio, root)];
  const nuIsLonger = l.less(x, nu);
  return {
    s: l.mul(longer, root),
    nuShare: l.select(nuIsLonger, long, short),
    xShare: l.select(nuIsLonger, short, long),
  };
}

function isLarge<V, M>(l: Lanes<V, M>, { s }: Triangle<V>): M {
  return l.lessEqual(l.constant(FROM), s);
}

/** sum_k P_k(q) / s^k. */
function expansion<V, M>(l: Lanes<V, M>, { s, nuShare }: Triangle<V>, rows: readonly (readonly number[])[]): V {
  const inverse = l.div(l.constant(1), s);
  const q = l.mul(nuShare, nuShare);
  return rows.reduceRight<V>((sum, row) => l.mul(l.add(sum, polynomial(l, q, row)), inverse), l.constant(0));
}

/** `share`/s (sum - 1/2), the form of both derivatives. */
function expansionSlope<V, M>(l: Lanes<V, M>, place: Triangle<V>, share: V, rows: readonly (readonly number[])[]): V {
  return l.mul(l.div(share, place.s), l.sub(expansion(l, place, rows), l.constant(0.5)));
}

/** sum_k>=1 (x^2/4)^k / (k! (nu + 1) ... (nu + k)): I_nu(x) Gamma(nu + 1) / (x/2)^nu, less 1. */
function series<V, M>(l: Lanes<V, M>, nu: V, x: V): V {
  const quarter = l.mul(l.mul(x, x), l.constant(0.25));
  const [zero, one] = [l.constant(0), l.constant(1)];
  const [, , rest] = l.repeat([zero, one, zero], MOST, ([k, term, sum]) => {
    const next = l.add(k!, one);
    const part = l.div(l.mul(term!, quarter), l.mul(next, l.add(nu, next)));
    const total = l.add(sum!, part);
    return { next: [next, part, total], going: l.less(l.mul(total, l.constant(SMALL)), part) };
  });
  return rest!;
}

/** The mean of 1/(nu + K + 1) over the terms of the series. */
function meanReciprocal<V, M>(l: Lanes<V, M>, nu: V, x: V): V {
  const quarter = l.mul(l.mul(x, x), l.constant(0.25));
  const one = l.constant(1);
  const first = l.div(one, l.add(nu, one));
  const [, , , sum, weighted] = l.repeat([one, one, first, one, first], MOST, ([k, term, inverse, total, mean]) => {
    const part = l.div(l.mul(l.mul(term!, quarter), inverse!), k!);
    const next = l.add(k!, one);
    const nextInverse = l.div(one, l.add(nu, next));
    const totalNext = l.add(total!, part);
    return {
      next: [next, part, nextInverse, totalNext, l.add(mean!, l.mul(part, nextInverse))],
      going: l.less(l.mul(totalNext, l.constant(SMALL)), part),
    };
  });
  return l.div(weighted!, sum!);
}

/** The mean of 1/(nu + 1) + ... + 1/(nu + K) over the terms of the series. */
function meanHarmonic<V, M>(l: Lanes<V, M>, nu: V, x: V): V {
  const quarter = l.mul(l.mul(x, x), l.constant(0.25));
  const [zero, one] = [l.constant(0), l.constant(1)];
  const [, , , sum, weighted] = l.repeat([zero, one, zero, one, zero], MOST, ([k, term, harmonic, total, mean]) => {
    const next = l.add(k!, one);
    const inverse = l.div(one, l.add(nu, next));
    const part = l.div(l.mul(l.mul(term!, quarter), inverse), next);
    const harmonicNext = l.add(harmonic!, inverse);
    const totalNext = l.add(total!, part);
    return {
      next: [next, part, harmonicNext, totalNext, l.add(mean!, l.mul(part, harmonicNext))],
      going: l.less(l.mul(totalNext, l.constant(SMALL)), part),
    };
  });
  return l.div(weighted!, sum!);
}

/** A value for finite nu >= 0 and x >= 0, and NaN elsewhere. */
function inDomain<V, M>(l: Lanes<V, M>, nu: V, x: V, value: V): V {
  const zero = l.constant(0);
  const finite = l.and(l.lessEqual(zero, nu), l.less(nu, l.constant(Infinity)));
  return l.select(l.and(finite, l.lessEqual(zero, x)), value, l.constant(NaN));
}

/** (nu + s)/2 */
function halfSum<V, M>(l: Lanes<V, M>, nu: V, { s }: Triangle<V>): V {
  return l.mul(l.constant(0.5), l.add(nu, s));
}

/** L(nu, x) = log I_nu(x) - s + nu asinh(nu/x), s = sqrt(nu^2 + x^2). */
export const logBesselIRestProgram = laneProgram({
  name: 'logBesselIRest',
  arity: 2,
  body: (l, nu, x) => {
    const place = triangle(l, nu, x);
    const half = l.constant(0.5);
    const value = l.branch(
      isLarge(l, place),
      () => {
        const scale = l.mul(half, l.add(l.constant(LOG_TWO_PI), l.call(logProgram, place.s)));
        return l.sub(expansion(l, place, LOG_DEBYE), scale);
      },
      () => {
        // nu log((nu + s)/2) - lgamma(nu + 1) - s, from nu = 1 on with Stirling's formula for lgamma.
        const first = l.branch(
          l.less(nu, l.constant(1)),
          () => l.sub(l.sub(l.call(xlogyProgram, nu, halfSum(l, nu, place)), lgamma1p(l, nu)), place.s),
          () => {
            const gap = l.div(l.mul(l.mul(l.constant(0.5), x), x), l.add(place.s, nu)); // (s - nu)/2
            const large = l.sub(l.mul(nu, l.call(log1pProgram, l.div(gap, nu))), l.add(gap, gap));
            const scale = l.mul(half, l.add(l.constant(LOG_TWO_PI), l.call(logProgram, nu)));
            return l.sub(large, l.add(scale, l.call(stirlingErrorProgram, nu)));
          },
        );
        return l.add(first, l.call(log1pProgram, series(l, nu, x)));
      },
    );
    return inDomain(l, nu, x, value);
  },
});

/** The derivative of `logBesselIRest` by x: the logarithmic derivative of I_nu less s/x. */
export const logBesselIRestSlopeProgram = laneProgram({
  name: 'logBesselIRestSlope',
  arity: 2,
  body: (l, nu, x) => {
    const place = triangle(l, nu, x);
    const { s } = place;
    const value = l.branch(
      isLarge(l, place),
      () => expansionSlope(l, place, place.xShare, BY_ARGUMENT),
      () => {
        const ratio = l.mul(l.mul(l.constant(0.5), x), meanReciprocal(l, nu, x));
        const leading = l.select(l.equal(s, l.constant(0)), l.constant(1), l.div(x, l.add(s, nu)));
        return l.sub(ratio, leading);
      },
    );
    return inDomain(l, nu, x, value);
  },
});

/** The derivative of `logBesselIRest` by nu: that of log I_nu(x), and asinh(nu/x). */
export const logBesselIRestOrderSlopeProgram = laneProgram({
  name: 'logBesselIRestOrderSlope',
  arity: 2,
  body: (l, nu, x) => {
    const place = triangle(l, nu, x);
    const value = l.branch(
      isLarge(l, place),
      () => expansionSlope(l, place, place.nuShare, BY_ORDER),
      () => {
        const scale = l.sub(
          l.call(logProgram, halfSum(l, nu, place)),
          l.call(digammaProgram, l.add(nu, l.constant(1))),
        );
        return l.sub(scale, meanHarmonic(l, nu, x));
      },
    );
    return inDomain(l, nu, x, value);
  },
});

/** log I_nu(x) for nu >= 0 and x >= 0. */
export const logBesselIProgram = laneProgram({
  name: 'logBesselI',
  arity: 2,
  body: (l, nu, x) => {
    const zero = l.constant(0);
    const { s } = triangle(l, nu, x);
    const angle = l.mul(nu, l.call(asinhProgram, l.div(nu, x)));
    const rest = l.call(logBesselIRestProgram, nu, x);
    const value = l.add(rest, l.sub(s, l.select(l.equal(nu, zero), zero, angle)));
    return l.select(l.equal(x, l.constant(Infinity)), inDomain(l, nu, x, x), value);
  },
});

/** I_(nu + 1)(x) / I_nu(x), from 0 at x = 0 to 1 at Infinity; the logarithmic derivative of I_nu is this and nu/x. */
export const besselIRatioProgram = laneProgram({
  name: 'besselIRatio',
  arity: 2,
  body: (l, nu, x) => {
    const place = triangle(l, nu, x);
    const value = l.branch(
      isLarge(l, place),
      () => {
        const leading = l.div(place.xShare, l.add(l.constant(1), place.nuShare));
        return l.add(leading, expansionSlope(l, place, place.xShare, BY_ARGUMENT));
      },
      () => l.mul(l.mul(l.constant(0.5), x), meanReciprocal(l, nu, x)),
    );
    return inDomain(l, nu, x, value);
  },
});
