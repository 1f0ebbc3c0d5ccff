/** Variables on supports of vectors and matrices: sizes, density, draws, starts, and what errors say. */
import { CredenceError } from '@credence/numerics';
import { compile, densityFrom, Model, sample, sampleEnsemble, samplePriorPredictive, supports } from '../index.js';
import { coordinateName } from './layout.js';

const QUIET = { progress: false, workers: 0 } as const;
const normal = (x: number, sigma: number) => -0.5 * (x / sigma) ** 2 - Math.log(sigma) - 0.5 * Math.log(2 * Math.PI);

/** Free variables on all of them. */
function everything(): Model {
  const model = new Model('supports', { coords: { cut: 3 } });
  model.normal('before', { mu: 0, sigma: 1 }, { shape: 2 });
  model.normal('cut', { mu: 0, sigma: 5 }, { dims: ['cut'], support: supports.ordered });
  model.flat('theta', {}, { shape: [2, 4], support: supports.simplex });
  model.normal('direction', { mu: 0, sigma: 1 }, { shape: 3, support: supports.unitVector });
  model.normal('effect', { mu: 0, sigma: 2 }, { shape: 5, support: supports.zeroSum });
  model.flat('R', {}, { shape: [3, 3], support: supports.correlation });
  model.flat('L', {}, { shape: [3, 3], support: supports.choleskyCorrelation });
  model.normal('S', { mu: 0, sigma: 3 }, { shape: [2, 2], support: supports.covariance });
  model.normal('after', { mu: 0, sigma: 1 });
  return model;
}

test('the flat vector has the unconstrained sizes, values their own shapes', () => {
  const compiled = compile(everything());
  const { layout, values } = compiled.manifest;
  expect(compiled.dimension).toBe(2 + 3 + 2 * 3 + 3 + 4 + 3 + 3 + 3 + 1);
  expect(layout.dimension).toBe(28);
  expect(
    layout.entries.map(({ name, size, unconstrainedSize, offset }) => [name, size, unconstrainedSize, offset]),
  ).toEqual([
    ['before', 2, 2, 0],
    ['cut', 3, 3, 2],
    ['theta', 8, 6, 5],
    ['direction', 3, 3, 11],
    ['effect', 5, 4, 14],
    ['R', 9, 3, 18],
    ['L', 9, 3, 21],
    ['S', 4, 3, 24],
    ['after', 1, 1, 27],
  ]);
  expect([1, 4, 9, 13, 17, 20, 27].map((i) => coordinateName(layout, i))).toEqual([
    'before[1]',
    'cut[2]',
    'theta (simplex)[1,1]',
    'direction[2]',
    'effect (zeroSum)[3]',
    'R (correlation)[2]',
    'after',
  ]);
  expect(values.find(({ name }) => name === 'theta')?.shape).toEqual([2, 4]);
});

test.each(['wasm', 'reference'] as const)('%s: there and back, density and gradient', (backend) => {
  const compiled = compile(everything(), { backend });
  const position = Float64Array.from({ length: compiled.dimension }, (_, i) => Math.sin(3 * i + 1));
  const own = compiled.constrain(position);
  const { R = [], L = [] } = own;
  const again = compiled.unconstrain({ ...own });
  for (const [i, value] of again.entries()) {
    // Of a unit vector the length is lost.
    if (i < 11 || i > 13) expect(value).toBeCloseTo(position[i]!, 11);
  }
  expect([R[0], R[4], R[8]].every((value) => Math.abs(value! - 1) < 1e-14)).toBe(true);
  expect(L[1]).toBe(0);
  const normals =
    [...own.before!, ...own.after!, ...own.direction!].reduce((sum, x) => sum + normal(x, 1), 0) +
    own.cut!.reduce((sum, x) => sum + normal(x, 5), 0) +
    own.effect!.reduce((sum, x) => sum + normal(x, 2), 0) +
    own.S!.reduce((sum, x) => sum + normal(x, 3), 0);
  expect(compiled.logDensity({ ...own })).toBeCloseTo(normals, 10);
  const slopes = compiled.gradient({ ...own });
  expect(Array.from(slopes.cut!)).toEqual(Array.from(own.cut!, (x) => expect.closeTo(-x / 25, 12)));
  expect(slopes.R).toHaveLength(9);
  const gradient = new Float64Array(compiled.dimension);
  const density = compiled.logDensityAndGradient(position, gradient);
  const jacobians = compiled.debugPosition(position).terms.filter(({ kind }) => kind === 'jacobian');
  expect(jacobians.map(({ name }) => name)).toEqual([
    'cut (ordered)',
    'theta (simplex)',
    'direction (unitVector)',
    'R (correlation)',
    'L (choleskyCorrelation)',
    'S (covariance)',
  ]);
  expect(density).toBeCloseTo(normals + jacobians.reduce((sum, { logProbability }) => sum + logProbability, 0), 10);
  const scratch = new Float64Array(compiled.dimension);
  for (const i of position.keys()) {
    const at = (h: number) =>
      compiled.logDensityAndGradient(
        position.map((x, k) => (k === i ? x + h : x)),
        scratch,
      );
    const central = (h: number) => (at(h) - at(-h)) / (2 * h);
    expect(Math.abs((4 * central(5e-4) - central(1e-3)) / 3 - gradient[i]!)).toBeLessThan(1e-7);
  }
});

