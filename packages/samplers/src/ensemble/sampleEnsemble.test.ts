/** Runs of an ensemble: what they give, replay, invariance, and what is refused. */
import { CredenceError } from '@credence/numerics';
import { equicorrelated } from '../testing/ensembleMoments.js';
import { standardNormals } from '../testing/targets.js';
import { EnsembleFailure } from './failure.js';
import { differentialEvolutionMove } from './moves/differentialEvolution.js';
import { kernelDensityMove } from './moves/kernelDensity.js';
import type { EnsembleMove } from './moves/move.js';
import { snookerMove } from './moves/snooker.js';
import { stretchMove } from './moves/stretch.js';
import { walkMove } from './moves/walk.js';
import type { EnsembleOptions } from './options.js';
import { type EnsembleEvent, sampleEnsemble } from './sampleEnsemble.js';

const normal = (x: Float64Array) => {
  let squares = 0;
  for (const value of x) squares += value * value;
  return -0.5 * squares;
};
const base = {
  logProbability: normal,
  dimension: 2,
  walkers: 20,
  steps: 50,
  start: { center: [0, 0], spread: 1 },
  seed: 4,
};
const all: readonly EnsembleMove[] = [
  stretchMove(),
  differentialEvolutionMove(),
  walkMove({ s: 5 }),
  kernelDensityMove(),
  snookerMove(),
];

test('the chain, its log probabilities and acceptance fractions', async () => {
  let evaluations = 0;
  const logProbability = (x: Float64Array) => {
    evaluations++;
    return normal(x);
  };
  const result = await sampleEnsemble({ ...base, logProbability, names: ['mu', 'sigma'] });
  expect([result.steps, result.walkers, result.dimension, result.chain.length]).toEqual([50, 20, 2, 2000]);
  expect([evaluations, result.evaluations]).toEqual([20 * 51, 20 * 51]);
  const place = result.position(30, 7);
  expect(result.logProbabilities[30 * 20 + 7]).toBe(normal(place));
  expect([result.draws('mu')[7]![30], result.draws(1)[7]![30]]).toEqual([...place]);
  expect(result.flat({ discard: 30 }).subarray(14, 16)).toEqual(place);
  expect(result.flat({ discard: 10, thin: 5 }).subarray(4 * 40 + 14, 4 * 40 + 16)).toEqual(place);
  for (let w = 0; w < 20; w++) {
    const own = result.draws(0)[w]!;
    // A walker that was moved is elsewhere; the first step is compared with a start that is not kept.
    const moves = own.reduce((count, x, i) => count + (i > 0 && x !== own[i - 1] ? 1 : 0), 0);
    expect(result.acceptanceFractions[w]! * 50 - moves).toBeGreaterThanOrEqual(0);
    expect(result.acceptanceFractions[w]! * 50 - moves).toBeLessThanOrEqual(1);
  }
  expect(String(result)).toMatch(
    /^Ensemble of 20 walkers x 50 steps in 2 dimensions, seed 4; acceptance 0\.\d\d; too short/,
  );
});

test.each(all.map((move) => [move.name, move] as const))('%s: any step can be drawn again', async (_, moves) => {
  const whole = await sampleEnsemble({ ...base, moves, thin: 3 });
  const state = structuredClone(JSON.parse(JSON.stringify(whole.state(19))));
  const { seed: _seed, ...unseeded } = base;
  const rest = await sampleEnsemble({ ...unseeded, moves, thin: 3, start: state, steps: 30 });
  expect(rest.chain).toEqual(whole.chain.subarray(20 * 40));
  expect(rest.last).toEqual(whole.last);
});

test('the types of a plain call are inferred', async () => {
  const result = await sampleEnsemble({
    logProbability: ([x = 0, y = 0]) => -0.5 * (x * x + (y * y) / 9),
    dimension: 2,
    steps: 10,
    start: { center: [0, 0], spread: [1, 3] },
    seed: 1,
  });
  expect(result.walkers).toBe(32);
});

