/** Hidden Markov chains against sums over all paths, solutions of differential equations against exact ones, gradients, refusals. */
import {
  concat,
  evaluate,
  evaluateNumber,
  gradient,
  mul,
  parameter,
  slice,
  sub,
  type Tensor,
} from '@credence/autodiff';
import { keyFromSeed, stream } from '@credence/numerics';
import { compile, hiddenMarkov, Model, odeSolve, sample, supports } from '../index.js';

const at = (y: Tensor, i: number) => slice(y, [{ from: i, to: i + 1 }]);
const transition = [
  [0.7, 0.2, 0.1],
  [0.3, 0.6, 0.1],
  [0.25, 0.25, 0.5],
];
const initial = [0.5, 0.3, 0.2];

/** The probability of everything, path by path. */
function allPaths(emissions: readonly (readonly number[])[]): number {
  const walk = (time: number, state: number): number => {
    const seen = Math.exp(emissions[time]![state]!);
    if (time === emissions.length - 1) return seen;
    return seen * initial.reduce((sum, _, next) => sum + transition[state]![next]! * walk(time + 1, next), 0);
  };
  return initial.reduce((sum, weight, state) => sum + weight * walk(0, state), 0);
}

test.each([1, 2, 6])('the states of %d times are summed out', (times) => {
  const rng = stream(keyFromSeed(4), times);
  const emissions = Array.from({ length: times }, () => Array.from({ length: 3 }, () => 2 * rng.normal()));
  const value = evaluateNumber(hiddenMarkov({ logEmissions: emissions, transition, initial }));
  expect(value).toBeCloseTo(Math.log(allPaths(emissions)), 12);
});

