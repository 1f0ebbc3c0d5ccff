import {
  detailedBalanceError,
  type IntegerLine,
  IntegerTrajectory,
  transitionProbabilities,
} from '../testing/detailedBalance.js';
import { Tree } from './tree.js';

/** A fixed scramble of whole numbers into [0, 1). */
function scramble(...keys: readonly number[]): number {
  let h = 2166136261;
  for (const key of keys) {
    h = Math.imul(h ^ (key + 1000), 16777619);
    h ^= h >>> 13;
    h = Math.imul(h, 0x5bd1e995);
  }
  return ((h ^ (h >>> 15)) >>> 0) / 4294967296;
}

/** Energies in [0, spread), with given shares of divergent states and of turning stretches. */
const line = (seed: number, spread: number, divergent: number, turning: number): IntegerLine => ({
  energy: (state) => spread * scramble(seed, state),
  divergent: (state) => scramble(seed, state, 7) < divergent,
  turning: (from, to) => scramble(seed, from, to, 8) < turning,
});

const free = line(1, 3, 0, 0);
const lines: readonly (readonly [string, IntegerLine])[] = [
  ['free', free],
  ['equal energies', line(2, 0, 0, 0)],
  ['energies far apart', line(3, 10, 0, 0)],
  ...[0.02, 0.1, 0.3].flatMap((share, i) => [
    [`divergent states ${share}`, line(10 + i, 3, share, 0)] as const,
    [`turning stretches ${share}`, line(20 + i, 3, 0, share)] as const,
    [`both ${share}`, line(30 + i, 3, share, share)] as const,
  ]),
  ...Array.from({ length: 5 }, (_, i) => [`scrambled ${i}`, line(100 + i, 4, 0.03, 0.05)] as const),
];

describe.each(lines)('all trees of up to 3 doublings, %s', (_, states) => {
  test.each([1, 2, 3])('depth %d keeps detailed balance', (depth) => {
    const { balance, rows, pairs } = detailedBalanceError(states, depth, 6);
    expect(pairs).toBeGreaterThan(0);
    expect(rows).toBeLessThan(1e-12);
    expect(balance).toBeLessThan(1e-10);
  });
});

test('at depth 3, states up to 7 away are reached, and none farther', () => {
  const probabilities = transitionProbabilities({ ...free, energy: Math.abs }, 0, 3);
  expect([...probabilities.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: 15 }, (_, i) => i - 7));
});

describe('detailed balance notices', () => {
  const states = line(21, 3, 0.02, 0.1);

  test('an acceptance that is not the ratio of weights', () => {
    expect(
      detailedBalanceError(states, 3, 8, { acceptance: (p) => Math.sqrt(Math.min(1, p)) }).balance,
    ).toBeGreaterThan(1e-3);
    expect(detailedBalanceError(states, 3, 8, { acceptance: (p) => p / (1 + p) }).balance).toBeGreaterThan(1e-3);
  });

  test('a missing check within new subtrees', () => {
    const onlyWholeTrees = {
      asked: (q: { from: number; to: number }, l: IntegerLine, start: number) =>
        q.from > start || q.to < start || !l.turning(q.from, q.to),
    };
    expect(detailedBalanceError(states, 3, 8, onlyWholeTrees).balance).toBeGreaterThan(1e-3);
  });

  test('checks across the seam on one side of the start only', () => {
    const lopsided = {
      asked: (q: { a: number; b: number; from: number; to: number }, l: IntegerLine, start: number) =>
        (q.b === q.to && q.a === q.from) || q.from > start || !l.turning(q.from, q.to),
    };
    expect(detailedBalanceError(states, 3, 8, lopsided).balance).toBeGreaterThan(1e-3);
  });
});