test('a mixture, a seed, and functions of one place or many: the same draws', async () => {
  const moves: EnsembleOptions['moves'] = [[differentialEvolutionMove(), 0.8], [snookerMove(), 0.2], stretchMove()];
  const one = await sampleEnsemble({ ...base, moves });
  const { logProbability: _, ...rest } = base;
  const many = await sampleEnsemble({
    ...rest,
    moves,
    vectorized: true,
    logProbability: (positions, out) => {
      expect(positions.length).toBe(2 * out.length);
      for (let i = 0; i < out.length; i++) out[i] = normal(positions.subarray(2 * i, 2 * i + 2));
    },
  });
  expect(many.chain).toEqual(one.chain);
  const other = await sampleEnsemble({ ...base, moves, seed: 5 });
  expect(other.chain).not.toEqual(one.chain);
});

test('a log density with a gradient, from a start of its own', async () => {
  const density = standardNormals(3);
  const result = await sampleEnsemble({ density, steps: 40, seed: 2 });
  expect([result.walkers, result.placement.reason]).toEqual([32, 'no-worker-entry']);
  const values = { ...density, logDensityAndGradient: () => Number.NaN, logDensities: valuesOf(3) };
  const without = await sampleEnsemble({ density: values, steps: 40, seed: 2 });
  expect(without.chain).toEqual(result.chain);
});

function valuesOf(dimension: number) {
  const density = standardNormals(dimension);
  return (positions: Float64Array, out: Float64Array) => {
    for (let i = 0; i < out.length; i++) {
      const position = positions.subarray(dimension * i, dimension * (i + 1));
      out[i] = density.logDensityAndGradient(position, new Float64Array(dimension));
    }
  };
}

describe('affine invariance', () => {
  const target = equicorrelated([1, 1, 1], 0.5);
  const start = Float64Array.from({ length: 60 }, (_, i) => Math.sin(i * i + 1));
  // Rounding grows from step to step, so a few dozen are compared to rounding; exact arithmetic can be for ever.
  const settings = { dimension: 3, walkers: 20, steps: 40, seed: 9 };
  const run = (
    moves: EnsembleMove,
    to: (x: ArrayLike<number>) => number[],
    from: (y: ArrayLike<number>) => number[],
  ) => {
    const rows = Array.from({ length: 20 }, (_, w) => to(start.subarray(3 * w, 3 * w + 3)));
    const logProbability = (y: Float64Array) => target.logProbability(Float64Array.from(from(y)));
    return sampleEnsemble({ ...settings, moves, start: rows, logProbability });
  };
  const identity = (x: ArrayLike<number>) => Array.from(x);

  test.each(all.slice(0, 4).map((move) => [move.name, move] as const))('%s: a general map', async (_, moves) => {
    const to = ([x = 0, y = 0, z = 0]: ArrayLike<number> & Iterable<number>) => [
      1000 * x + 5,
      0.3 * x + 0.1 * y - 2,
      2 * x - y + 0.02 * z,
    ];
    const from = ([u = 0, v = 0, w = 0]: ArrayLike<number> & Iterable<number>) => {
      const x = (u - 5) / 1000;
      const y = (v + 2 - 0.3 * x) / 0.1;
      return [x, y, (w - 2 * x + y) / 0.02];
    };
    const plain = await run(moves, identity, identity);
    const mapped = await run(
      moves,
      (x) => to(Float64Array.from(x)),
      (y) => from(Float64Array.from(y)),
    );
    const back = Array.from({ length: mapped.steps * 20 }, (_, i) =>
      from(mapped.chain.subarray(3 * i, 3 * i + 3)),
    ).flat();
    const worst = back.reduce((most, value, i) => Math.max(most, Math.abs(value - plain.chain[i]!)), 0);
    expect(worst).toBeLessThan(1e-7);
    expect(Math.min(...plain.acceptanceFractions)).toBeGreaterThan(0.05);
  });

  test.each(all.map((move) => [move.name, move] as const))('%s: one power of two, bit for bit', async (_, moves) => {
    const plain = await run(moves, identity, identity);
    const mapped = await run(
      moves,
      (x) => Array.from(x, (value) => 1024 * value),
      (y) => Array.from(y, (value) => value / 1024),
    );
    expect(mapped.chain.map((value) => value / 1024)).toEqual(plain.chain);
  });
});

