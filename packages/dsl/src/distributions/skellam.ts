import { binomialDeviance, greaterEqual, logBesselIRest, sqrt, where } from '@credence/autodiff';
import { besselIRatio } from '@credence/numerics';
import { integers } from '../supports/index.js';
import { defineDistribution } from './distribution.js';
import { positiveParameter } from './parameters.js';

/** P(x + 1) / P(x), which falls in x. */
function stepRatio(x: number, mu1: number, mu2: number): number {
  const argument = 2 * Math.sqrt(mu1) * Math.sqrt(mu2);
  const ratio = x >= 0 ? besselIRatio(x, argument) : 1 / besselIRatio(-x - 1, argument);
  return Math.sqrt(mu1 / mu2) * ratio;
}

/**
 * Skellam distribution: the difference of two Poisson counts.
 *
 *   P(x | mu1, mu2) = exp(-mu1 - mu2) (mu1 / mu2)^(x / 2) I_|x|(2 sqrt(mu1 mu2)),   x in {..., -1, 0, 1, ...}
 *
 * with I the modified Bessel function. Written by the counts a and b with a - b = x and a b = mu1 mu2, the likeliest two of that
 * difference: two Poisson deviances and what the Bessel function is besides its large terms, so that nothing cancels.
 *
 * @param mu1 mean of the count that is added, > 0.
 * @param mu2 mean of the count that is taken off, > 0.
 * @drawn { mu1: 3, mu2: 3 }, { mu1: 8, mu2: 3 }, { mu1: 1, mu2: 0.5 }
 * @example model.skellam('goalDifference', { mu1: home, mu2: away }, { observed: differences })
 *
 * Source: Skellam (1946), The frequency distribution of the difference between two Poisson variates belonging to different
 * populations, Journal of the Royal Statistical Society 109(3).
 * PyMC: Skellam; Stan: none; NumPyro: none.
 */
export const skellam = defineDistribution({
  name: 'Skellam',
  method: 'skellam',
  parameters: {
    mu1: positiveParameter('mean of the count that is added'),
    mu2: positiveParameter('mean of the count that is taken off'),
  },
  support: integers(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY),
  logProb: (x, { mu1, mu2 }) => {
    const size = x.abs();
    const argument = sqrt(mu1).mul(sqrt(mu2)).mul(2);
    const larger = sqrt(size.square().add(argument.square())).add(size).mul(0.5);
    const smaller = mu1.div(larger).mul(mu2);
    const added = greaterEqual(x, 0);
    const deviance = binomialDeviance(where(added, larger, smaller), mu1).add(
      binomialDeviance(where(added, smaller, larger), mu2),
    );
    return logBesselIRest(size, argument).sub(deviance);
  },
  random: (rng, { mu1, mu2 }) => rng.poisson(mu1) - rng.poisson(mu2),
  mean: ({ mu1, mu2 }) => mu1 - mu2,
  variance: ({ mu1, mu2 }) => mu1 + mu2,
  // The mean and the mode of a unimodal distribution are close: a few steps lead from one to the other.
  mode: ({ mu1, mu2 }) => {
    let x = Math.floor(mu1 - mu2);
    while (stepRatio(x, mu1, mu2) > 1) x++;
    while (stepRatio(x - 1, mu1, mu2) <= 1) x--;
    return x;
  },
});
