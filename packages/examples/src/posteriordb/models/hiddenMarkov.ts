/** Hidden Markov chains of two states: normal numbers, and speeds and distances of basketball drives. */
import { log, stack, type Tensor } from '@credence/autodiff';
import { hiddenMarkov, Model, supports } from '@credence/dsl';
import type { Declare } from '../posterior.js';

/** Rows of the transition matrix; every start counts alike, with the weight 1. */
function chain(model: Model, concentrations: readonly (readonly number[])[]): (logEmissions: Tensor) => Tensor {
  const rows = concentrations.map((a, state) => model.dirichlet(`theta${state + 1}`, { a }));
  return (logEmissions) => hiddenMarkov({ logEmissions, transition: stack(rows), initial: rows.map(() => 1) });
}

export const hmm_example: Declare = (data) => {
  const model = new Model('hmm_example');
  const along = chain(model, [
    [1, 1],
    [1, 1],
  ]);
  const mu = model.normal('mu', { mu: [3, 10], sigma: 1 }, { support: supports.positiveOrdered });
  const y = model.data('y', data.column('y')).expandDims(-1);
  model.potential('likelihood', along(y.sub(mu).square().mul(-0.5)));
  return model;
};

export const hmm_drive: Declare = (data) => {
  const model = new Model('hmm_drive');
  const along = chain(model, data.table('alpha'));
  const rates = ['phi', 'lambda'].map((name) =>
    model.normal(name, { mu: [0, 3], sigma: 1 }, { support: supports.positiveOrdered }),
  );
  const emissions = ['u', 'v'].map((name, i) => {
    const rate = rates[i] ?? 0;
    const seen = model.data(name, data.column(name)).expandDims(-1);
    return log(rate).sub(seen.mul(rate));
  });
  const [speed, distance] = emissions;
  if (speed === undefined || distance === undefined) throw new Error('there are two series');
  model.potential('likelihood', along(speed.add(distance)));
  return model;
};
