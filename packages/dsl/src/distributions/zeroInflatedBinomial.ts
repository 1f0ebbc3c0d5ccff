import { zeroInflated } from '../combinators/zeroInflated.js';
import { binomial } from './binomial.js';
import { withShare } from './withShare.js';

/**
 * Zero-inflated binomial distribution: successes in n trials that are 0 for another reason in a share 1 - psi of the cases.
 *
 *   P(0) = 1 - psi + psi (1 - p)^n,   P(x) = psi n! / (x! (n - x)!) p^x (1 - p)^(n - x) for x in {1, ..., n}
 *
 * As in PyMC psi is the share of the base; the probability of an extra zero (`gate` of NumPyro, `zi` of brms) is 1 - psi.
 * The combinator `zeroInflated` does the same with any distribution.
 *
 * @param psi share of binomial counts, in [0, 1].
 * @param n number of trials, a whole number >= 0.
 * @param p probability of a success, in [0, 1]; or
 * @param logit its log odds.
 * @drawn { psi: 0.7, n: 12, p: 0.3 }, { psi: 0.9, n: 12, p: 0.6 }
 * @example model.zeroInflatedBinomial('seen', { psi: occupied, n: visits, p: detected }, { observed: seen })
 *
 * Source: Hall (2000), Zero-Inflated Poisson and Binomial Regression with Random Effects, Biometrics 56(4).
 * PyMC: ZeroInflatedBinomial; Stan: none; NumPyro: none under this name.
 */
export const zeroInflatedBinomial = withShare(binomial, {
  name: 'ZeroInflatedBinomial',
  method: 'zeroInflatedBinomial',
  share: 'share of the values that are not extra zeros',
  combine: zeroInflated,
});
