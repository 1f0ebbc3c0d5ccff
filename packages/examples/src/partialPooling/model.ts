/**
 * 1. The model: N objects, each with a value mu_i of its own that was measured once, as x_i, with a known error alpha.
 *
 *   theta_mu ~ uniform               mean of the values
 *   theta_sigma ~ uniform            their spread
 *   mu_i ~ normal(theta_mu, theta_sigma)
 *   x_i ~ normal(mu_i, alpha)
 */
import { Model } from '@credence/dsl';
import type { Survey } from './survey.js';

export function partialPooling({ x, alpha, prior }: Survey): Model {
  const model = new Model('partial pooling', { coords: { object: x.length } });
  const thetaMu = model.uniform('theta_mu', { lower: prior.thetaMu[0], upper: prior.thetaMu[1] });
  const thetaSigma = model.uniform('theta_sigma', { lower: prior.thetaSigma[0], upper: prior.thetaSigma[1] });
  const mu = model.normal('mu', { mu: thetaMu, sigma: thetaSigma }, { dims: ['object'] });
  model.normal('x', { mu, sigma: alpha }, { observed: x, dims: ['object'] });
  return model;
}