/** Grows a tree in given directions, keeping to the old point. */
function grown(
  states: IntegerLine,
  directions: readonly boolean[],
  asked?: ConstructorParameters<typeof IntegerTrajectory>[2],
) {
  const trajectory = new IntegerTrajectory(states, 0, asked);
  let at = 0;
  const tree = new Tree(trajectory, { forward: () => directions[at++]!, accept: () => false }, directions.length);
  tree.grow(trajectory.startPoint, trajectory.startMomentum);
  return { tree, questions: trajectory.questions };
}

describe('questions for a U-turn', () => {
  const q = (a: number, b: number, from: number, to: number) => ({ a, b, from, to });
  const quiet: IntegerLine = { energy: () => 0, divergent: () => false, turning: () => false };

  test('on every subtree and across every seam, forward', () => {
    expect(grown(quiet, [true, true]).questions).toEqual([
      q(0, 1, 0, 1), // the first doubling
      q(2, 3, 2, 3), // within the new half
      q(0, 3, 0, 3), // the tree of four
      q(0, 2, 0, 2), // the old half and the new half's nearest state
      q(1, 3, 1, 3), // the old half's nearest state and the new half
    ]);
  });

  test('mirrored backward', () => {
    expect(grown(quiet, [false, false]).questions).toEqual([
      q(0, -1, -1, 0),
      q(-2, -3, -3, -2),
      q(0, -3, -3, 0),
      q(0, -2, -2, 0),
      q(-1, -3, -3, -1),
    ]);
  });

  test('after a change of direction the seam is at the other end', () => {
    expect(grown(quiet, [true, false]).questions).toEqual([
      q(0, 1, 0, 1),
      q(-1, -2, -2, -1),
      q(1, -2, -2, 1),
      q(1, -1, -1, 1),
      q(0, -2, -2, 0),
    ]);
  });

  test('a turn across the seam alone ends the tree; without that check it would grow on', () => {
    const turns: IntegerLine = { ...quiet, turning: (from, to) => from === 0 && to === 2 };
    expect(grown(turns, [true, true, true]).tree).toMatchObject({ depth: 2, leapfrogs: 3, divergent: false });
    const withoutSeams = ({ from, to }: { from: number; to: number }, l: IntegerLine) =>
      (to - from + 1) % 2 === 1 || !l.turning(from, to);
    expect(grown(turns, [true, true, true], withoutSeams).tree).toMatchObject({ depth: 3, leapfrogs: 7 });
  });

  test('a turn within a new half throws the half away', () => {
    const turns: IntegerLine = { ...quiet, turning: (from, to) => from === 2 && to === 3 };
    expect(grown(turns, [true, true, true]).tree).toMatchObject({ depth: 1, leapfrogs: 3, divergent: false });
  });
});

test('a divergence ends the tree and counts as a step of acceptance 0', () => {
  const states: IntegerLine = { energy: () => 0, divergent: (state) => state === 2, turning: () => false };
  expect(grown(states, [true, true, true]).tree).toMatchObject({
    depth: 1,
    leapfrogs: 2,
    divergent: true,
    acceptanceSum: 1,
  });
});

test('a tree that falls by thousands of nats neither overflows nor forgets the lower states', () => {
  const falling: IntegerLine = {
    energy: (state) => -900 * Math.abs(state),
    divergent: () => false,
    turning: () => false,
  };
  const probabilities = transitionProbabilities(falling, 0, 3);
  for (const [state, probability] of probabilities) {
    expect(Number.isFinite(probability)).toBe(true);
    // Every tree holds 8 states; its lowest takes all the weight.
    if (Math.abs(state) < 4) expect(probability).toBeLessThan(1e-100);
  }
  expect(probabilities.get(7)).toBeCloseTo(1 / 8, 12);
});

test('acceptance is the mean of min(1, exp(-energyError)), and rises of energy count below 1', () => {
  const states: IntegerLine = { energy: (state) => 0.5 * state, divergent: () => false, turning: () => false };
  const { tree } = grown(states, [true, false]);
  // States 1, -1, -2.
  expect(tree.acceptanceSum).toBeCloseTo(Math.exp(-0.5) + 1 + 1, 14);
});
