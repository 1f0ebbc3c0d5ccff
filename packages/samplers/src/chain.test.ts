import { keyFromSeed, split } from '@credence/numerics';
import { createDrawBlock, type DrawBlock } from './block.js';
import { checkChainSettings, createChain, workspaceSlots } from './chain.js';
import type { ChainOptions, ChainSnapshot, MetricKind } from './chainContract.js';
import type { LogDensity } from './logDensity.js';
import { ball, correlatedNormals, independentNormals, logGammas, standardNormals } from './testing/targets.js';
import { createWorkspace } from './workspace.js';

const key = split(keyFromSeed(1), 0);
const density = logGammas(4);
const metrics: readonly MetricKind[] = ['unit', 'diagonal', 'gradientDiagonal', 'dense', 'automatic'];

/** Runs a chain to its end, in pieces, into one block with warm-up included. */
function whole(options: ChainOptions, piece: number, snapshot?: ChainSnapshot): DrawBlock {
  const chain = createChain(options, snapshot);
  const block = createDrawBlock(chain.dimension, options.tune + options.draws - chain.iteration);
  while (chain.phase !== 'done') chain.advance(piece, block);
  return block;
}

function expectSame(a: DrawBlock, b: DrawBlock): void {
  expect(a.draws).toEqual(b.draws);
  expect(a.statistics).toEqual(b.statistics);
  expect(a.divergences).toEqual(b.divergences);
}

describe.each(metrics)('a chain with the %s metric', (metric) => {
  const options: ChainOptions = { density, key, tune: 160, draws: 40, metric };
  const reference = whole(options, 1000);

  test('gives the same bits in pieces of any size', () => {
    expect(reference.length).toBe(200);
    expectSame(whole(options, 1), reference);
    expectSame(whole(options, 7), reference);
  });

  test('gives the same bits in a workspace that another chain has used', () => {
    const workspace = createWorkspace(density, workspaceSlots(10));
    whole({ ...options, workspace, key: split(keyFromSeed(2), 3) }, 50);
    expectSame(whole({ ...options, workspace }, 50), reference);
  });

  test.each([0, 1, 9, 77, 101, 159, 160, 180])('goes on from a snapshot after %d transitions, sent as JSON', (at) => {
    const first = createChain(options);
    while (first.iteration < at) first.advance(at - first.iteration);
    const snapshot = JSON.parse(JSON.stringify(first.snapshot())) as ChainSnapshot;
    const rest = whole(options, 1000, snapshot);
    expect(rest.draws).toEqual(reference.draws.slice(at * 4));
    expect(rest.statistics.stepSize).toEqual(reference.statistics.stepSize.slice(at));
    const again = createChain(options, snapshot);
    again.advance(1000);
    again.advance(1000);
    const plain = createChain(options);
    plain.advance(1000);
    plain.advance(1000);
    expect(again.leapfrogs).toEqual(plain.leapfrogs);
  });

  test('replays one draw from the state before it', () => {
    const chain = createChain(options);
    while (chain.iteration < 171) chain.advance(171 - chain.iteration);
    const block = createDrawBlock(4, 1);
    createChain(options, chain.snapshot()).advance(1, block);
    expect(block.draws).toEqual(reference.draws.slice(171 * 4, 172 * 4));
  });

  test('another key gives other draws', () => {
    expect(whole({ ...options, key: split(key, 5) }, 1000).draws).not.toEqual(reference.draws);
  });
});

describe('adaptation', () => {
  test.each(metrics)('%s: mean acceptance of draws comes near the target', (metric) => {
    for (const targetAccept of [0.65, 0.8, 0.95]) {
      const target = correlatedNormals([1, 1, 1, 1, 1, 1, 1, 1], 0.2);
      const chain = createChain({ density: target, key, tune: 600, draws: 600, metric, targetAccept });
      chain.advance(600);
      const block = createDrawBlock(8, 600);
      chain.advance(600, block);
      const mean = block.statistics.acceptance.reduce((sum, x) => sum + x, 0) / 600;
      // Stan's windows leave 50 iterations to the last dual averaging, whose mean then lies above the target.
      const restarts = metric === 'diagonal' || metric === 'dense';
      expect(mean).toBeGreaterThan(targetAccept - 0.05);
      expect(mean).toBeLessThan(Math.min(1, targetAccept + (restarts ? 0.2 : 0.05)));
    }
  });

  test.each(['diagonal', 'gradientDiagonal', 'dense'] as const)(
    '%s: finds scales over six orders of magnitude',
    (metric) => {
      const sds = [1e-3, 1, 1e3];
      const chain = createChain({ density: independentNormals([0, 0, 0], sds), key, tune: 1000, draws: 200, metric });
      chain.advance(1000);
      chain.advance(200);
      const variance = chain.inverseMetricDiagonal();
      sds.forEach((sd, i) => {
        // Stan's shrinkage adds 1e-3 * 5 / 505 to small variances.
        const expected = sd * sd + (metric === 'gradientDiagonal' ? 0 : 1e-5);
        expect(variance[i]! / expected).toBeGreaterThan(0.5);
        expect(variance[i]! / expected).toBeLessThan(2);
      });
      expect(chain.leapfrogs.draws / 200).toBeLessThan(60);
    },
  );

  test('without warm-up the given step size stays', () => {
    const block = whole({ density, key, tune: 0, draws: 5, stepSize: 0.125 }, 5);
    expect(Array.from(block.statistics.stepSize)).toEqual([0.125, 0.125, 0.125, 0.125, 0.125]);
  });
});

