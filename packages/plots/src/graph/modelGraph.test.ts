import { Model } from '@credence/dsl';
import { pictureFaults } from '../testing/pictureFaults.js';
import { modelToGraphviz } from './graphviz.js';
import { layOutGraph } from './layout.js';
import { plotModelGraph } from './modelGraph.js';

function partialPooling(): Model {
  const model = new Model('partial "pooling"');
  const thetaMu = model.uniform('theta_mu', { lower: -5, upper: 5 });
  const thetaSigma = model.uniform('theta_sigma', { lower: 0, upper: 2 });
  const mu = model.normal('mu', { mu: thetaMu, sigma: thetaSigma }, { shape: 6 });
  model.deterministic('mean_of_all', mu.mul(2));
  model.normal('x', { mu, sigma: 1 }, { observed: [1, 2, 3, 4, 5, 6] });
  model.potential('soft', thetaMu.mul(-1));
  return model;
}

test('draws every name once, inside its plate', async () => {
  const plot = await plotModelGraph(partialPooling(), { title: 'Partial pooling', labels: { mean_of_all: '$2\\mu$' } });
  expect(pictureFaults(plot.svg)).toEqual([]);
  expect(plot.data.edges).toHaveLength(5);
  expect(plot.svg.match(/<polygon/g)).toHaveLength(5); // one head an edge
  expect(plot.svg.match(/<ellipse/g)).toHaveLength(4);
  expect(plot.svg).toContain('~ Uniform');
  expect(plot.alt).toContain('theta_mu to mu');
});

test('DOT that Graphviz takes, with Greek letters', async () => {
  const dot = modelToGraphviz(partialPooling());
  expect(dot).toContain('digraph "partial \\"pooling\\"" {');
  expect(dot).toContain(
    '"theta_mu" [label=<θ<SUB><FONT POINT-SIZE="10.08">μ</FONT></SUB><BR/><FONT POINT-SIZE="10">~ Uniform</FONT>>, shape=ellipse, style=solid];',
  );
  const layout = await layOutGraph(dot);
  expect([...layout.nodes.keys()].sort()).toEqual(['mean_of_all', 'mu', 'soft', 'theta_mu', 'theta_sigma', 'x']);
  expect([...layout.plates.keys()]).toEqual(['cluster_0']);
});

test('data that only hold observed values are left out, others are drawn', async () => {
  const model = new Model();
  const x = model.data('x', [1, 2]);
  const y = model.data('y', [3, 4]);
  const b = model.normal('b', { mu: 0, sigma: 1 });
  model.normal('obs', { mu: b.mul(x), sigma: 1 }, { observed: y });
  const { svg } = await plotModelGraph(model);
  expect(svg.match(/rx="9"/g)).toHaveLength(1);
  expect(pictureFaults(svg)).toEqual([]);
});

test('an empty model, and text that is no graph, are refused', async () => {
  await expect(plotModelGraph(new Model())).rejects.toThrow(expect.objectContaining({ code: 'plots/empty-selection' }));
  await expect(layOutGraph('digraph { a -> ')).rejects.toThrow(
    expect.objectContaining({ code: 'plots/graph', message: expect.stringMatching(/syntax error/) }),
  );
});
