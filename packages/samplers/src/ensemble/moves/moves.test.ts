/** Moves keep distributions whose moments are known, and each would be caught if its rule were broken. */
import { log, stream } from '@credence/numerics';
import {
  banana,
  type EnsembleStep,
  type ExactTarget,
  ensembleMomentZ,
  equicorrelated,
  MOMENTS,
  pairDistanceZ,
  stepInGroups,
} from '../../testing/ensembleMoments.js';
import { zLimit } from '../../testing/moments.js';
import { covarianceFor } from './covariance.js';
import { differentialEvolutionMove } from './differentialEvolution.js';
import { kernelDensityMove } from './kernelDensity.js';
import type { EnsembleMove, MovingGroup } from './move.js';
import { snookerMove } from './snooker.js';
import { stretchMove } from './stretch.js';
import { walkMove } from './walk.js';

/** One false alarm in a million for each test. */
const limitFor = ({ dimension }: ExactTarget) => zLimit({ falseAlarm: 1e-6, comparisons: MOMENTS * dimension });

const ridge = equicorrelated([0.03, 1, 30], 0.99);
const round = equicorrelated([1, 1, 1], 0);
const curved = banana(0.5, 0.7);

test.each<[string, EnsembleMove, ExactTarget, number, number?]>([
  ['stretch, ridge', stretchMove(), ridge, 12],
  ['stretch a = 4, curved', stretchMove({ a: 4 }), curved, 20],
  ['stretch, groups of unequal size', stretchMove({ splits: 3 }), ridge, 11],
  ['stretch, fixed groups', stretchMove({ randomizeSplit: false }), ridge, 12],
  ['differential evolution, ridge', differentialEvolutionMove(), ridge, 20],
  ['differential evolution, wide noise', differentialEvolutionMove({ sigma: 0.5, gamma0: 1 }), curved, 20],
  ['snooker, round', snookerMove(), round, 12],
  ['snooker, four groups, curved', snookerMove({ splits: 4 }), curved, 20],
  ['walk, all others', walkMove(), ridge, 12],
  ['walk, three others', walkMove({ s: 3 }), curved, 20],
  ['kernel density, ridge', kernelDensityMove(), ridge, 16, 4000],
  ['kernel density, silverman', kernelDensityMove({ bwMethod: 'silverman' }), curved, 16, 4000],
  ['kernel density, wide', kernelDensityMove({ bwMethod: 1 }), curved, 16, 4000],
])('%s: moments stay', (_, move, target, walkers, steps = 12_000) => {
  const z = ensembleMomentZ(target, move, { walkers, steps, seed: 71 });
  expect(z).toBeLessThan(limitFor(target));
});

/** A move with its proposals or factors changed after the fact. */
function changed(move: EnsembleMove, change: (group: MovingGroup) => void): EnsembleMove {
  return {
    ...move,
    propose(group, rng) {
      move.propose(group, rng);
      change(group);
    },
  };
}
const withoutFactor = (move: EnsembleMove) => changed(move, ({ logFactors }) => logFactors.fill(0));

/** Differences that always point to the larger first coordinate. */
const oneWay = changed(differentialEvolutionMove({ sigma: 0 }), ({ count, dimension, positions, proposals }) => {
  for (let w = 0; w < count; w++) {
    const at = w * dimension;
    if (proposals[at]! >= positions[at]!) continue;
    for (let d = at; d < at + dimension; d++) proposals[d] = 2 * positions[d]! - proposals[d]!;
  }
});

/** A snooker step along delta / sqrt|delta| with half the exponent, as emcee up to 3.1 makes it. */
const unnormalized: EnsembleMove = {
  ...snookerMove(),
  propose({ dimension, count, otherCount, positions, others, proposals, logFactors }, rng) {
    for (let w = 0; w < count; w++) {
      const order = rng.permutation(otherCount);
      const [c, one, two] = [order[0]!, order[1]!, order[2]!].map((j) =>
        others.subarray(j * dimension, (j + 1) * dimension),
      );
      const x = positions.subarray(w * dimension, (w + 1) * dimension);
      const delta = x.map((value, d) => value - c![d]!);
      const norm = Math.sqrt(delta.reduce((sum, value) => sum + value * value, 0));
      const along = delta.reduce((sum, value, d) => sum + value * (one![d]! - two![d]!), 0) / norm;
      const k = 1 + 1.7 * along;
      for (let d = 0; d < dimension; d++) proposals[w * dimension + d] = c![d]! + k * delta[d]!;
      logFactors[w] = 0.5 * (dimension - 1) * log(Math.abs(k));
    }
  },
};

