import { hurdle } from '../combinators/hurdle.js';
import { negativeBinomial } from './negativeBinomial.js';
import { withShare } from './withShare.js';

/**
 * Hurdle negative binomial distribution: zeros by themselves, and negative binomial counts that are not 0.
 *
 *   P(0) = 1 - psi,   P(x) = psi NB(x) / (1 - NB(0)) for x in {1, 2, ...},
 *   NB(x) = Gamma(x + alpha) / (x! Gamma(alpha)) (alpha / (mu + alpha))^alpha (mu / (mu + alpha))^x
 *
 * As in PyMC psi is the probability of not being 0; `hu` of brms is 1 - psi.
 * The combinator `hurdle` does the same with any distribution.
 *
 * @param psi probability of a count that is not 0, in [0, 1].
 * @param mu mean of the counts before zeros are left out, > 0, or
 * @param logMu its logarithm; with
 * @param alpha shape, > 0; or
 * @param n number of successes, > 0, with
 * @param p probability of a success, in (0, 1).
 * @drawn { psi: 0.7, mu: 5, alpha: 3 }, { psi: 0.9, mu: 5, alpha: 30 }
 * @example model.hurdleNegativeBinomial('claims', { psi, mu: 3, alpha }, { observed: claims })
 *
 * Source: Mullahy (1986), Specification and testing of some modified count data models, J. Econometrics 33(3).
 * PyMC: HurdleNegativeBinomial; Stan: none; NumPyro: none.
 */
export const hurdleNegativeBinomial = withShare(negativeBinomial, {
  name: 'HurdleNegativeBinomial',
  method: 'hurdleNegativeBinomial',
  share: 'probability of not being 0',
  combine: hurdle,
});