test('stop keeps the steps so far; progress tells of them', async () => {
  const events: EnsembleEvent[] = [];
  const run = sampleEnsemble({ ...base, steps: 100_000, thin: 10 });
  run.on((event) => {
    events.push(event);
    if (event.type === 'progress') run.stop();
  });
  const result = await run;
  expect(result.stopped).toBe(true);
  expect(result.steps).toBeGreaterThan(0);
  expect(result.steps).toBeLessThan(100_000);
  expect(result.chain.length).toBe(result.steps * 40);
  const last = events.at(-1);
  expect(last).toMatchObject({ type: 'progress', done: result.last.iteration, total: 1_000_000 });
  expect(last?.type === 'progress' && last.acceptance).toBeCloseTo(
    result.acceptanceFractions.reduce((sum, one) => sum + one) / 20,
    12,
  );
});

test('a summary needs 50 autocorrelation times, and says how many steps that is', async () => {
  const short = await sampleEnsemble({ ...base, steps: 200 });
  const { stepsNeeded, enough, burnIn } = short.advice();
  expect(enough).toBe(false);
  expect(stepsNeeded).toBeGreaterThanOrEqual(Math.ceil(50 * Math.max(...short.autocorrelationTime())));
  expect(() => short.summary()).toThrow(
    new RegExp(
      `The chain has 200 steps, .* times the autocorrelation time of x\\[\\d\\] .* at least ${stepsNeeded} steps\\. .*\\[ensemble/short-chain\\]`,
    ),
  );
  expect(short.summary({ allowShort: true }).discard).toBe(burnIn);
  const long = await sampleEnsemble({ ...base, steps: 6000, names: ['a', 'b'] });
  const summary = long.summary();
  const { mean = 9, sd = 9, mcseMean = 9, ess = 0, autocorrelationTime = 0 } = summary.row('a') ?? {};
  expect(Math.abs(mean)).toBeLessThan(5 * mcseMean);
  expect(Math.abs(sd - 1)).toBeLessThan(5 * mcseMean);
  expect(ess).toBeCloseTo((summary.steps * 20) / autocorrelationTime, 6);
  expect(long.advice().thin).toBe(Math.floor(Math.min(...long.autocorrelationTime()) / 2));
  expect(String(summary)).toMatch(/^ +mean +sd +16 % .* tau\na +-?0\.\d+ /);
});

test('the way from a distant start is burn-in, not correlation', async () => {
  const result = await sampleEnsemble({ ...base, steps: 4000, start: { center: [500, -300], spread: 1 } });
  const { burnIn, autocorrelationTime, stepsNeeded } = result.advice();
  const arrived = burnIn - Math.ceil(2 * Math.max(...autocorrelationTime));
  expect(arrived).toBeGreaterThan(20);
  expect(arrived).toBeLessThan(500);
  expect(stepsNeeded).toBe(arrived + Math.ceil(50 * Math.max(...autocorrelationTime)));
  const all = result.autocorrelationTime({ discard: 0 });
  expect(Math.max(...all)).toBeGreaterThan(1.2 * Math.max(...autocorrelationTime));
  const { rows, discard } = result.summary();
  expect(discard).toBe(burnIn);
  for (const { mean, sd, mcseMean } of rows) {
    expect(Math.abs(mean)).toBeLessThan(5 * mcseMean);
    expect(sd).toBeCloseTo(1, 1);
  }
});

test('walkers that never move have no autocorrelation time', async () => {
  const start = Array.from({ length: 20 }, (_, w) => [w, w * w]);
  const known = new Set(start.map(([x]) => x));
  const stuck = await sampleEnsemble({
    ...base,
    start,
    logProbability: (x: Float64Array) => (known.has(x[0]) ? 0 : Number.NEGATIVE_INFINITY),
  });
  expect([...stuck.acceptanceFractions]).toEqual(new Array(20).fill(0));
  expect(stuck.advice().burnIn).not.toBeNaN(); // walkers differ, so there is a time, and it is long
  expect(Math.max(...stuck.autocorrelationTime())).toBeGreaterThan(10);
  expect(() => stuck.summary()).toThrow('[ensemble/short-chain]');
  const single = await sampleEnsemble({ ...base, steps: 1 });
  expect(single.advice().burnIn).toBeNaN();
  expect(() => single.summary()).toThrow(
    'The autocorrelation time of x[0], x[1] does not exist: no walker moved there, or there are fewer than two steps. Start elsewhere, or draw more; allowShort: true summarizes the draws as they are. [ensemble/stuck]',
  );
  expect(single.summary({ allowShort: true }).rows[0]?.ess).toBeNaN();
});

