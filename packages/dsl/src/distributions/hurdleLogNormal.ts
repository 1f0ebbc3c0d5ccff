import { hurdle } from '../combinators/hurdle.js';
import { logNormal } from './logNormal.js';
import { withShare } from './withShare.js';

/**
 * Hurdle log-normal distribution: zeros, and log-normal numbers beside them, as in concentrations or in costs.
 *
 *   P(0) = 1 - psi,   p(x) = psi / (x sigma sqrt(2 pi)) exp(-(log x - mu)² / (2 sigma²)) for x > 0
 *
 * The density of a 0 is a probability, that of another x is per unit of x. A variable of it is observed, not sampled.
 *
 * As in PyMC psi is the probability of not being 0; `hu` of brms is 1 - psi.
 * The combinator `hurdle` does the same with any distribution.
 *
 * @param psi probability of not being 0, in [0, 1].
 * @param mu mean of log x where x is not 0.
 * @param sigma standard deviation of log x, > 0; or
 * @param tau its precision, 1 / sigma².
 * @drawn { psi: 0.7, mu: 0, sigma: 0.5 }, { psi: 0.4, mu: 1, sigma: 0.3 }
 * @example model.hurdleLogNormal('cost', { psi: ill, mu: 'alpha + beta * age', sigma }, { observed: cost })
 *
 * PyMC: HurdleLogNormal; Stan: none; NumPyro: none.
 */
export const hurdleLogNormal = withShare(logNormal, {
  name: 'HurdleLogNormal',
  method: 'hurdleLogNormal',
  share: 'probability of not being 0',
  combine: hurdle,
});
