/**
 * The continued fraction of the incomplete beta function, and its derivative along a direction in (p, q) that is carried
 * through the same rounds: I_u(p, q) = u^p v^q / B(p, q) / (b0 + a1/(b1 + a2/(b2 + ...))), by Steed's method.
 *
 * Source: Didonato & Morris (1992), Algorithm 708, ACM Trans. Math. Softw. 18(3), the fraction BFRAC.
 */
import type { Lanes } from '../lanes/lanes.js';
import type { BetaPlace, Direction } from './betaPlace.js';

const SMALL = 2 ** -56;
const MOST = 250;

/** a_n and b_n, and their derivatives. */
function terms<V, M>(l: Lanes<V, M>, { p, q, total, u, v, distance }: BetaPlace<V, M>, n: V) {
  const one = l.constant(1);
  const middle = l.add(p, l.add(n, n));
  const below = l.div(one, l.sub(middle, one));
  const above = l.div(one, l.add(middle, one));
  const before = l.sub(l.add(p, n), one); // p + n - 1
  const sum = l.sub(l.add(total, n), one); // p + q + n - 1
  const left = l.sub(q, n);
  const next = l.add(p, n);
  const slack = l.add(l.add(distance, one), l.mul(n, l.add(one, v)));
  const share = l.mul(u, below);
  const common = l.mul(n, l.mul(share, share));
  const top = l.mul(common, l.mul(l.mul(before, sum), left));
  const bottom = l.add(l.add(n, l.mul(l.mul(n, left), share)), l.mul(l.mul(next, slack), above));
  const rates = ({ byP, byQ }: Direction<V>): { readonly top: V; readonly bottom: V } => {
    const outer = l.add(l.mul(byP, sum), l.mul(before, l.add(byP, byQ)));
    const product = l.mul(l.mul(before, sum), byQ);
    const shrink = l.mul(l.mul(l.constant(2), byP), l.mul(below, top));
    const slackRate = l.sub(l.mul(v, byP), l.mul(u, byQ));
    const second = l.mul(l.mul(n, share), l.sub(byQ, l.mul(l.mul(left, byP), below)));
    const grown = l.add(l.mul(byP, slack), l.mul(next, slackRate));
    const third = l.sub(grown, l.mul(l.mul(next, slack), l.mul(byP, above)));
    return {
      top: l.sub(l.mul(common, l.add(l.mul(left, outer), product)), shrink),
      bottom: l.add(second, l.mul(third, above)),
    };
  };
  return { top, bottom, rates };
}

/** The tail over the density of the log odds at u. */
export function fraction<V, M>(l: Lanes<V, M>, place: BetaPlace<V, M>): V {
  const one = l.constant(1);
  const start = l.div(l.add(place.p, one), l.mul(place.p, l.add(place.distance, one)));
  const [, , , value] = l.repeat([one, start, start, start], MOST, ([n, d, change, sum]) => {
    const { top, bottom } = terms(l, place, n!);
    const folded = l.mul(top, d!);
    const inverse = l.div(one, l.add(bottom, folded));
    const step = l.neg(l.mul(change!, l.mul(folded, inverse)));
    return {
      next: [l.add(n!, one), inverse, step, l.add(sum!, step)],
      going: l.less(l.mul(sum!, l.constant(SMALL)), l.abs(step)),
    };
  });
  return value!;
}

/** The derivative of the log of `fraction` along a direction. */
export function fractionSlope<V, M>(l: Lanes<V, M>, place: BetaPlace<V, M>, along: Direction<V>): V {
  const { p, u, v, distance } = place;
  const { byP, byQ } = along;
  const one = l.constant(1);
  const above = l.add(p, one);
  const slack = l.add(distance, one);
  const start = l.div(above, l.mul(p, slack));
  const slackRate = l.sub(l.mul(v, byP), l.mul(u, byQ));
  const startRate = l.neg(l.mul(start, l.add(l.div(byP, l.mul(p, above)), l.div(slackRate, slack))));
  const initial = [one, start, start, start, startRate, startRate, startRate];
  const [, , , value, , , slope] = l.repeat(initial, MOST, ([n, d, change, sum, dRate, changeRate, sumRate]) => {
    const { top, bottom, rates } = terms(l, place, n!);
    const rate = rates(along);
    const folded = l.mul(top, d!);
    const foldedRate = l.add(l.mul(rate.top, d!), l.mul(top, dRate!));
    const inverse = l.div(one, l.add(bottom, folded));
    const inverseRate = l.neg(l.mul(l.mul(inverse, inverse), l.add(rate.bottom, foldedRate)));
    const factor = l.mul(folded, inverse);
    const factorRate = l.add(l.mul(foldedRate, inverse), l.mul(folded, inverseRate));
    const step = l.neg(l.mul(change!, factor));
    const stepRate = l.neg(l.add(l.mul(changeRate!, factor), l.mul(change!, factorRate)));
    const [total, totalRate] = [l.add(sum!, step), l.add(sumRate!, stepRate)];
    return {
      next: [l.add(n!, one), inverse, step, total, inverseRate, stepRate, totalRate],
      going: l.or(
        l.less(l.mul(total, l.constant(SMALL)), l.abs(step)),
        l.less(l.mul(l.abs(totalRate), l.constant(SMALL)), l.abs(stepRate)),
      ),
    };
  });
  return l.div(slope!, value!);
}
