/** Samplers beside NUTS keep the laws of samplers; each law notices a sampler that breaks it. */
import { exp, keyFromSeed } from '@credence/numerics';
import { createChain } from '../chain.js';
import type { ChainOptions } from '../chainContract.js';
import { runChains } from '../run/index.js';
import type { Sampler, SamplerChoice } from '../sampler.js';
import { samplerLaws } from '../testing/index.js';
import { independentNormals } from '../testing/targets.js';
import { metropolis } from './metropolis.js';

const samplers: readonly (readonly [string, SamplerChoice])[] = [
  ['nuts', 'nuts'],
  ['hmc', { kind: 'hmc', steps: 30 }],
  ['metropolis', 'metropolis'],
  ['slice', 'slice'],
];

describe.each(samplers)('%s', (_, sampler) => {
  // A wall without a slope rejects whole trajectories of a fixed number of steps, which then get so short that 8000 draws are too few.
  const slow = (name: string) =>
    typeof sampler === 'object' && name === 'comes to the target from elsewhere: a density that ends';
  for (const { name, check } of samplerLaws(sampler, { seed: 5 })) if (!slow(name)) test(name, check);
});

describe('a law notices', () => {
  const failing = (sampler: Sampler): string[] =>
    samplerLaws(sampler, { seed: 5 }).flatMap(({ name, check }) => {
      try {
        check();
        return [];
      } catch {
        return [name.replace(/:.*/, '')];
      }
    });

  /** Random walks that accept by another rule. */
  const walkWith = (probability: (difference: number) => number, remember = true): Sampler => ({
    name: 'another walk',
    statistics: [],
    begin(density, { position, logDensity, saved }) {
      let current = logDensity;
      let size = typeof saved === 'number' ? saved : 1;
      const gradient = new Float64Array(density.dimension);
      return {
        position,
        statistics: {},
        transition(rng) {
          const proposal = position.map((x) => x + size * rng.normal());
          const proposed = density.logDensityAndGradient(proposal, gradient);
          if (rng.uniform() < probability(proposed - current)) {
            position.set(proposal);
            current = proposed;
          }
          if (!remember) size = 0.5 + rng.uniform();
        },
        save: () => (remember ? size : undefined),
      };
    },
  });

  test('nothing in a right one', () => expect(failing(walkWith(exp))).toEqual([]));

  test('one that accepts too much', () => {
    expect(failing(walkWith((difference) => exp(0.5 * difference)))).toEqual(
      expect.arrayContaining(['leaves draws as they are', 'comes to the target from elsewhere']),
    );
  });

  test('one that never moves', () => {
    expect(failing(walkWith(() => 0))).toEqual(expect.arrayContaining(['leaves draws as they are']));
  });

  test('one that does not save what it goes on with', () => {
    expect(failing(walkWith(exp, false))).toEqual([...Array(3)].map(() => 'goes on from a snapshot'));
  });
});

describe('settings', () => {
  const density = independentNormals([1, 2], [1, 1]);
  const options = { density, key: keyFromSeed(1), tune: 10, draws: 10 };
  test.each([
    [{ sampler: 'gibbs' }, "sampler is gibbs; it must be 'nuts', { kind: 'hmc', steps }, 'metropolis', 'slice', or a"],
    [{ sampler: { kind: 'hmc', steps: 0 } }, 'steps is 0; it must be a whole number of at least 1'],
    [{ sampler: 'slice', metric: 'dense' }, 'metric is dense; it must be left out: slice sampling does not use it'],
    [{ sampler: { kind: 'hmc', steps: 3 }, maxTreeDepth: 5 }, 'maxTreeDepth is 5; it must be left out'],
    [{ sampler: {} }, 'sampler is {}; it must be'],
  ])('%j are refused', (settings, message) => {
    expect(() => createChain({ ...options, ...settings } as ChainOptions)).toThrow(message);
  });

  test('a sampler of one’s own stays on the calling thread, and is told so when workers are asked for', () => {
    expect(() => runChains({ ...options, chains: 2, sampler: { ...metropolis }, workers: 2 })).toThrow(
      'workers is 2, but Metropolis is a sampler of your own, whose functions cannot be sent to a worker.',
    );
  });

  test('a position that is not finite ends the chain with its transition', () => {
    const sampler: Sampler = {
      name: 'wild',
      statistics: [],
      begin: (_, { position }) => ({
        position,
        statistics: {},
        transition: (__, iteration) => {
          if (iteration === 3) position[1] = Number.NaN;
        },
        save: () => undefined,
      }),
    };
    const chain = createChain({ ...options, sampler });
    expect(() => chain.advance(10)).toThrow('Transition 3 of wild moved value 1 to NaN');
  });

  test('a snapshot of another sampler is refused', () => {
    const snapshot = createChain({ ...options, sampler: 'slice' }).snapshot();
    expect(() => createChain({ ...options, sampler: 'metropolis' }, snapshot)).toThrow('The snapshot is of a chain of');
    expect(() => createChain(options, snapshot)).toThrow('The snapshot is of format credence-walk/1');
  });
});
