/**
 * The tails of the incomplete beta function: the logarithm of the one that lies on x's side of the mean, its derivatives by a
 * and by the log odds. Everything else about I_x(a, b) follows from these without cancellation.
 *
 * Three ways, each where it is exact and short: quadrature near the mean for large shapes; the power series for p <= 1 and
 * u max(q, 1) <= 0.7, as a logarithm whose terms are all of the size of p; a continued fraction elsewhere, which takes about
 * three rounds for each root of the smaller shape.
 *
 * Sources: Didonato & Morris (1992), Algorithm 708, ACM Trans. Math. Softw. 18(3), for the fraction and the choice of side;
 * DLMF 8.17.7; prefix after Loader (2000).
 */
import { expProgram } from '../elementary/exp.js';
import { log1pProgram, logProgram } from '../elementary/log.js';
import { laneProgram } from '../lanes/laneProgram.js';
import type { Lanes } from '../lanes/lanes.js';
import { fraction, fractionSlope } from './betaFraction.js';
import {
  type BetaPlace,
  betaPlace,
  type Direction,
  logOddsDensity,
  logOddsDensitySlopes,
  placeLogs,
} from './betaPlace.js';
import { isNearLargeShapes, largeShapesTail } from './betaQuadrature.js';
import { digammaDifferenceProgram, lgammaDifferenceProgram } from './gammaDifferences.js';
import { lgamma1p } from './gammaTail.js';
import { digammaProgram } from './polygamma.js';

const SMALL = 2 ** -60;
const MOST = 200;

/**
 * w = sum_n>=1 (1 - q) ... (n - q) u^n/(n! (p + n)), and its derivative: the tail is u^p/(p B(p, q)) (1 + p w).
 */
function powerSeries<V, M>(
  l: Lanes<V, M>,
  { p, q, u }: BetaPlace<V, M>,
  along: Direction<V>,
): { readonly w: V; readonly slope: V } {
  const [zero, one] = [l.constant(0), l.constant(1)];
  const [, , , w, slope] = l.repeat([zero, one, zero, zero, zero], MOST, ([n, product, rate, sum, slopes]) => {
    const next = l.add(n!, one);
    const share = l.div(u, next);
    const factor = l.mul(l.sub(next, q), share);
    const term = l.mul(product!, factor);
    const termRate = l.sub(l.mul(rate!, factor), l.mul(product!, l.mul(share, along.byQ)));
    const inverse = l.div(one, l.add(p, next));
    const part = l.mul(term, inverse);
    const partRate = l.mul(l.sub(termRate, l.mul(part, along.byP)), inverse);
    return {
      next: [next, term, termRate, l.add(sum!, part), l.add(slopes!, partRate)],
      // A term may be 0 for a whole q while its derivative is not.
      going: l.less(l.constant(SMALL), l.max(l.abs(term), l.abs(l.mul(q, termRate)))),
    };
  });
  return { w: w!, slope: slope! };
}

/** p w alone: the loop without derivatives. */
function powerSeriesValue<V, M>(l: Lanes<V, M>, { p, q, u }: BetaPlace<V, M>): V {
  const [zero, one] = [l.constant(0), l.constant(1)];
  const [, , w] = l.repeat([zero, one, zero], MOST, ([n, product, sum]) => {
    const next = l.add(n!, one);
    const term = l.mul(product!, l.mul(l.sub(next, q), l.div(u, next)));
    return {
      next: [next, term, l.add(sum!, l.div(term, l.add(p, next)))],
      going: l.less(l.constant(SMALL), l.abs(term)),
    };
  });
  return l.mul(p, w!);
}

/** The tail over the density of the log odds at u, where it is not by its series. */
function tailSize<V, M>(l: Lanes<V, M>, place: BetaPlace<V, M>): V {
  return l.branch(
    isNearLargeShapes(l, place),
    () => largeShapesTail(l, place).size,
    () => fraction(l, place),
  );
}

/** log I_x(a, b) where the place is lower, else log(1 - I_x(a, b)); for shapes and x, y inside their domains. */
export const logBetaTailProgram = laneProgram({
  name: 'logBetaTail',
  arity: 4,
  body: (l, a, b, x, y) => {
    const place = betaPlace(l, a, b, x, y);
    return l.branch(
      place.bySeries,
      () => {
        const { p, q } = place;
        const { logU } = placeLogs(l, place);
        const scale = l.sub(l.call(lgammaDifferenceProgram, q, p), lgamma1p(l, p)); // -log(p B(p, q))
        return l.add(l.add(l.mul(p, logU), scale), l.call(log1pProgram, powerSeriesValue(l, place)));
      },
      () => l.add(logOddsDensity(l, place), l.call(logProgram, tailSize(l, place))),
    );
  },
});

/** The derivative of `logBetaTail` by a. */
export const logBetaTailSlopeProgram = laneProgram({
  name: 'logBetaTailSlope',
  arity: 4,
  body: (l, a, b, x, y) => {
    const place = betaPlace(l, a, b, x, y);
    const { p, q, lower } = place;
    const [zero, one] = [l.constant(0), l.constant(1)];
    const along = { byP: l.select(lower, one, zero), byQ: l.select(lower, zero, one) };
    return l.branch(
      place.bySeries,
      () => {
        const { logU } = placeLogs(l, place);
        const { w, slope } = powerSeries(l, place, along);
        const byP = l.add(logU, l.sub(l.call(digammaProgram, l.add(p, q)), l.call(digammaProgram, l.add(p, one))));
        const byQ = l.call(digammaDifferenceProgram, q, p);
        const rate = l.div(l.add(l.mul(along.byP, w), l.mul(p, slope)), l.add(one, l.mul(p, w)));
        return l.add(l.select(lower, byP, byQ), rate);
      },
      () => {
        const { byP, byQ } = logOddsDensitySlopes(l, place);
        const rest = l.branch(
          isNearLargeShapes(l, place),
          () => {
            const { lessOfU, lessOfV } = largeShapesTail(l, place);
            return l.neg(l.select(lower, lessOfU, lessOfV));
          },
          () => fractionSlope(l, place, along),
        );
        return l.add(l.select(lower, byP, byQ), rest);
      },
    );
  },
});

/** The density of the log odds at x over the tail: the size of the derivative of `logBetaTail` by the log odds. */
export const betaTailRateProgram = laneProgram({
  name: 'betaTailRate',
  arity: 4,
  body: (l, a, b, x, y) => {
    const place = betaPlace(l, a, b, x, y);
    return l.branch(
      place.bySeries,
      () => {
        const power = l.call(expProgram, l.mul(place.q, placeLogs(l, place).logV));
        return l.div(l.mul(place.p, power), l.add(l.constant(1), powerSeriesValue(l, place)));
      },
      () => l.div(l.constant(1), tailSize(l, place)),
    );
  },
});