test('NaN and +Infinity: an error that says where, or refused and counted', async () => {
  const holed = (x: Float64Array) => (x[0]! > 1.5 ? Number.NaN : normal(x));
  const run = sampleEnsemble({
    ...base,
    steps: 500,
    start: { center: [0, 0], spread: 0.1 },
    logProbability: holed,
    names: ['a', 'b'],
  });
  await expect(run).rejects.toThrow(
    /^The log probability is NaN at a = 1\.\d+, b = -?\d\.\d+, proposed to walker \d+ in step \d+\. .*\[ensemble\/log-probability\]$/,
  );
  const error = await run.result.catch((reason) => reason);
  expect(error).toBeInstanceOf(CredenceError);
  expect(holed(Float64Array.from(error.details.position))).toBeNaN();
  const start = { center: [0, 0], spread: 0.1 };
  const refused = await sampleEnsemble({ ...base, steps: 500, start, logProbability: holed, invalid: 'reject' });
  const bounded = (x: Float64Array) => (x[0]! > 1.5 ? Number.NEGATIVE_INFINITY : normal(x));
  const outside = await sampleEnsemble({ ...base, steps: 500, start, logProbability: bounded });
  expect(refused.chain).toEqual(outside.chain);
  expect([refused.invalid > 0, outside.invalid]).toEqual([true, 0]);
  const infinite = sampleEnsemble({
    ...base,
    steps: 500,
    start,
    logProbability: (x) => (x[0]! > 1 ? Infinity : 0),
  });
  await expect(infinite).rejects.toThrow('The log probability is Infinity at x[0] = ');
});

test.each([1, 3])('an evaluation that fails ends the run, and its draws are kept (thin %d)', async (thin) => {
  const whole = await sampleEnsemble({ ...base, thin });
  let evaluations = 0;
  const failing = (fail: () => number) => (x: Float64Array) => (++evaluations > 20 * 100 + 15 ? fail() : normal(x));
  const run = { ...base, thin, steps: 200 };
  const failure = await failureOf(sampleEnsemble({ ...run, logProbability: failing(() => Number.NaN) }));
  const { result, message } = failure;
  const kept = Math.floor(99 / thin); // the start takes 20 evaluations, and the last group is the second of its step
  expect(failure.code).toBe('ensemble/log-probability');
  expect(message).toMatch(
    /^The log probability is NaN at x\[0\] = \S+, x\[1\] = \S+, proposed to walker \d+ in step 99\. .* The \d+ steps of 20 walkers that were kept before are the error's result; start: error\.result\.last goes on from them\. \[ensemble\/log-probability\]$/,
  );
  expect(failure.details).toMatchObject({ iteration: 99 });
  expect([result.steps, result.stopped, result.last.iteration]).toEqual([kept, true, 99]);
  const common = Math.min(kept, 50) * 40;
  expect(result.chain.subarray(0, common)).toEqual(whole.chain.subarray(0, common));
  // What goes on from it draws what a run without the failure would have drawn.
  const unbroken = await sampleEnsemble({ ...base, steps: 120, thin: 1 });
  const onwards = await sampleEnsemble({ ...base, seed: 4, steps: 21, start: result.last });
  expect(onwards.chain).toEqual(unbroken.chain.subarray(99 * 40));

  evaluations = 0;
  const boom = new TypeError('boom');
  const threw = await failureOf(
    sampleEnsemble({
      ...run,
      logProbability: failing(() => {
        throw boom;
      }),
    }),
  );
  expect(threw.cause).toBe(boom);
  expect(threw.message).toMatch(/^The log probability threw: TypeError: boom\. The .*\[ensemble\/evaluation\]$/);
  expect(threw.result.chain).toEqual(result.chain);
});

