/** Draws as no model should make them, in every plot of draws: a picture without faults, or an error that says why. */
import { CredenceError, keyFromSeed, stream } from '@credence/numerics';
import {
  type PlainDraws,
  type Plot,
  plotAutocorrelation,
  plotCorner,
  plotEnergy,
  plotForest,
  plotPair,
  plotPosterior,
  plotRank,
  plotSource,
  plotTrace,
} from '../src/index.js';
import { pictureFaults } from '../src/testing/pictureFaults.js';

const rng = stream(keyFromSeed(9), 0);
const normal = () => rng.normal();
const chains = (make: () => number, draws = 100, count = 3) =>
  Array.from({ length: count }, () => Array.from({ length: draws }, make));

const cases: Readonly<Record<string, PlainDraws>> = {
  'long tails': { x: chains(() => normal() / normal()), y: chains(normal) },
  'tiny numbers': { x: chains(() => 1e-300 * normal()), y: chains(() => 1e-12 * normal()) },
  'huge numbers': { x: chains(() => 1e300 * normal()), y: chains(() => 1e15 + normal()) },
  'a large offset': { x: chains(() => 123_456_789 + 1e-3 * normal()), y: chains(normal) },
  'two draws': {
    x: [
      [1, 2],
      [2, 3],
    ],
    y: [
      [1, 2],
      [2, 5],
    ],
  },
  ties: { x: chains(() => Math.round(3 * normal()) / 3), y: chains(() => Math.round(normal())) },
  'mostly zero': { x: chains(() => (rng.uniform() < 0.9 ? 0 : normal())), y: chains(normal) },
  infinities: { x: chains(() => (rng.uniform() < 0.1 ? Number.POSITIVE_INFINITY : normal())), y: chains(normal) },
  'forty chains': { x: chains(normal, 20, 40), y: chains(normal, 20, 40) },
  'odd names': {
    'a very <long> & "odd" name with spaces and more words than fit': chains(normal),
    日本語の名前: chains(normal),
  },
  zeros: {
    x: [
      [0, -0, 0, -0],
      [0, 0, 0, 0],
    ],
    y: [
      [1, 2, 3, 4],
      [2, 1, 3, 4],
    ],
  },
  'large whole numbers': { x: chains(() => Math.floor(1e6 * rng.uniform())), y: chains(() => -5) },
};

const plots: Readonly<Record<string, (draws: PlainDraws) => Plot>> = {
  posterior: (draws) => plotPosterior(draws, { refVal: 0 }),
  histogram: (draws) => plotPosterior(draws, { kind: 'hist', rope: [-1, 1] }),
  trace: (draws) => plotTrace(draws),
  rank: (draws) => plotRank(draws),
  'rank bars': (draws) => plotRank(draws, { kind: 'bars' }),
  corner: (draws) => plotCorner(draws),
  'two corners': (draws) =>
    plotCorner([
      { label: 'a', source: draws },
      { label: 'b', source: draws },
    ]),
  forest: (draws) => plotForest(draws),
  pair: (draws) => plotPair(draws),
  hexagons: (draws) => plotPair(draws, { kind: 'hexbin' }),
  contours: (draws) => plotPair(draws, { kind: 'kde' }),
  autocorrelation: (draws) => plotAutocorrelation(draws),
  energy: (draws) => plotEnergy(plotSource(draws, { statistics: { energy: Object.values(draws)[0] ?? [] } })),
};

describe.each(Object.keys(cases))('%s', (name) => {
  test.each(Object.keys(plots))('%s', (kind) => {
    try {
      const { svg, alt } = plots[kind]!(cases[name]!);
      expect(pictureFaults(svg)).toEqual([]);
      expect(alt).not.toMatch(/NaN|undefined/);
    } catch (error) {
      if (!(error instanceof CredenceError)) throw error;
      // Ranks alone are refused, when some draws have none.
      expect([name, kind.split(' ')[0], error.code]).toEqual(['infinities', 'rank', 'plots/not-finite']);
    }
  });
});
