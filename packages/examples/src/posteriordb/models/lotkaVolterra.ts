/** Hares and lynxes: counts about the solution of the Lotka-Volterra equations. */
import { log, slice, stack } from '@credence/autodiff';
import { Model, odeSolve } from '@credence/dsl';
import { log as logOfNumber } from '@credence/numerics';
import type { Declare } from '../posterior.js';

export const lotka_volterra: Declare = (data) => {
  const model = new Model('lotka_volterra');
  const theta = model.truncatedNormal('theta', { mu: [1, 0.05, 1, 0.05], sigma: [0.5, 0.05, 0.5, 0.05], lower: 0 });
  const start = model.logNormal('z_init', { mu: logOfNumber(10), sigma: 1 }, { shape: 2 });
  const sigma = model.logNormal('sigma', { mu: -1, sigma: 1 }, { shape: 2 });
  const [a, b, c, d] = [0, 1, 2, 3].map((i) => slice(theta, [i]));
  if (a === undefined || b === undefined || c === undefined || d === undefined) throw new Error('there are four rates');
  const { states, error } = odeSolve(
    (_, z) => {
      const [hares, lynxes] = [slice(z, [0]), slice(z, [1])];
      return stack([a.sub(b.mul(lynxes)).mul(hares), d.mul(hares).sub(c).mul(lynxes)]);
    },
    start,
    data.column('ts'),
    { steps: 6 },
  );
  model.deterministic('error of a step', error);
  model.logNormal('y_init', { mu: log(start), sigma }, { observed: data.column('y_init') });
  model.logNormal('y', { mu: log(states), sigma }, { observed: data.table('y') });
  return model;
};