describe('blocks', () => {
  test('hold draws with their statistics', () => {
    const block = whole({ density, key, tune: 50, draws: 50 }, 100);
    const gradient = new Float64Array(4);
    for (let row = 0; row < block.length; row++) {
      const draw = block.draws.slice(row * 4, row * 4 + 4);
      expect(block.statistics.logDensity[row]).toBe(density.logDensityAndGradient(draw, gradient));
      expect(block.statistics.energy[row]).toBeGreaterThanOrEqual(-block.statistics.logDensity[row]!);
      expect(block.statistics.leapfrogs[row]).toBeLessThan(2 ** (block.statistics.depth[row]! + 1));
    }
  });

  test('advance stops at the end of warm-up, of draws, and of the block', () => {
    const chain = createChain({ density, key, tune: 10, draws: 10 });
    const block = createDrawBlock(4, 4);
    expect(chain.phase).toBe('warmup');
    expect(chain.advance(100)).toBe(10);
    expect(chain.phase).toBe('draws');
    expect(chain.advance(100, block)).toBe(4);
    expect(chain.advance(100, block)).toBe(0);
    block.length = 0;
    expect(chain.advance(3, block)).toBe(3);
    expect(chain.advance(100)).toBe(3);
    expect(chain.phase).toBe('done');
    expect(chain.advance(1)).toBe(0);
  });

  test('divergences tell the iteration, both ends and the energy error', () => {
    const edge = ball(3, 1.5);
    const block = whole({ density: edge, key, tune: 0, draws: 200, stepSize: 0.8, start: [0.1, 0.2, 0.3] }, 200);
    const iterations = Array.from(block.statistics.divergent.keys()).filter((i) => block.statistics.divergent[i] === 1);
    expect(iterations.length).toBeGreaterThan(10);
    expect(block.divergences.map((d) => d.iteration)).toEqual(iterations);
    for (const { from, to, energyError } of block.divergences) {
      expect(Math.hypot(...from)).toBeLessThanOrEqual(1.5);
      expect(Math.hypot(...to)).toBeGreaterThan(1.5);
      expect(energyError).toBe(Number.POSITIVE_INFINITY);
    }
  });
});

describe('starts', () => {
  test('are uniform on (-2, 2), tried until the density is finite', () => {
    const chain = createChain({ density: ball(3, 0.9), key, tune: 0, draws: 1, stepSize: 0.1 });
    expect(Math.hypot(...chain.snapshot().position)).toBeLessThan(0.9);
  });

  test('are refused in a sentence when none is usable', () => {
    const nowhere: LogDensity = { dimension: 2, logDensityAndGradient: () => Number.NEGATIVE_INFINITY };
    expect(() => createChain({ density: nowhere, key, tune: 1, draws: 1 })).toThrow(
      expect.objectContaining({
        code: 'sampler/start',
        message: expect.stringContaining(
          'None of 100 starts, uniform on (-2, 2) in each dimension, can be used: the log density is -Infinity at 100',
        ),
      }),
    );
  });

  test.each([
    [[5, 0, 0], 'The chain cannot begin where the log density is -Infinity'],
    [[0, 0], 'The start has 2 values, but the density has 3 dimensions'],
  ])('%j is refused', (start, message) => {
    expect(() => createChain({ density: ball(3, 1), key, tune: 1, draws: 1, start })).toThrow(
      expect.objectContaining({ code: 'sampler/start', message: expect.stringContaining(message) }),
    );
  });
});

describe('settings', () => {
  test.each([
    [{ tune: -1 }, 'tune is -1; it must be a whole number of at least 0'],
    [{ draws: 1.5 }, 'draws is 1.5; it must be a whole number'],
    [{ targetAccept: 1 }, 'targetAccept is 1; it must be between 0 and 1'],
    [{ maxTreeDepth: 0 }, 'maxTreeDepth is 0; it must be a whole number from 1 to 30'],
    [{ stepSize: 0 }, 'stepSize is 0; it must be a finite number above 0'],
    [
      { metric: 'round' as MetricKind },
      'metric is round; it must be one of unit, diagonal, gradientDiagonal, dense, automatic',
    ],
  ])('%j is refused', (wrong, message) => {
    expect(() => checkChainSettings({ tune: 1, draws: 1, ...wrong }, 3)).toThrow(
      expect.objectContaining({ code: 'sampler/settings', message: expect.stringContaining(message) }),
    );
  });

  test('a metric too large for memory is refused before anything is evaluated', () => {
    const huge: LogDensity = {
      dimension: 20000,
      logDensityAndGradient() {
        throw new Error('evaluated');
      },
    };
    expect(() => createChain({ density: huge, key, tune: 1, draws: 1, metric: 'dense' })).toThrow(
      expect.objectContaining({
        code: 'sampler/metric-memory',
        message: expect.stringContaining('A dense metric for 20000 dimensions takes 3200160000 bytes in every chain'),
      }),
    );
  });

  test('a snapshot of another density is refused', () => {
    const snapshot = createChain({ density, key, tune: 1, draws: 1 }).snapshot();
    expect(() => createChain({ density: standardNormals(2), key, tune: 1, draws: 1 }, snapshot)).toThrow(
      expect.objectContaining({ code: 'sampler/snapshot' }),
    );
  });
});

test('no dimensions give empty draws', () => {
  const block = whole({ density: standardNormals(0), key, tune: 5, draws: 5 }, 10);
  expect(block.length).toBe(10);
  expect(block.draws).toHaveLength(0);
});