test('far below the range of probabilities it keeps its digits, and its gradient is that of the sum over paths', () => {
  const deep = Array.from({ length: 400 }, (_, t) => [-900 - t, -910 - t, -1000 - t]);
  const lifted = deep.map((row, t) => row.map((value) => value + 900 + t));
  const value = evaluateNumber(hiddenMarkov({ logEmissions: deep, transition, initial }));
  const shift = deep.reduce((sum, _, t) => sum - 900 - t, 0);
  expect(value - shift).toBeCloseTo(evaluateNumber(hiddenMarkov({ logEmissions: lifted, transition, initial })), 6);
  const emissions = parameter('e', [5, 3]);
  const rng = stream(keyFromSeed(5), 0);
  const x = Float64Array.from({ length: 15 }, () => rng.normal());
  const [slope] = evaluate(gradient(hiddenMarkov({ logEmissions: emissions, transition, initial }), [emissions]), {
    e: x,
  });
  const rows = (values: Float64Array) => Array.from({ length: 5 }, (_, t) => [...values.subarray(3 * t, 3 * t + 3)]);
  for (const i of x.keys()) {
    const moved = (h: number) => Math.log(allPaths(rows(x.map((value, j) => (j === i ? value + h : value)))));
    expect(slope![i]).toBeCloseTo((moved(1e-5) - moved(-1e-5)) / 2e-5, 8);
  }
  // Responsibilities of a time sum to one.
  for (const row of rows(slope!)) expect(row.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
});

test('means of hidden states are found', async () => {
  const rng = stream(keyFromSeed(6), 0);
  let state = 0;
  const seen = Array.from({ length: 150 }, () => {
    if (rng.uniform() < 0.1) state = 1 - state;
    return (state === 0 ? -2 : 2) + rng.normal();
  });
  const model = new Model('states');
  const stay = model.beta('stay', { alpha: 8, beta: 2 });
  const mu = model.normal('mu', { mu: [-1, 1], sigma: 2 }, { support: supports.ordered });
  const y = model.data('y', seen);
  const logEmissions = sub(y.expandDims(-1), mu).square().mul(-0.5);
  const row = stay.expandDims(0);
  const flip = sub(1, row);
  const chain = concat([row, flip, flip, row], 0).reshape([2, 2]);
  model.potential('seen', hiddenMarkov({ logEmissions, transition: chain, initial: [0.5, 0.5] }));
  expect(compile(model).dimension).toBe(3);
  const posterior = await sample(model, { draws: 500, tune: 500, chains: 2, seed: 2, progress: false, workers: 0 });
  const [low, high, p] = ['mu[0]', 'mu[1]', 'stay'].map(
    (name) => posterior.summary().rows.find((own) => own.name === name)!,
  );
  expect(Math.abs(low!.mean + 2)).toBeLessThan(4 * low!.sd);
  expect(Math.abs(high!.mean - 2)).toBeLessThan(4 * high!.sd);
  expect(Math.abs(p!.mean - 0.9)).toBeLessThan(4 * p!.sd);
  expect(low!.sd).toBeLessThan(0.3);
});

/** u' = w, w' = -u: a circle. */
const circle = (_: Tensor, y: Tensor) => concat([at(y, 1), at(y, 0).neg()], 0);

test('a circle: the error falls with the fifth power of the step, and is estimated', () => {
  const times = [0.5, 1, 3];
  const errorOf = (steps: number) => {
    const { states, error } = odeSolve(circle, [0, 1], times, { steps });
    const [values, estimate] = evaluate([states, error]);
    const errors = times.flatMap((t, i) => [
      Math.abs(values![2 * i]! - Math.sin(t)),
      Math.abs(values![2 * i + 1]! - Math.cos(t)),
    ]);
    return { largest: Math.max(...errors), estimate: estimate![0]! };
  };
  const [coarse, fine] = [errorOf(5), errorOf(10)];
  expect(coarse.largest / fine.largest).toBeGreaterThan(25);
  expect(coarse.largest / fine.largest).toBeLessThan(45);
  expect(fine.largest).toBeLessThan(1e-6);
  // Estimated of one step; the whole error is of a few of them.
  expect(coarse.estimate).toBeGreaterThan(coarse.largest / 20);
  expect(coarse.estimate).toBeLessThan(20 * coarse.largest);
});

test('explicit time, a start other than 0, and gradients by parameters and initial values', () => {
  const k = parameter('k');
  const y0 = parameter('y0', [1]);
  // y' = -k t y: y(t) = y0 exp(-k (t² - 1) / 2) from t = 1.
  const { states } = odeSolve((t, y) => mul(y, mul(k.neg(), t)), y0, [2, 3], { start: 1, steps: 60 });
  const [rate, first] = [0.4, 2.5];
  const last = slice(states, [1, 0]);
  const [value, byK, byStart] = evaluate([last, ...gradient(last, [k, y0])], { k: rate, y0: [first] });
  const exact = first * Math.exp(-4 * rate);
  expect(value![0]).toBeCloseTo(exact, 10);
  expect(byK![0]).toBeCloseTo(-4 * exact, 8);
  expect(byStart![0]).toBeCloseTo(exact / first, 10);
});

test('a rate is recovered from noisy states, with the error of the solution kept beside it', async () => {
  const model = new Model('decay');
  const rate = model.logNormal('rate', { mu: 0, sigma: 1 });
  const times = [0.5, 1, 2, 4];
  const { states, error } = odeSolve((_, y) => mul(y, rate.neg()), [10], times, { steps: 8 });
  model.deterministic('error', error);
  const observed = times.map((t) => [10 * Math.exp(-0.7 * t)]);
  model.normal('y', { mu: states, sigma: 0.1 }, { observed });
  const posterior = await sample(model, { draws: 500, tune: 500, chains: 2, seed: 3, progress: false, workers: 0 });
  const [own] = posterior.summary('rate').rows;
  expect(Math.abs(own!.mean - 0.7)).toBeLessThan(4 * own!.sd);
  expect(Math.max(...posterior.draws('error').values)).toBeLessThan(1e-4);
});

test.each<readonly [string, () => unknown, RegExp]>([
  [
    'shape/hidden-markov',
    () => hiddenMarkov({ logEmissions: [[0, 0]], transition, initial }),
    /got logEmissions \[1, 2\], transition \[3, 3\], initial \[3\]/,
  ],
  ['ode/times', () => odeSolve(circle, [0, 1], [1, 1]), /must ascend from the start 0, and times\[1\] = 1 does not/],
  ['ode/times', () => odeSolve(circle, [0, 1], [0.5], { start: 1 }), /times\[0\] = 0\.5/],
  ['ode/times', () => odeSolve(circle, [0, 1], []), /times is empty/],
  ['ode/steps', () => odeSolve(circle, [0, 1], [1], { steps: 0 }), /not 0/],
  ['ode/shape', () => odeSolve(circle, 1, [1]), /shape \[\]; it is a vector/],
  ['ode/shape', () => odeSolve(() => 1, [0, 1], [1]), /gives the shape \[\] for a state of shape \[2\]/],
])('%s', (code, make, message) => {
  expect(make).toThrow(expect.objectContaining({ code, message: expect.stringMatching(message) }));
});
