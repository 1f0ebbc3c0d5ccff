/** GARCH(1, 1), uniform over all stationary variances. */
import { sub } from '@credence/autodiff';
import { Model } from '@credence/dsl';
import type { Declare } from '../posterior.js';

export const garch11: Declare = (data) => {
  const model = new Model('garch11');
  const mu = model.flat('mu');
  const omega = model.halfFlat('alpha0');
  // Uniform where alpha1 + beta1 < 1: the more room there is for beta1, the more likely is alpha1.
  const alpha = model.beta('alpha1', { alpha: 1, beta: 2 });
  const beta = model.uniform('beta1', { lower: 0, upper: sub(1, alpha) });
  model.garch('y', { mu, omega, alpha, beta, initSigma: data.number('sigma1') }, { observed: data.column('y') });
  return model;
};
