import {
  log,
  log1mexp,
  logAddExp,
  logMillsRatio,
  logNormalCdf,
  sqrt,
  stopGradient,
  type Tensor,
} from '@credence/autodiff';
import { positive } from '../supports/index.js';
import { HALF_LOG_TWO_PI } from './constants.js';
import { defineDistribution } from './distribution.js';
import { logMillsRise } from './normalTails.js';
import { logCdfBetween, logSurvivalBetween } from './outside.js';
import { positiveParameter } from './parameters.js';

/** sqrt(lam / x) (x / mu - 1), whose square is twice the exponent. */
function standard(x: Tensor, mu: Tensor, lam: Tensor): Tensor {
  const ratio = x.div(mu).sub(1);
  // Value by the exact difference, slopes by the ratio: both keep their digits, close to the mean and far below it.
  const excess = stopGradient(x.sub(mu).div(mu).sub(ratio)).add(ratio);
  return sqrt(lam.div(x)).mul(excess);
}

/**
 * Wald (inverse Gaussian) distribution: the time at which a Brownian motion with drift reaches a level.
 *
 *   p(x | mu, lam) = sqrt(lam / (2 pi x³)) exp(-lam (x - mu)² / (2 mu² x)),   x in (0, ∞);   phi = lam / mu
 *
 * @param mu mean, > 0, unit of x.
 * @param lam shape, > 0, unit of x.
 * @param phi ratio lam / mu, > 0, with one of the two.
 * @drawn { mu: 1, lam: 1 }, { mu: 1, lam: 5 }, { mu: 3, lam: 5 }
 * @example model.wald('responseTime', { mu: 2, lam: 3 })
 *
 * Source: Tweedie (1957), Statistical properties of inverse Gaussian distributions I, Annals of Mathematical Statistics 28(2).
 * PyMC: Wald; Stan: none; NumPyro: none.
 */
export const wald = defineDistribution({
  name: 'Wald',
  method: 'wald',
  parameters: {
    mu: positiveParameter('mean, unit of x'),
    lam: positiveParameter('shape, unit of x'),
    phi: positiveParameter('ratio of shape and mean'),
  },
  alternatives: [
    ['mu', 'lam'],
    ['mu', 'phi'],
    ['lam', 'phi'],
  ],
  support: positive,
  logProb: (x, { mu: mean, lam: shape, phi }) => {
    const mu = mean ?? shape.div(phi);
    const lam = shape ?? mean.mul(phi);
    const exponent = standard(x, mu, lam).square().mul(0.5);
    return log(lam).mul(0.5).sub(log(x).mul(1.5)).sub(exponent).sub(HALF_LOG_TWO_PI);
  },
  // Phi(a) + exp(2 lam / mu) Phi(b), b = -sqrt(lam / x) (x / mu + 1): the second is the density at a by a Mills ratio at b.
  logCdf: (x, { mu: mean, lam: shape, phi }) => {
    const mu = mean ?? shape.div(phi);
    const lam = shape ?? mean.mul(phi);
    const a = standard(x, mu, lam);
    const b = sqrt(lam.div(x)).mul(x.add(mu).div(mu)).neg();
    const second = a.square().mul(-0.5).sub(HALF_LOG_TWO_PI).add(logMillsRatio(b));
    return logCdfBetween(0, Number.POSITIVE_INFINITY, x, logAddExp(logNormalCdf(a), second));
  },
  // The difference of Mills ratios at -a and b, which is sqrt(lam / x) twice below.
  logSurvival: (x, { mu: mean, lam: shape, phi }) => {
    const mu = mean ?? shape.div(phi);
    const lam = shape ?? mean.mul(phi);
    const a = standard(x, mu, lam);
    const gap = sqrt(lam.div(x)).mul(2);
    const inside = logNormalCdf(a.neg()).add(log1mexp(logMillsRise(a.neg(), gap).neg()));
    return logSurvivalBetween(0, Number.POSITIVE_INFINITY, x, inside);
  },
  // Michael, Schucany & Haas (1976), Generating random variates using transformations with multiple roots, The American
  // Statistician 30(2), with the smaller root as a quotient.
  random: (rng, { mu: mean, lam: shape, phi }) => {
    const mu = mean ?? shape / phi;
    const lam = shape ?? mean * phi;
    const s = (mu / lam) * 0.5 * rng.normal() ** 2;
    const smaller = mu / (1 + s + Math.sqrt(s * (2 + s)));
    return rng.uniform() * (mu + smaller) <= mu ? smaller : mu * (mu / smaller);
  },
  mean: ({ mu, lam, phi }) => mu ?? lam / phi,
  variance: ({ mu: mean, lam: shape, phi }) => {
    const mu = mean ?? shape / phi;
    const lam = shape ?? mean * phi;
    return (mu / lam) * mu * mu;
  },
  mode: ({ mu: mean, lam: shape, phi }) => {
    const mu = mean ?? shape / phi;
    const lam = shape ?? mean * phi;
    const s = (1.5 * mu) / lam;
    return mu / (s + Math.sqrt(1 + s * s));
  },
});
