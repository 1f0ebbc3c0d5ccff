/** The modified Bessel function of order 0, scaled: e^-x I_0(x) for x >= 0, for where it is wanted at many places at once. */
import { laneProgram } from '../lanes/laneProgram.js';
import { polynomial } from '../lanes/polynomial.js';
import { SCALED_I0_FAR, SCALED_I0_NEAR } from './besselCoefficients.js';

const CENTRE = 8;

/** e^-x I_0(x), to 2e-15. */
export const scaledBesselI0Program = laneProgram({
  name: 'scaledBesselI0',
  arity: 1,
  body: (l, x) => {
    const centre = l.constant(CENTRE);
    // (x - 8)/(x + 8), also for an infinite x.
    const t = l.sub(l.constant(1), l.div(l.constant(2 * CENTRE), l.add(x, centre)));
    const value = l.branch(
      l.less(x, centre),
      () => polynomial(l, t, SCALED_I0_NEAR),
      () => polynomial(l, t, SCALED_I0_FAR),
    );
    return l.div(value, l.sqrt(l.add(x, l.constant(2))));
  },
});
