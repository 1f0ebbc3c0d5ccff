import { hurdle } from '../combinators/hurdle.js';
import { poisson } from './poisson.js';
import { withShare } from './withShare.js';

/**
 * Hurdle Poisson distribution: zeros by themselves, and Poisson counts that are not 0.
 *
 *   P(0) = 1 - psi,   P(x) = psi mu^x exp(-mu) / (x! (1 - exp(-mu))) for x in {1, 2, ...}
 *
 * As in PyMC psi is the probability of not being 0; `hu` of brms is 1 - psi.
 * The combinator `hurdle` does the same with any distribution.
 *
 * @param psi probability of a count that is not 0, in [0, 1].
 * @param mu mean of the Poisson counts before zeros are left out, > 0; or
 * @param logMu its logarithm.
 * @drawn { psi: 0.7, mu: 3 }, { psi: 0.9, mu: 8 }
 * @example model.hurdlePoisson('claims', { psi, logMu: 'alpha + beta * age' }, { observed: claims })
 *
 * Source: Mullahy (1986), Specification and testing of some modified count data models, J. Econometrics 33(3).
 * PyMC: HurdlePoisson; Stan: none; NumPyro: none.
 */
export const hurdlePoisson = withShare(poisson, {
  name: 'HurdlePoisson',
  method: 'hurdlePoisson',
  share: 'probability of not being 0',
  combine: hurdle,
});
