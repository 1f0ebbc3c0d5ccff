/**
 * A chain in the module's memory and one in JavaScript's give the same draws, bit for bit: the vector operations of the
 * compiled workspace sum in the order that `Workspace` fixes. Sizes cover every tail of a loop over four, and vectors long
 * enough to be gone over in stretches.
 */
import { compile, Model } from '@credence/dsl';
import { keyFromSeed, split } from '@credence/numerics';
import {
  createChain,
  createDrawBlock,
  createWorkspace,
  type DrawBlock,
  type LogDensity,
  type MetricKind,
  type Workspace,
  workspaceSlots,
} from '@credence/samplers';

/** Partial pooling of `groups` means: a posterior of groups + 2 dimensions. */
function pooled(groups: number): Model {
  const model = new Model('pooled');
  const centre = model.normal('centre', { mu: 0, sigma: 5 });
  const spread = model.halfNormal('spread', { sigma: 2 });
  const mean = model.normal('mean', { mu: centre, sigma: spread }, { shape: [groups] });
  const observed = Array.from({ length: groups }, (_, i) => ((i * 37) % 19) / 4 - 2);
  model.normal('x', { mu: mean, sigma: 1 }, { observed });
  return model;
}

const transitions = (groups: number): number => (groups > 100 ? 60 : 300);

function drawn(density: LogDensity, workspace: Workspace, metric: MetricKind, count: number): DrawBlock {
  const chain = createChain({
    density,
    workspace,
    key: split(keyFromSeed(4), 1),
    tune: count / 2,
    draws: count / 2,
    metric,
  });
  const block = createDrawBlock(density.dimension, count);
  while (chain.phase !== 'done') chain.advance(count, block);
  return block;
}

/** The density of a model with vectors where they are chosen to be. */
function chainIn(memory: 'module' | 'JavaScript', groups: number, metric: MetricKind, change = (w: Workspace) => w) {
  const density = compile(pooled(groups));
  const slots = workspaceSlots(10);
  const workspace = memory === 'module' ? density.workspace?.(slots) : createWorkspace(density, slots);
  if (workspace === undefined) throw new Error('The compiled model offers no workspace.');
  return drawn(density, change(workspace), metric, transitions(groups));
}

test.each([1, 2, 3, 4, 6, 7, 300])('%d groups: the same draws and statistics in both memories', (groups) => {
  for (const metric of [
    'gradientDiagonal',
    ...(groups < 10 ? (['unit', 'diagonal', 'dense'] as const) : []),
  ] as const) {
    const inModule = chainIn('module', groups, metric);
    const inJavaScript = chainIn('JavaScript', groups, metric);
    expect(inModule.length).toBe(transitions(groups));
    expect(inModule.draws).toEqual(inJavaScript.draws);
    expect(inModule.statistics).toEqual(inJavaScript.statistics);
  }
});

test('a kinetic energy summed in another order gives other draws', () => {
  const backwards = (workspace: Workspace): Workspace => ({
    ...workspace,
    dot(a, b) {
      const [x, y] = [workspace.view(a), workspace.view(b)];
      return x.reduceRight((sum, value, i) => sum + value * (y[i] ?? 0), 0);
    },
  });
  const plain = chainIn('JavaScript', 7, 'gradientDiagonal');
  expect(chainIn('JavaScript', 7, 'gradientDiagonal', backwards).statistics).not.toEqual(plain.statistics);
});