test('it goes to a worker as plain data, and other data keep the hash', () => {
  const of = (y: readonly number[]) => {
    const model = everything();
    model.normal('y', { mu: model.variable('cut'), sigma: 1 }, { observed: y });
    return model;
  };
  const model = of([1, 2, 3]);
  const compiled = compile(model);
  const copy = densityFrom(structuredClone(compiled.description!));
  const position = Float64Array.from({ length: compiled.dimension }, (_, i) => Math.cos(i));
  const [a, b] = [new Float64Array(position.length), new Float64Array(position.length)];
  expect(copy.logDensityAndGradient(position, a)).toBe(compiled.logDensityAndGradient(position, b));
  expect(Array.from(a)).toEqual(Array.from(b));
  const other = compile(model.withData({ y: [0, 2, 9] }));
  expect(other.manifest.hash).toBe(compiled.manifest.hash);
  expect(other.dimension).toBe(compiled.dimension);
});

test('other data of another size declare the model anew, with its supports', () => {
  const model = new Model();
  const x = model.data('x', [1, 2, 3], { dims: ['obs'] });
  model.normal('effect', { mu: 0, sigma: 1 }, { dims: ['obs'], support: supports.zeroSum });
  model.normal('y', { mu: x.mul(model.variable('effect')), sigma: 1 }, { observed: [1, 2, 3] });
  const more = model.withData({ x: [1, 2, 3, 4], y: [1, 2, 3, 4] }, { coords: { obs: 4 } });
  expect(compile(more).dimension).toBe(3);
  expect(more.toString()).toContain('effect[obs] ~ Normal(mu = 0, sigma = 1) restricted to the vectors that sum to 0');
});

test('draws come in the variable’s own shape, and follow the restricted density', async () => {
  // Uniform on the simplex: mean 1/3, variance 1/18. Ordered pair of normals: means -+ 1/sqrt(pi).
  const model = new Model();
  model.flat('theta', {}, { shape: 3, support: supports.simplex });
  model.normal('pair', { mu: 0, sigma: 1 }, { shape: 2, support: supports.ordered });
  model.flat('direction', {}, { shape: 2, support: supports.unitVector });
  model.normal('effect', { mu: 0, sigma: 2 }, { shape: 4, support: supports.zeroSum });
  const posterior = await sample(model, { draws: 1500, tune: 500, chains: 2, seed: 6, ...QUIET });
  const expected: Readonly<Record<string, readonly [number, number]>> = {
    'theta[0]': [1 / 3, Math.sqrt(1 / 18)],
    'theta[2]': [1 / 3, Math.sqrt(1 / 18)],
    'pair[0]': [-1 / Math.sqrt(Math.PI), Math.sqrt(1 - 1 / Math.PI)],
    'pair[1]': [1 / Math.sqrt(Math.PI), Math.sqrt(1 - 1 / Math.PI)],
    'direction[1]': [0, Math.SQRT1_2],
    'effect[0]': [0, 2 * Math.sqrt(3 / 4)],
    'effect[3]': [0, 2 * Math.sqrt(3 / 4)],
  };
  const { rows } = posterior.summary();
  expect(rows).toHaveLength(3 + 2 + 2 + 4);
  for (const { name, mean, sd, mcseMean, mcseSd } of rows) {
    const known = expected[name];
    if (known === undefined) continue;
    // 14 comparisons, false alarm 1e-4 in all.
    expect(Math.abs(mean - known[0]) / mcseMean).toBeLessThan(4.5);
    expect(Math.abs(sd - known[1]) / mcseSd).toBeLessThan(4.5);
  }
});