async function failureOf(run: PromiseLike<unknown>): Promise<EnsembleFailure> {
  const error = await Promise.resolve(run).catch((reason: unknown) => reason);
  if (error instanceof EnsembleFailure) return error;
  throw new Error(`not an EnsembleFailure: ${String(error)}`);
}

test('a run that was stopped at once, and one of a single step, print', async () => {
  const run = sampleEnsemble(base);
  run.stop();
  expect(String(await run)).toMatch(/stopped early; acceptance 0\.00; no step was kept$/);
  expect(String(await sampleEnsemble({ ...base, steps: 1 }))).toMatch(/; a parameter has no autocorrelation time$/);
});

test('a function that gives no number', async () => {
  const nothing = sampleEnsemble({
    ...base,
    logProbability: (x) => JSON.parse(x.length === 2 ? '"no"' : '0'),
  });
  await expect(nothing).rejects.toThrow(
    /^logProbability returned no, which is not a number, at \[.*\]\. \[ensemble\/log-prob/,
  );
  expect(() => sampleEnsemble({ ...base, logProbability: JSON.parse('3') })).toThrow(
    'logProbability is 3; it must be a function from a place to its log probability. Or give a density. [ensemble/log-probability]',
  );
  const thrown = sampleEnsemble({
    ...base,
    logProbability: () => {
      throw new Error('mine');
    },
  });
  await expect(thrown).rejects.toThrow('mine');
  const unfilled = sampleEnsemble({ ...base, vectorized: true, logProbability: () => {} });
  await expect(unfilled).rejects.toThrow('The log probability of walker 0 is NaN at its start');
});

test('a start where the log probability is not finite', async () => {
  const half = (x: Float64Array) => (x[0]! < 0 ? Number.NEGATIVE_INFINITY : normal(x));
  const start = Array.from({ length: 20 }, (_, w) => [w === 3 || w === 5 ? -1 - w : w + 1, w * w]);
  await expect(sampleEnsemble({ ...base, start, logProbability: half })).rejects.toThrow(
    'The log probability of walker 3 is -Infinity at its start, x[0] = -4, x[1] = 9 (2 walkers start where it is not finite). Start all walkers where it is finite. [ensemble/start-log-probability]',
  );
});

describe('refused at once', () => {
  const rows = (row: (w: number) => number[]) => Array.from({ length: 20 }, (_, w) => row(w));
  const cases: readonly [string, object][] = [
    [
      'There are 3 walkers in 2 dimensions; there must be at least twice as many as dimensions, 4. With fewer, half of them span a subspace only. liveDangerously: true allows it. [ensemble/walkers]',
      { walkers: 3 },
    ],
    [
      'walkers is 2.5; it must be a whole number of at least 2 (a walker moves by the places of others). [ensemble/walkers]',
      { walkers: 2.5 },
    ],
    [
      'steps is 0; it must be a whole number of at least 1 (the steps kept of each walker). [ensemble/steps]',
      { steps: 0 },
    ],
    [
      'thin is 0; it must be a whole number of at least 1 (the steps made for each one kept). [ensemble/thin]',
      { thin: 0 },
    ],
    [
      'dimension is 0; it must be a whole number of at least 1 (the number of parameters). [ensemble/dimension]',
      { dimension: 0 },
    ],
    ['names holds [a, a]; it must hold 2 different ones, one a dimension. [ensemble/names]', { names: ['a', 'a'] }],
    ["invalid is 'ignore'; it must be 'throw' or 'reject'. [ensemble/invalid]", { invalid: 'ignore' }],
    ['moves is an empty list; give at least one move, or leave it out. [ensemble/moves]', { moves: [] }],
    [
      'The weight of moves[1] is -1; it must be finite and above 0. [ensemble/moves]',
      { moves: [stretchMove(), [walkMove(), -1]] },
    ],
    ['moves[0] is not a move; make one with stretchMove(). [ensemble/moves]', { moves: ['stretch'] }],
    [
      '6 walkers in 2 groups leave 3 standing still while a group moves; the move walk needs 4 in 2 dimensions. Take more walkers. [ensemble/walkers]',
      { walkers: 6, moves: walkMove({ s: 4 }) },
    ],
    [
      '5 walkers in 7 groups leave 4 standing still while a group moves; the move stretch needs 1 in 2 dimensions. Take more walkers. [ensemble/walkers]',
      { walkers: 5, moves: stretchMove({ splits: 7 }) },
    ],
    [
      'start is missing: give the places of all walkers, or a ball of them, { center, spread }. [ensemble/start]',
      { start: undefined },
    ],
    ['start holds 39 numbers; 20 walkers in 2 dimensions need 40. [ensemble/start]', { start: new Float64Array(39) }],
    [
      'start: walker 4 has 3 coordinates; there are 2 dimensions. [ensemble/start]',
      { start: rows((w) => (w === 4 ? [1, 2, 3] : [w, w * w])) },
    ],
    [
      'start: x[1] of walker 2 is Infinity; all coordinates must be finite. [ensemble/start]',
      { start: rows((w) => [w, w === 2 ? Infinity : w * w]) },
    ],
    [
      'start: center has 3 and spread 2 values ([1, 1]); both need 2, and spreads must be above 0. [ensemble/start]',
      { start: { center: [0, 0, 0], spread: 1 } },
    ],
    [
      'start: center has 2 and spread 2 values ([1, 0]); both need 2, and spreads must be above 0. [ensemble/start]',
      { start: { center: [0, 0], spread: [1, 0] } },
    ],
    [
      'All 20 walkers start with the same x[1]: they lie in one hyperplane. Moves never leave it, so the start must spread in all directions: pass { center, spread }. [ensemble/start-dependent]',
      { start: rows((w) => [w, 3]) },
    ],
    [
      'There is no memory for 100000000000000 steps of 20 walkers in 2 dimensions (45776367188 MiB). Keep fewer steps: thin. [ensemble/memory]',
      { steps: 1e14 },
    ],
    ['A seed must be a whole number between -(2^53 - 1) and 2^53 - 1, but it is 0.5. [random/seed]', { seed: 0.5 }],
  ];
  test.each(cases)('%s', (message, options) => {
    expect(() => sampleEnsemble({ ...base, ...options })).toThrow(message);
  });

  test('walkers within rounding of one line, with the condition number', () => {
    const start = rows((w) => [w, 2 * w + 1 + (w % 3) * 1e-9]);
    expect(() => sampleEnsemble({ ...base, start })).toThrow(
      /^The walkers start linearly dependent: the condition number of their deviations is \d\.\de\+(9|10), and must be at most 1e8\. /,
    );
    expect(() => sampleEnsemble({ ...base, start, skipInitialStateCheck: true })).not.toThrow();
  });

  test('a state that does not fit', async () => {
    const { last } = await sampleEnsemble(base);
    expect(() => sampleEnsemble({ ...base, start: last, seed: 5 })).toThrow(
      'seed is 5, but the state to start from goes on with the numbers of seed 4. Leave seed out; for new numbers, start from its positions. [ensemble/seed]',
    );
    expect(() => sampleEnsemble({ ...base, start: { ...last, dimension: 3 } })).toThrow(
      'The state to start from has the format credence-ensemble/1 and 3 dimensions; this run needs credence-ensemble/1 with 2. [ensemble/start]',
    );
  });
});

test('what is asked of a result that it has not', async () => {
  const result = await sampleEnsemble(base);
  expect(() => result.draws('y')).toThrow(
    'There is no parameter y. There are x[0], x[1], or their numbers from 0. [ensemble/parameter]',
  );
  expect(() => result.draws(0, { discard: 50 })).toThrow(
    'discard is 50 and thin 1, of 50 steps; discard must be a whole number below that, and thin one of at least 1. [ensemble/discard]',
  );
  expect(() => result.position(50, 0)).toThrow('There is no step 50 among 50, counted from 0. [ensemble/index]');
  expect(() => result.state(-1)).toThrow('There is no step -1 among 50, counted from 0. [ensemble/index]');
});
