/** Linear regressions with priors: simulated data, prices of diamonds, and an autoregressive series. */
import { Model } from '@credence/dsl';
import type { Declare } from '../posterior.js';
import { meanOf } from './columns.js';

export const blr: Declare = (data) => {
  const model = new Model('blr');
  const X = model.data('X', data.table('X'));
  const beta = model.normal('beta', { mu: 0, sigma: 10 }, { shape: data.number('D') });
  const sigma = model.halfNormal('sigma', { sigma: 10 });
  model.normal('y', { mu: X.dot(beta), sigma }, { observed: data.column('y') });
  return model;
};

export const diamonds: Declare = (data) => {
  const model = new Model('diamonds');
  // All columns but the first, which is constant, less their means.
  const rows = data.table('X').map((row) => row.slice(1));
  const means = (rows[0] ?? []).map((_, j) => meanOf(rows.map((row) => row[j] ?? Number.NaN)));
  const X = model.data(
    'X',
    rows.map((row) => row.map((value, j) => value - (means[j] ?? Number.NaN))),
  );
  const b = model.normal('b', { mu: 0, sigma: 1 }, { shape: means.length });
  const intercept = model.studentT('Intercept', { nu: 3, mu: 8, sigma: 10 });
  const sigma = model.halfStudentT('sigma', { nu: 3, sigma: 10 });
  model.normal('Y', { mu: intercept.add(X.dot(b)), sigma }, { observed: data.column('Y') });
  return model;
};

export const arK: Declare = (data) => {
  const model = new Model('arK');
  const alpha = model.normal('alpha', { mu: 0, sigma: 10 });
  const beta = model.normal('beta', { mu: 0, sigma: 10 }, { shape: data.number('K') });
  const sigma = model.halfCauchy('sigma', { beta: 2.5 });
  // The first values are given: whatever they are drawn from does not depend on a parameter.
  const first = { initMu: 0, initSigma: 1 };
  model.autoregressive('y', { rho: beta, constant: alpha, sigma, ...first }, { observed: data.column('y') });
  return model;
};
