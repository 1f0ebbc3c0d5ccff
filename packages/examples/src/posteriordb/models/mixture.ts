/** A mixture of two normal distributions, told apart by the order of their means. */
import { stack, sub } from '@credence/autodiff';
import { distributions, Model, supports } from '@credence/dsl';
import type { Declare } from '../posterior.js';

export const low_dim_gauss_mix: Declare = (data) => {
  const model = new Model('low_dim_gauss_mix');
  const sigma = model.halfNormal('sigma', { sigma: 2 }, { shape: 2 });
  const mu = model.normal('mu', { mu: 0, sigma: 2 }, { shape: 2, support: supports.ordered });
  const theta = model.beta('theta', { alpha: 5, beta: 5 });
  const weights = stack([theta, sub(1, theta)]);
  model.mixture('y', { weights, components: distributions.normal.dist({ mu, sigma }) }, { observed: data.column('y') });
  return model;
};
