/**
 * The cdf of a standard skew-normal variable, of density 2 phi(z) Phi(alpha z), and with it Owen's T function.
 *
 * All of it follows without cancellation from the tail that the asymmetry makes short, for h, a >= 0
 *
 *   R(h, a) = integral from h of 2 phi(t) Phi(-a t) = 2 phi(h) Phi(-a h) I/r,   r^2 = 1 + a^2,
 *   I = integral from 0 of e^(-r h w - w^2/2) M(a (h + w/r))/M(a h),
 *
 * with Mills' ratio M(y) = Phi(-y)/phi(y), which falls slowly: where the exponent is below 38 the integrand is close to a piece
 * of a normal density, and Gauss-Legendre quadrature with 24 nodes leaves less than 1e-14. The quadrants: with alpha >= 0 (else
 * the variable is turned round) P(Z <= -h) = R, and P(Z > h) = 2 Phi(-h) - R, which is at least Phi(-h).
 *
 * Source: Azzalini (1985), A class of distributions which includes the normal ones, Scandinavian Journal of Statistics 12.
 */
import { expProgram } from '../elementary/exp.js';
import { log1pProgram, logProgram } from '../elementary/log.js';
import { laneProgram } from '../lanes/laneProgram.js';
import type { Lanes } from '../lanes/lanes.js';
import { erfcxPositive, erfProgram, expOfSquare } from './erf.js';
import { LEGENDRE_NODES, LEGENDRE_WEIGHTS } from './legendre.js';
import { inverseMillsRatioProgram, logNormalCdfProgram, normalCdfProgram } from './normal.js';

const TWO_OVER_ROOT_TWO_PI = 0.7978845608028654;
const LOG_TWO_OVER_ROOT_TWO_PI = -0.2257913526447274;
const INVERSE_TWO_PI = 0.15915494309189535;
const EXPONENT = 38;
const NODES = 24;
/** Places and asymmetries beyond these give the same as at them: the density is 0, or the asymmetry a bound at 0. */
const MOST_PLACE = 1e160;
const MOST_ASYMMETRY = 1e140;

/** The integral from 0 to `width` of a function that is close to a piece of a normal density. */
function integral<V, M>(l: Lanes<V, M>, width: V, density: (at: V) => V): V {
  const zero = l.constant(0);
  const [, sum] = l.repeat([zero, zero], NODES, ([k, total]) => {
    const value = density(l.mul(width, l.lookup(LEGENDRE_NODES, k!)));
    const next = l.add(k!, l.constant(1));
    return {
      next: [next, l.add(total!, l.mul(l.lookup(LEGENDRE_WEIGHTS, k!), value))],
      going: l.less(next, l.constant(NODES)),
    };
  });
  return l.mul(width, sum!);
}

/** I/r, the short tail over the density at h. */
function shortTailSize<V, M>(l: Lanes<V, M>, h: V, a: V): V {
  const [half, one, twice] = [l.constant(0.5), l.constant(1), l.constant(2 * EXPONENT)];
  const r = l.sqrt(l.add(one, l.mul(a, a)));
  const rate = l.mul(r, h);
  const width = l.div(twice, l.add(rate, l.sqrt(l.add(l.mul(rate, rate), twice))));
  const place = (w: V): V => l.mul(l.constant(Math.SQRT1_2), l.mul(a, l.add(h, l.div(w, r))));
  const first = erfcxPositive(l, place(l.constant(0)));
  const sum = integral(l, width, (w) => {
    const exponent = l.mul(w, l.add(rate, l.mul(half, w)));
    return l.mul(l.call(expProgram, l.neg(exponent)), erfcxPositive(l, place(w)));
  });
  return l.div(sum, l.mul(first, r));
}

/** A place as the short tail takes it. */
interface Turned<V, M> {
  /** The variable turned round where its asymmetry is negative: its value, the size of that, and the asymmetry. */
  readonly y: V;
  readonly h: V;
  readonly a: V;
  /** Whether what lies below z lies below y too. */
  readonly isUpright: M;
  readonly size: V;
}

function turned<V, M>(l: Lanes<V, M>, z: V, alpha: V): Turned<V, M> {
  const isUpright = l.lessEqual(l.constant(0), alpha);
  const y = l.select(isUpright, z, l.neg(z));
  const h = l.min(l.abs(z), l.constant(MOST_PLACE));
  const a = l.min(l.abs(alpha), l.constant(MOST_ASYMMETRY));
  return { y, h, a, isUpright, size: shortTailSize(l, h, a) };
}

/** log of the density at -h for the asymmetry a. */
function logShortDensity<V, M>(l: Lanes<V, M>, { h, a }: Turned<V, M>): V {
  const normal = l.sub(l.constant(LOG_TWO_OVER_ROOT_TWO_PI), l.mul(l.constant(0.5), l.mul(h, h)));
  return l.add(normal, l.call(logNormalCdfProgram, l.neg(l.mul(a, h))));
}

function logShortTail<V, M>(l: Lanes<V, M>, place: Turned<V, M>): V {
  return l.add(logShortDensity(l, place), l.call(logProgram, place.size));
}

