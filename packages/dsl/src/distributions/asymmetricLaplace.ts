import { expm1, less, log, reciprocal, sqrt, type Tensor, where } from '@credence/autodiff';
import { constraint, real, unitInterval } from '../supports/index.js';
import { defineDistribution } from './distribution.js';
import { ofProbability } from './outside.js';
import { positiveParameter, realParameter } from './parameters.js';

/** P(X <= mu), the rest, and the asymmetry. */
interface Sides {
  readonly below: Tensor;
  readonly above: Tensor;
  readonly kappa: Tensor;
}

const sidesOf = (kappa: Tensor): Sides => {
  const square = kappa.square();
  return { kappa, below: square.div(square.add(1)), above: reciprocal(square.add(1)) };
};

const sidesOfShare = (q: Tensor): Sides => {
  const above = q.neg().add(1);
  return { kappa: sqrt(q.div(above)), below: q, above };
};

/**
 * Asymmetric Laplace distribution: exponential on both sides of mu, with the rates b / kappa below and b kappa above.
 *
 *   p(x | kappa, mu, b) = b / (kappa + 1 / kappa) exp(-(x - mu) b s kappa^s),   s = sign(x - mu),   x in (-∞, ∞);
 *   q = P(x <= mu) = kappa² / (1 + kappa²)
 *
 * @param kappa asymmetry, > 0; or
 * @param q share below mu, in (0, 1): the likelihood of a regression of this quantile.
 * @param mu location (mode), unit of x.
 * @param b rate, > 0, one over the unit of x.
 * @drawn { kappa: 1, mu: 0, b: 1 }, { kappa: 2, mu: 0, b: 1 }, { q: 0.2, mu: 0, b: 2 }
 * @example model.asymmetricLaplace('y', { q: 0.9, mu: 'alpha + beta * x', b: 2 }, { observed: y })
 *
 * Source: Kotz, Kozubowski & Podgórski (2001), The Laplace Distribution and Generalizations, section 3.1.
 * PyMC: AsymmetricLaplace; Stan: skew_double_exponential; NumPyro: AsymmetricLaplace, AsymmetricLaplaceQuantile.
 */
export const asymmetricLaplace = defineDistribution({
  name: 'AsymmetricLaplace',
  method: 'asymmetricLaplace',
  parameters: {
    kappa: positiveParameter('asymmetry'),
    q: { description: 'share below mu', constraint: constraint('in (0, 1)', unitInterval) },
    mu: realParameter('location, unit of x'),
    b: positiveParameter('rate, one over the unit of x'),
  },
  alternatives: [['kappa'], ['q']],
  support: real,
  logProb: (x, { kappa: given, q, mu, b }) => {
    const { kappa, below } = given === undefined ? sidesOfShare(q) : sidesOf(given);
    const scaled = x.sub(mu).mul(b);
    const height = log(b).add(log(below)).sub(log(kappa));
    return height.add(where(less(scaled, 0), scaled.div(kappa), scaled.mul(kappa).neg()));
  },
  logCdf: (x, { kappa: given, q, mu, b }) => {
    const { kappa, below, above } = given === undefined ? sidesOfShare(q) : sidesOf(given);
    const scaled = x.sub(mu).mul(b);
    const right = log(below.sub(expm1(scaled.mul(kappa).neg()).mul(above)));
    return where(less(scaled, 0), scaled.div(kappa).add(log(below)), right);
  },
  logSurvival: (x, { kappa: given, q, mu, b }) => {
    const { kappa, below, above } = given === undefined ? sidesOfShare(q) : sidesOf(given);
    const scaled = x.sub(mu).mul(b);
    const left = log(above.sub(expm1(scaled.div(kappa)).mul(below)));
    return where(less(scaled, 0), left, log(above).sub(scaled.mul(kappa)));
  },
  icdf: (p, { kappa: given, q, mu, b }) => {
    const { kappa, below, above } = given === undefined ? sidesOfShare(q) : sidesOf(given);
    const left = log(p.div(below)).mul(kappa);
    const right = log(p.neg().add(1).div(above)).div(kappa).neg();
    return ofProbability(p, where(less(p, below), left, right).div(b).add(mu));
  },
  random: (rng, { kappa, q, mu, b }) => {
    const asymmetry = kappa ?? Math.sqrt(q / (1 - q));
    return mu + (rng.exponential() / asymmetry - rng.exponential() * asymmetry) / b;
  },
  mean: ({ kappa, q, mu, b }) => {
    const asymmetry = kappa ?? Math.sqrt(q / (1 - q));
    return mu + (1 / asymmetry - asymmetry) / b;
  },
  variance: ({ kappa, q, b }) => {
    const square = kappa === undefined ? q / (1 - q) : kappa * kappa;
    return (square + 1 / square) / (b * b);
  },
  mode: ({ mu }) => mu,
});
