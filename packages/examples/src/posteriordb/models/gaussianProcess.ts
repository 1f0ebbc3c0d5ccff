/** Gaussian processes: one with its values integrated out, and two by basis functions, for the mean and the scale of what is seen. */
import { exp, sqrt, square, type Tensor } from '@credence/autodiff';
import { Model } from '@credence/dsl';
import type { Declare } from '../posterior.js';

export const gp_regr: Declare = (data) => {
  const model = new Model('gp_regr');
  const x = data.column('x');
  const rho = model.gamma('rho', { alpha: 25, beta: 4 });
  const alpha = model.halfNormal('alpha', { sigma: 2 });
  const sigma = model.halfNormal('sigma', { sigma: 1 });
  const squares = model.data(
    'squared distances',
    x.map((a) => x.map((b) => (a - b) ** 2)),
  );
  const identity = model.data(
    'identity',
    x.map((_, i) => x.map((_, j) => (i === j ? 1 : 0))),
  );
  const kernel = square(alpha).mul(exp(squares.div(square(rho)).mul(-0.5)));
  const zeros = x.map(() => 0);
  model.multivariateNormal('y', { mu: zeros, cov: kernel.add(identity.mul(sigma)) }, { observed: data.column('y') });
  return model;
};

export const accel_gp: Declare = (data) => {
  const model = new Model('accel_gp');
  /** Values of a process at the data: basis functions with weights that fall with the frequency. */
  const process = (part: string): Tensor => {
    const basis = model.data(`Xgp${part}`, data.table(`Xgp${part}`));
    const frequency = model.data(
      `slambda${part}`,
      data.table(`slambda${part}`).map(([own = 0]) => own),
    );
    const sd = model.halfStudentT(`sdgp${part}`, { nu: 3, sigma: 36 });
    const length = model.inverseGamma(`lscale${part}`, { alpha: 1.124909, beta: 0.0177 });
    const z = model.normal(`zgp${part}`, { mu: 0, sigma: 1 }, { shape: frequency.size });
    const root = sd.mul(sqrt(length.mul(Math.sqrt(2 * Math.PI)))).mul(exp(square(length.mul(frequency)).mul(-0.25)));
    return basis.dot(root.mul(z));
  };
  const intercept = model.studentT('Intercept', { nu: 3, mu: -13, sigma: 36 });
  const mu = intercept.add(process('_1'));
  const interceptOfSd = model.studentT('Intercept_sigma', { nu: 3, mu: 0, sigma: 10 });
  const logSd = interceptOfSd.add(process('_sigma_1'));
  model.normal('Y', { mu, sigma: exp(logSd) }, { observed: data.column('Y') });
  return model;
};