/** log(1 - e^x) for an x that is at most about -log 2. */
function logRest<V, M>(l: Lanes<V, M>, x: V): V {
  return l.call(log1pProgram, l.neg(l.call(expProgram, x)));
}

/** What is left of 2 Phi(-h) without the short tail, as a share of it: at least 1/2. */
function longShare<V, M>(l: Lanes<V, M>, { h, a, size }: Turned<V, M>): V {
  const missing = l.mul(l.call(normalCdfProgram, l.neg(l.mul(a, h))), size);
  return l.sub(l.constant(1), l.mul(missing, l.call(inverseMillsRatioProgram, l.neg(h))));
}

/** log P(Y > h). */
function logLongTail<V, M>(l: Lanes<V, M>, place: Turned<V, M>): V {
  const both = l.add(l.constant(Math.LN2), l.call(logNormalCdfProgram, l.neg(place.h)));
  return l.add(both, l.call(logProgram, longShare(l, place)));
}

/** P(Y <= h). */
function belowH<V, M>(l: Lanes<V, M>, place: Turned<V, M>): V {
  const middle = l.call(erfProgram, l.mul(l.constant(Math.SQRT1_2), place.h));
  return l.add(middle, l.call(expProgram, logShortTail(l, place)));
}

/** Which of the four combinations of the side of 0 and of the side that is wanted. */
function byQuadrant<V, M>(
  l: Lanes<V, M>,
  { y, isUpright }: Turned<V, M>,
  values: { readonly short: () => V; readonly notShort: () => V; readonly long: () => V; readonly notLong: () => V },
): V {
  return l.branch(
    l.lessEqual(y, l.constant(0)),
    () => l.branch(isUpright, values.short, values.notShort),
    () => l.branch(isUpright, values.notLong, values.long),
  );
}

function forFinite<V, M>(l: Lanes<V, M>, z: V, alpha: V, value: V): V {
  const valid = l.and(l.less(l.abs(alpha), l.constant(Infinity)), l.equal(z, z));
  return l.select(valid, value, l.constant(NaN));
}

/** log P(Z <= z), with its digits in both tails. That of P(Z > z) is this at -z and -alpha. */
export const logSkewNormalCdfProgram = laneProgram({
  name: 'logSkewNormalCdf',
  arity: 2,
  body: (l, z, alpha) => {
    const place = turned(l, z, alpha);
    const value = byQuadrant(l, place, {
      short: () => logShortTail(l, place),
      notShort: () => logRest(l, logShortTail(l, place)),
      long: () => logLongTail(l, place),
      notLong: () => {
        const below = belowH(l, place);
        return l.branch(
          l.less(below, l.constant(0.5)),
          () => l.call(logProgram, below),
          () => logRest(l, logLongTail(l, place)),
        );
      },
    });
    return forFinite(l, z, alpha, value);
  },
});

/** Density over P(Z <= z): the derivative of `logSkewNormalCdf` by z. */
export const skewNormalReverseHazardProgram = laneProgram({
  name: 'skewNormalReverseHazard',
  arity: 2,
  body: (l, z, alpha) => {
    const place = turned(l, z, alpha);
    const { h, a, size } = place;
    const one = l.constant(1);
    const value = byQuadrant(l, place, {
      short: () => l.div(one, size),
      notShort: () => {
        const density = l.call(expProgram, logShortDensity(l, place));
        return l.div(density, l.sub(one, l.mul(density, size)));
      },
      long: () => {
        const share = l.div(l.call(normalCdfProgram, l.mul(a, h)), longShare(l, place));
        return l.mul(share, l.call(inverseMillsRatioProgram, l.neg(h)));
      },
      notLong: () => {
        const normal = l.mul(l.constant(TWO_OVER_ROOT_TWO_PI), expOfSquare(l, h, -0.5));
        return l.div(l.mul(normal, l.call(normalCdfProgram, l.mul(a, h))), belowH(l, place));
      },
    });
    return forFinite(l, z, alpha, value);
  },
});

/** Owen's T(h, a), 1/(2 pi) times the integral from 0 to a of e^(-h^2 (1 + x^2)/2)/(1 + x^2). */
export const owensTProgram = laneProgram({
  name: 'owensT',
  arity: 2,
  body: (l, h, a) => {
    const [half, one] = [l.constant(0.5), l.constant(1)];
    const place = turned(l, l.abs(h), l.abs(a));
    const value = l.branch(
      l.lessEqual(place.a, one),
      () => {
        const reach = l.div(l.sqrt(l.constant(2 * EXPONENT)), place.h);
        const sum = integral(l, l.min(place.a, reach), (x) => {
          const product = l.mul(place.h, x);
          const bell = l.call(expProgram, l.mul(l.constant(-0.5), l.mul(product, product)));
          return l.div(bell, l.add(one, l.mul(x, x)));
        });
        return l.mul(l.mul(l.constant(INVERSE_TWO_PI), expOfSquare(l, place.h, -0.5)), sum);
      },
      () => l.mul(l.call(normalCdfProgram, l.neg(place.h)), l.sub(longShare(l, place), half)),
    );
    return l.copySign(value, a);
  },
});
