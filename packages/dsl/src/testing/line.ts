/** A line through four data, some of which may be missing: what the tests of gaps declare. */
import { Model } from '../model/model.js';
import type { VariableOptions } from '../model/options.js';

export function line(y: readonly number[], options: VariableOptions): Model {
  const model = new Model('line', { coords: { obs: ['a', 'b', 'c', 'd'] } });
  const x = model.data('x', [0, 1, 2, 3], { dims: 'obs' });
  const slope = model.normal('slope', { mu: 0, sigma: 2 });
  model.normal('y', { mu: slope.mul(x), sigma: [1, 2, 3, 4] }, { dims: 'obs', observed: [...y], ...options });
  return model;
}