/** Both halves move at once, each by where the other was. */
const atOnce: EnsembleStep = (ensemble, target) => {
  ensemble.begin();
  const before = ensemble.positions.slice();
  const beforeValues = ensemble.logProbabilities.slice();
  const run = (group: number) => {
    const { positions, logProbabilities, count } = ensemble.propose(group);
    for (let row = 0; row < count; row++) {
      const from = row * target.dimension;
      logProbabilities[row] = target.logProbability(positions.subarray(from, from + target.dimension));
    }
    ensemble.accept(group);
  };
  run(0);
  const first = ensemble.positions.slice();
  const firstValues = ensemble.logProbabilities.slice();
  ensemble.positions.set(before);
  ensemble.logProbabilities.set(beforeValues);
  run(1);
  for (let row = 0; row < ensemble.walkers / 2; row++) {
    const walker = ensemble.walkerOf(0, row);
    const from = walker * target.dimension;
    ensemble.positions.set(first.subarray(from, from + target.dimension), from);
    ensemble.logProbabilities[walker] = firstValues[walker]!;
  }
  ensemble.end();
};

test.each<[string, EnsembleMove, ExactTarget, number]>([
  ['stretch without z^(d - 1)', withoutFactor(stretchMove()), ridge, 12],
  ['differences that point one way', oneWay, ridge, 6],
  ['snooker without its factor', withoutFactor(snookerMove()), round, 12],
  ['snooker along delta / sqrt|delta|', unnormalized, round, 12],
  ['kernel density without its factor', withoutFactor(kernelDensityMove()), ridge, 16],
])('a mutant fails: %s', (_, move, target, walkers) => {
  const z = ensembleMomentZ(target, move, { walkers, steps: 12_000, seed: 71 });
  expect(z).toBeGreaterThan(limitFor(target));
});

test('halves move one after the other; moved at once, walkers would come to depend on each other', () => {
  const limit = zLimit({ falseAlarm: 1e-6, comparisons: 1 });
  const move = stretchMove({ randomizeSplit: false });
  expect(pairDistanceZ(move, 20_000, stepInGroups)).toBeLessThan(limit);
  expect(pairDistanceZ(move, 20_000, atOnce)).toBeGreaterThan(1.5 * limit);
});

test('the covariance of walkers in one plane is singular, and whitening makes deviations round', () => {
  const plane = Float64Array.from({ length: 30 }, (_, i) => (i % 3 === 2 ? i - 2 : i));
  expect(covarianceFor(plane, 10, 3)).toBeUndefined();
  const rng = stream([1, 2], 3);
  const walkers = new Float64Array(40);
  rng.normals(walkers);
  for (let w = 0; w < 20; w++) walkers[2 * w] = 1000 * walkers[2 * w]! + walkers[2 * w + 1]!;
  const covariance = covarianceFor(walkers, 20, 2)!;
  const white = new Float64Array(40);
  for (let w = 0; w < 20; w++) covariance.whiten(walkers, 2 * w, white, 2 * w);
  const product = (a: number, b: number) =>
    Array.from({ length: 20 }, (_, w) => white[2 * w + a]! * white[2 * w + b]!).reduce((sum, one) => sum + one) / 19;
  expect([product(0, 0), product(1, 1)]).toEqual([expect.closeTo(1, 12), expect.closeTo(1, 12)]);
  expect(product(0, 1)).toBeCloseTo(0, 12);
});

test('walkers on one spot, or in one plane, stay where a move has no direction', () => {
  const spot = new Float64Array(16).fill(2);
  const group = (): MovingGroup => ({
    dimension: 2,
    count: 2,
    otherCount: 6,
    positions: spot.slice(0, 4),
    others: spot.slice(4),
    proposals: new Float64Array(4),
    logFactors: new Float64Array(2),
  });
  for (const move of [snookerMove(), kernelDensityMove()]) {
    const stuck = group();
    move.propose(stuck, stream([1, 2], 3));
    expect([...stuck.logFactors]).toEqual([Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]);
    expect([...stuck.proposals]).toEqual([2, 2, 2, 2]);
  }
});

test.each([
  ['stretchMove: a is 1; it must be finite and greater than 1. [ensemble/move]', () => stretchMove({ a: 1 })],
  [
    'differentialEvolutionMove: gamma0 is 0; it must be finite and greater than 0. [ensemble/move]',
    () => differentialEvolutionMove({ gamma0: 0 }),
  ],
  [
    'differentialEvolutionMove: sigma is -1; it must be finite and at least 0. [ensemble/move]',
    () => differentialEvolutionMove({ sigma: -1 }),
  ],
  [
    'snookerMove: gammas is NaN; it must be finite and greater than 0. [ensemble/move]',
    () => snookerMove({ gammas: Number.NaN }),
  ],
  ['walkMove: s is 1.5; it must be a whole number of at least 2. [ensemble/move]', () => walkMove({ s: 1.5 })],
  [
    'kernelDensityMove: bwMethod is -1; it must be finite and greater than 0. [ensemble/move]',
    () => kernelDensityMove({ bwMethod: -1 }),
  ],
  [
    'splits is 1; an ensemble is split into a whole number of at least 2 groups, since a group moves by the places of the others. [ensemble/splits]',
    () => stretchMove({ splits: 1 }),
  ],
  [
    'splits is 2.5; an ensemble is split into a whole number of at least 2 groups, since a group moves by the places of the others. [ensemble/splits]',
    () => walkMove({ splits: 2.5 }),
  ],
])('%s', (message, make) => {
  expect(make).toThrow(message);
});