test('an ensemble moves the unconstrained values, and gives back the variable’s', async () => {
  const model = new Model();
  model.flat('theta', {}, { shape: 3, support: supports.simplex });
  const fit = await sampleEnsemble(model, { walkers: 16, steps: 50, seed: 1, ...QUIET });
  expect(fit.posterior({ allowShort: true }).summary().rows).toHaveLength(3);
});

test('values to begin at are on the variable’s own scale', async () => {
  const model = new Model();
  model.flat(
    'theta',
    {},
    {
      shape: [2, 3],
      support: supports.simplex,
      initial: [
        [0.2, 0.3, 0.5],
        [0.1, 0.1, 0.8],
      ],
    },
  );
  model.normal('cut', { mu: 0, sigma: 1 }, { shape: 2, support: supports.ordered });
  const posterior = await sample(model, {
    draws: 10,
    tune: 10,
    chains: 1,
    seed: 2,
    initial: { cut: [-1, 1] },
    ...QUIET,
  });
  expect(posterior.summary().rows).toHaveLength(8);
});

describe('draws from the prior', () => {
  const draw = (declare: (model: Model) => void, draws = 4000) => {
    const model = new Model();
    declare(model);
    return samplePriorPredictive(model, { draws, seed: 3 }).group('prior').variable('x');
  };

  test('of many exchangeable numbers are sorted', () => {
    const x = draw((model) => model.normal('x', { mu: 1, sigma: 2 }, { shape: 30, support: supports.ordered }), 200);
    for (let first = 0; first < x.values.length; first += 30) {
      const event = x.values.subarray(first, first + 30);
      expect(event.every((value, i) => i === 0 || value > event[i - 1]!)).toBe(true);
    }
    expect(Math.abs(x.values.reduce((sum, value) => sum + value, 0) / x.values.length - 1)).toBeLessThan(
      4.5 * (2 / Math.sqrt(6000)),
    );
  });

  test('of others are drawn until they are ordered', () => {
    // Normals about 0 and 1 given that they ascend, d = x_1 - x_0 is normal(1, 2) cut at 0.
    const x = draw((model) => model.normal('x', { mu: [0, 1], sigma: 1 }, { support: supports.ordered }));
    const alpha = -1 / Math.SQRT2;
    const hazard = Math.exp(-0.5 * alpha ** 2) / Math.sqrt(2 * Math.PI) / 0.7602499389065233;
    const mean = 1 + Math.SQRT2 * hazard;
    const sd = Math.SQRT2 * Math.sqrt(1 + alpha * hazard - hazard ** 2);
    const steps = Array.from({ length: 4000 }, (_, i) => x.values[2 * i + 1]! - x.values[2 * i]!);
    expect(Math.min(...steps)).toBeGreaterThan(0);
    expect(Math.abs(steps.reduce((sum, d) => sum + d, 0) / 4000 - mean)).toBeLessThan((4.5 * sd) / Math.sqrt(4000));
  });

  test('that never lie there are errors', () => {
    expect(() => draw((model) => model.normal('x', { mu: [9, 0], sigma: 0.1 }, { support: supports.ordered }))).toThrow(
      /^x ~ Normal \(declared at .*\) was drawn 10000 times, and never in the ordered vectors, to which it is restricted\. Give 'x' a distribution that is there more often/,
    );
    expect(() =>
      draw((model) => model.normal('x', { mu: 0, sigma: 1 }, { shape: 2, support: supports.zeroSum })),
    ).toThrow(
      "samplePriorPredictive: x ~ Normal cannot be drawn: draws of Normal never lie in the vectors that sum to 0. Give 'x' a distribution on this support, or leave out what depends on it by the option variables. [predict/no-random]",
    );
  });
});

