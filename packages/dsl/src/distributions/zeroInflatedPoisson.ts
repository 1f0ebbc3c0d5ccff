import { zeroInflated } from '../combinators/zeroInflated.js';
import { poisson } from './poisson.js';
import { withShare } from './withShare.js';

/**
 * Zero-inflated Poisson distribution: counts that are 0 for another reason in a share 1 - psi of the cases.
 *
 *   P(0) = 1 - psi + psi exp(-mu),   P(x) = psi mu^x exp(-mu) / x! for x in {1, 2, ...}
 *
 * As in PyMC psi is the share of the base; the probability of an extra zero (`gate` of NumPyro, `zi` of brms) is 1 - psi.
 * The combinator `zeroInflated` does the same with any distribution.
 *
 * @param psi share of Poisson counts, in [0, 1].
 * @param mu mean of a Poisson count, >= 0; or
 * @param logMu its logarithm.
 * @drawn { psi: 0.7, mu: 3 }, { psi: 0.9, mu: 8 }
 * @example model.zeroInflatedPoisson('fish', { psi, logMu: 'alpha + beta * children' }, { observed: fish })
 *
 * Source: Lambert (1992), Zero-Inflated Poisson Regression, With an Application to Defects in Manufacturing, Technometrics 34(1).
 * PyMC: ZeroInflatedPoisson; Stan: none; NumPyro: ZeroInflatedPoisson.
 */
export const zeroInflatedPoisson = withShare(poisson, {
  name: 'ZeroInflatedPoisson',
  method: 'zeroInflatedPoisson',
  share: 'share of the values that are not extra zeros',
  combine: zeroInflated,
});
