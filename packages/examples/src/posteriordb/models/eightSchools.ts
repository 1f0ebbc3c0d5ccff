/** Eight schools: effects of coaching, centred and not. */
import { Model } from '@credence/dsl';
import type { Declare } from '../posterior.js';

export const eight_schools_centered: Declare = (data) => {
  const model = new Model('eight_schools_centered');
  const mu = model.normal('mu', { mu: 0, sigma: 5 });
  const tau = model.halfCauchy('tau', { beta: 5 });
  const theta = model.normal('theta', { mu, sigma: tau }, { shape: data.number('J') });
  model.normal('y', { mu: theta, sigma: data.column('sigma') }, { observed: data.column('y') });
  return model;
};

export const eight_schools_noncentered: Declare = (data) => {
  const model = new Model('eight_schools_noncentered');
  const mu = model.normal('mu', { mu: 0, sigma: 5 });
  const tau = model.halfCauchy('tau', { beta: 5 });
  const standard = model.normal('theta_trans', { mu: 0, sigma: 1 }, { shape: data.number('J') });
  const theta = model.deterministic('theta', mu.add(tau.mul(standard)));
  model.normal('y', { mu: theta, sigma: data.column('sigma') }, { observed: data.column('y') });
  return model;
};
