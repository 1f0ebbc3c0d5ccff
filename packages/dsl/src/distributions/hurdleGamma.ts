import { hurdle } from '../combinators/hurdle.js';
import { gamma } from './gamma.js';
import { withShare } from './withShare.js';

/**
 * Hurdle gamma distribution: zeros, and gamma numbers beside them, as in rain or in costs.
 *
 *   P(0) = 1 - psi,   p(x) = psi beta^alpha x^(alpha - 1) exp(-beta x) / Gamma(alpha) for x > 0
 *
 * The density of a 0 is a probability, that of another x is per unit of x. A variable of it is observed, not sampled.
 *
 * As in PyMC psi is the probability of not being 0; `hu` of brms is 1 - psi.
 * The combinator `hurdle` does the same with any distribution.
 *
 * @param psi probability of not being 0, in [0, 1].
 * @param alpha, beta shape and rate, > 0; or
 * @param mu, sigma mean and standard deviation of what is not 0, > 0, unit of x.
 * @drawn { psi: 0.7, alpha: 3, beta: 1 }, { psi: 0.4, alpha: 9, beta: 2 }
 * @example model.hurdleGamma('rain', { psi: wet, alpha: 2, beta: rate }, { observed: rain })
 *
 * PyMC: HurdleGamma; Stan: none; NumPyro: none.
 */
export const hurdleGamma = withShare(gamma, {
  name: 'HurdleGamma',
  method: 'hurdleGamma',
  share: 'probability of not being 0',
  combine: hurdle,
});
