import { Model } from './model.js';

test('finds parents through formulas, and plates by dims and shapes', () => {
  const model = new Model('radon', { coords: { county: ['A', 'B', 'C'], obs: 5 } });
  const floor = model.data('floor', [0, 1, 0, 1, 1], { dims: ['obs'] });
  const county = model.data('county_of', [0, 1, 2, 0, 1], { dims: ['obs'] });
  const y = model.data('log_radon', [1, 2, 3, 4, 5], { dims: ['obs'] });
  const mu = model.normal('mu', { mu: 0, sigma: 1 });
  const alpha = model.normal('alpha', { mu, sigma: [1, 2, 3] }, { dims: ['county'] });
  const beta = model.normal('beta', { mu: 0, sigma: 1 });
  const mean = model.deterministic('mean', alpha.gather(county).add(beta.mul(floor).mul(2)), { dims: ['obs'] });
  model.normal('y', { mu: mean.add(mu), sigma: 1 }, { observed: y, dims: ['obs'] });
  model.normal('z', { mu: 0, sigma: 1 }, { shape: [3, 2] });
  model.potential('soft', beta.square().mul(-1));
  const graph = model.graph();
  expect(graph.nodes.map(({ name, kind, distribution, plate }) => [name, kind, distribution, plate])).toEqual([
    ['floor', 'data', undefined, 'obs (5)'],
    ['county_of', 'data', undefined, 'obs (5)'],
    ['log_radon', 'data', undefined, 'obs (5)'],
    ['mu', 'free', 'Normal', undefined],
    ['alpha', 'free', 'Normal', 'county (3)'],
    ['beta', 'free', 'Normal', undefined],
    ['mean', 'deterministic', undefined, 'obs (5)'],
    ['y', 'observed', 'Normal', 'obs (5)'],
    ['z', 'free', 'Normal', '3 x 2'],
    ['soft', 'potential', undefined, undefined],
  ]);
  expect(graph.edges.map(({ from, to }) => `${from} -> ${to}`).sort()).toEqual(
    [
      'mu -> alpha',
      'alpha -> mean',
      'county_of -> mean',
      'beta -> mean',
      'floor -> mean',
      'mean -> y',
      'mu -> y',
      'beta -> soft',
    ].sort(),
  );
  expect(graph.nodes.find(({ name }) => name === 'y')?.observedFrom).toBe('log_radon');
  expect(graph.plates.find(({ name }) => name === 'county (3)')).toEqual({
    name: 'county (3)',
    axes: [{ dim: 'county', size: 3 }],
    nodes: ['alpha'],
  });
});

test('a deterministic that only renames keeps its parent', () => {
  const model = new Model();
  const x = model.normal('x', { mu: 0, sigma: 1 });
  model.deterministic('same', x);
  expect(model.graph().edges).toEqual([{ from: 'x', to: 'same' }]);
});
