import { zeroInflated } from '../combinators/zeroInflated.js';
import { negativeBinomial } from './negativeBinomial.js';
import { withShare } from './withShare.js';

/**
 * Zero-inflated negative binomial distribution: overdispersed counts that are 0 for another reason in a share 1 - psi of the cases.
 *
 *   P(0) = 1 - psi + psi NB(0),   P(x) = psi NB(x) for x in {1, 2, ...},
 *   NB(x) = Gamma(x + alpha) / (x! Gamma(alpha)) (alpha / (mu + alpha))^alpha (mu / (mu + alpha))^x
 *
 * As in PyMC psi is the share of the base; the probability of an extra zero (`gate` of NumPyro, `zi` of brms) is 1 - psi.
 * The combinator `zeroInflated` does the same with any distribution.
 *
 * @param psi share of negative binomial counts, in [0, 1].
 * @param mu mean of such a count, >= 0, or
 * @param logMu its logarithm; with
 * @param alpha shape, > 0; or
 * @param n number of successes, > 0, with
 * @param p probability of a success, in (0, 1].
 * @drawn { psi: 0.7, mu: 5, alpha: 3 }, { psi: 0.9, mu: 5, alpha: 30 }
 * @example model.zeroInflatedNegativeBinomial('visits', { psi, mu: 4, alpha }, { observed: visits })
 *
 * Source: Greene (1994), Accounting for Excess Zeros and Sample Selection in Poisson and Negative Binomial Regression Models.
 * PyMC: ZeroInflatedNegativeBinomial; Stan: none; NumPyro: ZeroInflatedNegativeBinomial2.
 */
export const zeroInflatedNegativeBinomial = withShare(negativeBinomial, {
  name: 'ZeroInflatedNegativeBinomial',
  method: 'zeroInflatedNegativeBinomial',
  share: 'share of the values that are not extra zeros',
  combine: zeroInflated,
});
