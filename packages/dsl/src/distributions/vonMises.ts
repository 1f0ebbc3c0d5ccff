import { logBesselIRest, logVonMisesCdf, neg, sin } from '@credence/autodiff';
import { atan2, cos as cosOf, exp as expOf, type Rng, sin as sinOf } from '@credence/numerics';
import { interval } from '../supports/index.js';
import { defineDistribution } from './distribution.js';
import { logCdfBetween, logSurvivalBetween } from './outside.js';
import { nonNegativeParameter, realParameter } from './parameters.js';

const LOG_TWO_PI = 1.8378770664093453;

/** The angle in [-pi, pi] of the direction. */
const wrapped = (angle: number): number => (Math.abs(angle) <= Math.PI ? angle : atan2(sinOf(angle), cosOf(angle)));

/**
 * An angle from its mode, by rejection: from a uniform angle for kappa < 1, else from a normal one, whose log density falls by
 * 2 kappa d² / pi², which is at most kappa (1 - cos d).
 */
function deviation(rng: Rng, kappa: number): number {
  const fromNormal = kappa >= 1;
  const rate = fromNormal ? (2 * kappa) / Math.PI ** 2 : 0;
  for (;;) {
    const d = fromNormal ? rng.normal() / Math.sqrt(2 * rate) : Math.PI * (2 * rng.uniform() - 1);
    const half = sinOf(d / 2);
    if (Math.abs(d) <= Math.PI && rng.uniform() < expOf(rate * d * d - 2 * kappa * half * half)) return d;
  }
}

/**
 * Von Mises distribution of an angle: on the circle what a normal distribution is on the line.
 *
 *   p(x | mu, kappa) = exp(kappa cos(x - mu)) / (2 pi I_0(kappa)),   x in [-pi, pi]
 *
 * with I_0 the modified Bessel function. An angle has no mean and variance that do not depend on where the circle is cut; its
 * direction has the mean resultant length `besselIRatio(0, kappa)`. The cdf is counted from -pi on.
 *
 * @param mu direction of the mode, in radians; any number, also outside [-pi, pi].
 * @param kappa concentration, >= 0; 0 is a uniform angle, and for large kappa the standard deviation is about 1 / sqrt(kappa)
 * radians.
 * @drawn { mu: 0, kappa: 0.5 }, { mu: 0, kappa: 4 }, { mu: 2, kappa: 8 }
 * @example model.vonMises('heading', { mu: 0.3, kappa: 4 }, { observed: radians })
 *
 * Source: Mardia & Jupp (2000), Directional Statistics, section 3.5.4.
 * PyMC: VonMises; Stan: von_mises; NumPyro: VonMises.
 */
export const vonMises = defineDistribution({
  name: 'VonMises',
  method: 'vonMises',
  parameters: {
    mu: realParameter('direction of the mode, radians'),
    kappa: nonNegativeParameter('concentration'),
  },
  support: interval(-Math.PI, Math.PI, { closed: true }),
  // cos d - 1 = -2 sin(d / 2)^2 keeps the digits of a small d, and the Bessel function is scaled to go with it.
  logProb: (x, { mu, kappa }) =>
    sin(x.sub(mu).mul(0.5)).square().mul(kappa).mul(-2).sub(logBesselIRest(0, kappa)).sub(LOG_TWO_PI),
  logCdf: (x, { mu, kappa }) => logCdfBetween(-Math.PI, Math.PI, x, logVonMisesCdf(x, mu, kappa)),
  logSurvival: (x, { mu, kappa }) => logSurvivalBetween(-Math.PI, Math.PI, x, logVonMisesCdf(neg(x), neg(mu), kappa)),
  random: (rng, { mu, kappa }) => {
    const x = wrapped(mu) + deviation(rng, kappa);
    return Math.abs(x) <= Math.PI ? x : x - Math.sign(x) * 2 * Math.PI;
  },
  mode: ({ mu, kappa }) => (kappa === 0 ? -Math.PI : wrapped(mu)),
});