describe('errors', () => {
  const failureOf = (run: () => unknown): CredenceError => {
    try {
      run();
    } catch (failure) {
      if (failure instanceof CredenceError) return failure;
      throw failure;
    }
    throw new Error('nothing was thrown');
  };
  const model = () => new Model();
  const at = { mu: 0, sigma: 1 };
  test.each<[string, () => unknown, string]>([
    [
      'observed values outside',
      () =>
        model().normal('y', at, {
          support: supports.simplex,
          observed: [
            [0.5, 0.5],
            [0.5, 0.52],
          ],
        }),
      'y ~ Normal: observed[1] sums to 1.02, and must sum to 1. Check the data or choose another distribution. [data/support]',
    ],
    [
      'a declared start outside',
      () => model().normal('y', at, { shape: 3, support: supports.ordered, initial: [1, 1, 2] }),
      "initial: y has [1] = 1 behind [0] = 1, and its elements must ascend: it lies outside the ordered vectors, the support of 'y'. [model/initial-support]",
    ],
    [
      'one number for all elements of an ordered vector',
      () => model().normal('y', at, { shape: 2, support: supports.ordered, initial: 1 }),
      "initial: y has [1] = 1 behind [0] = 1, and its elements must ascend: it lies outside the ordered vectors, the support of 'y'. [model/initial-support]",
    ],
    [
      'no axis for a vector',
      () => model().normal('y', at, { support: supports.ordered }),
      'y ~ Normal: the support ordered is one of vectors, and the shape is []. State shape or dims of at least 1 axis. [shape/support]',
    ],
    [
      'a matrix that is not square',
      () => model().normal('y', at, { shape: [2, 3], support: supports.covariance }),
      'y ~ Normal: the matrix must be square, and has 2 rows and 3 columns. State the shape [k, k]. [shape/support]',
    ],
    [
      'a discrete distribution',
      () => model().poisson('y', { mu: 2 }, { shape: 2, support: supports.ordered }),
      'y ~ Poisson: support restricts continuous variables, and this distribution is discrete. [model/support]',
    ],
    [
      'whole numbers',
      () => model().normal('y', at, { support: supports.counts }),
      'y ~ Normal: support restricts continuous variables, and integers holds whole numbers only. [model/support]',
    ],
    [
      'bounds that vary',
      () => {
        const other = model();
        const low = other.normal('low', at);
        other.normal('y', at, { support: supports.lowerBounded(low) });
      },
      'y ~ Normal: the bounds of the option support are numbers, and these are computed from other variables or data. Give them to the parameters of a distribution. [model/support]',
    ],
  ])('%s', (_, run, text) => {
    expect(failureOf(run).message).toBe(text);
  });

  test('a name in place of a support', () => {
    const method: string = 'normal';
    const declare: (name: string, parameters: unknown, options: unknown) => unknown = Reflect.get(model(), method);
    expect(failureOf(() => declare('y', at, { support: 'ordered' })).message).toBe(
      "y ~ Normal: support is 'ordered'; give one of supports, e.g. supports.ordered. [model/support]",
    );
  });

  test('values for `sample` and `debug`', async () => {
    const own = model();
    own.normal('cut', at, { shape: 2, support: supports.ordered });
    own.gamma('rate', { alpha: 2, beta: 1 }, { shape: 2, support: supports.ordered });
    await expect(async () => sample(own, { initial: { cut: [2, 1] }, ...QUIET })).rejects.toThrow(
      "initial: cut has [1] = 1 behind [0] = 2, and its elements must ascend: it lies outside the ordered vectors, the support of 'cut'. [model/initial-support]",
    );
    const report = compile(own)
      .debug({ cut: [2, 1], rate: [-1, 1] })
      .toString();
    expect(report).toContain('-Infinity  <- cut has [1] = 1 behind [0] = 2, and its elements must ascend');
    expect(report).toContain('-Infinity  <- rate[0] = -1 lies outside (0, ∞)');
  });
});

test('a distribution’s own support stays in force, by a guard only where the other does not imply it', () => {
  const model = new Model();
  model.gamma('x', { alpha: 2, beta: 1 }, { shape: 2, support: supports.ordered });
  const compiled = compile(model);
  const gradient = new Float64Array(2);
  expect(compiled.logDensityAndGradient(Float64Array.of(-1, 0), gradient)).toBe(Number.NEGATIVE_INFINITY);
  expect(Number.isFinite(compiled.logDensityAndGradient(Float64Array.of(0.5, 0), gradient))).toBe(true);
  const implied = new Model();
  implied.gamma('x', { alpha: 2, beta: 1 }, { shape: 2, support: supports.positiveOrdered });
  const [prior] = compile(implied).graph.terms;
  expect(prior?.total.op.name).toBe('sum');
});
