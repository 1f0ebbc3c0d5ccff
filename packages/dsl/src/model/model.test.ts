/** Declarations, their shapes and names, and the error of every mistake in them. */
import { broadcastTo, expandDims, gather, matMul, mean, parameter, sub, sum } from '@credence/autodiff';
import { CredenceError } from '@credence/numerics';
import { compile, defineDistribution, expr, Model, positiveParameter, supports, Variable } from '../index.js';

const prior = { mu: 0, sigma: 1 };

function failureOf(run: () => unknown): CredenceError {
  try {
    run();
  } catch (failure) {
    if (failure instanceof CredenceError) return failure;
    throw failure;
  }
  throw new Error('nothing was thrown');
}

function regression(): Model {
  const model = new Model('regression', { coords: { school: ['A', 'B', 'C'], year: 2 } });
  model.data('x', [0.5, 1.5, 2.5]);
  model.normal('alpha', prior);
  model.halfNormal('tau', { sigma: 5 });
  return model;
}

describe('shapes', () => {
  test.each<[string, (model: Model) => Variable, readonly number[]]>([
    ['parameters that are numbers give a scalar', (m) => m.normal('y', prior), []],
    ['a parameter with axes gives its shape', (m) => m.normal('y', { mu: 'x', sigma: 'tau' }), [3]],
    ['parameters broadcast', (m) => m.normal('y', { mu: [[1], [2]], sigma: [[1, 2, 3]] }), [2, 3]],
    ['shape states it', (m) => m.normal('y', prior, { shape: [4, 2] }), [4, 2]],
    ['a number is one axis', (m) => m.normal('y', prior, { shape: 4 }), [4]],
    ['dims give it', (m) => m.normal('y', prior, { dims: ['year', 'school'] }), [2, 3]],
    ['one dim may stand alone', (m) => m.normal('y', prior, { dims: 'school' }), [3]],
    ['observed data give it', (m) => m.normal('y', prior, { observed: [[1], [2]] }), [2, 1]],
    ['typed arrays are vectors', (m) => m.normal('y', prior, { observed: new Float32Array(5) }), [5]],
    [
      'flat values with a shape',
      (m) => m.normal('y', prior, { observed: { values: [1, 2, 3, 4], shape: [2, 2] } }),
      [2, 2],
    ],
    ['a formula has its own', (m) => m.deterministic('y', 'alpha * x'), [3]],
    ['vectors of a multivariate', (m) => m.multivariateNormal('y', { mu: 'x', cov: identity(3) }), [3]],
    ['many vectors', (m) => m.multivariateNormal('y', { mu: 'x', cov: identity(3) }, { shape: [4, 3] }), [4, 3]],
  ])('%s', (_, declare, shape) => {
    const variable = declare(regression());
    expect(variable).toBeInstanceOf(Variable);
    expect(variable.shape).toEqual(shape);
    expect(variable.name).toBe('y');
  });

  test('a new dim takes its size from data', () => {
    const model = new Model();
    model.data('x', [1, 2, 3, 4], { dims: ['obs'] });
    expect(model.normal('y', prior, { dims: ['obs'] }).shape).toEqual([4]);
  });
});

const cases: readonly [string, (model: Model) => unknown, string, RegExp][] = [
  ['an empty name', (m) => m.normal('', prior), 'model/name', /^The name of a Normal must be a non-empty text/],
  ['a blank name', (m) => m.data('  ', [1]), 'model/name', /non-empty text/],
  ['brackets in a name', (m) => m.normal('a[0]', prior), 'model/name', /'a\[0\]' of a Normal may not hold brackets/],
  [
    'a duplicate name',
    (m) => m.normal('alpha', prior),
    'model/duplicate-name',
    /^The name 'alpha' is taken by alpha ~ Normal \(declared at .*model\.test\.ts:\d+:\d+\)\. Names in a model are unique\./,
  ],
  ['a duplicate name of data', (m) => m.deterministic('x', 1), 'model/duplicate-name', /taken by data x/],
  [
    'an unknown parameter',
    (m) => Reflect.apply(m.halfNormal, m, ['y', { sigmaa: 1 }]),
    'distribution/unknown-parameter',
    /^y ~ HalfNormal has no parameter 'sigmaa'\. It takes sigma, tau\. Did you mean 'sigma'\?/,
  ],
  [
    'a missing parameter',
    (m) => Reflect.apply(m.normal, m, ['y', { mu: 0 }]),
    'distribution/missing-parameter',
    /^y ~ Normal needs the parameter 'sigma' \(standard deviation, unit of x\)\./,
  ],
  [
    'no alternative',
    (m) => Reflect.apply(m.bernoulli, m, ['y', {}]),
    'distribution/missing-parameter',
    /Give \{ p \} or \{ logit \}\./,
  ],
  [
    'two alternatives',
    (m) => Reflect.apply(m.bernoulli, m, ['y', { p: 0.5, logit: 0 }]),
    'distribution/alternatives',
    /^y ~ Bernoulli: give \{ p \} or \{ logit \}, not parameters of both\./,
  ],
  [
    'a parameter of one way beside that of another',
    (m) => Reflect.apply(m.normal, m, ['y', { mu: 0, sigma: 1, tau: 1 }]),
    'distribution/alternatives',
    /^y ~ Normal: give \{ sigma \} or \{ tau \}, not parameters of both\./,
  ],
  [
    'half of a way that shares a name with another',
    (m) => Reflect.apply(m.beta, m, ['y', { mu: 0.2 }]),
    'distribution/missing-parameter',
    /^y ~ Beta needs the parameter 'nu' \(concentration\)\. Give \{ alpha, beta \} or \{ mu, nu \} or \{ mu, sigma \}\./,
  ],
  [
    'a negative constant scale',
    (m) => m.normal('y', { mu: 0, sigma: -1 }),
    'distribution/parameter',
    /^y ~ Normal: sigma must be > 0, and is -1\. sigma is the standard deviation, unit of x\./,
  ],
  [
    'a negative element of a scale',
    (m) => m.normal('y', { mu: 0, sigma: [1, 2, -3] }),
    'distribution/parameter',
    /sigma\[2\] must be > 0, and is -3/,
  ],
  [
    'a scale that data make negative',
    (m) => m.normal('y', { mu: 0, sigma: '1 - x' }),
    'distribution/parameter',
    /sigma\[1\] must be > 0, and is -0\.5/,
  ],
  [
    'a scale of NaN',
    (m) => m.normal('y', { mu: 0, sigma: Number.NaN }),
    'distribution/parameter',
    /sigma must be > 0, and is NaN/,
  ],
  ['an infinite mean', (m) => m.normal('y', { mu: Infinity, sigma: 1 }), 'distribution/parameter', /mu must be finite/],
  [
    'a probability of 2',
    (m) => m.bernoulli('y', { p: 2 }),
    'distribution/parameter',
    /p must be in \[0, 1\], and is 2/,
  ],
  [
    'bounds in the wrong order',
    (m) => m.uniform('y', { lower: 1, upper: 0 }),
    'support/bounds',
    /^y ~ Uniform: lower must be less than upper, and 1 is not less than 0\./,
  ],
  [
    'bounds in the wrong order in data',
    (m) => m.uniform('y', { lower: 1, upper: 'x' }),
    'support/bounds',
    /lower must be less than upper, which does not hold at \[0\]/,
  ],
  [
    'parameters that do not broadcast',
    (m) => m.normal('y', { mu: 'x', sigma: [1, 2] }),
    'shape/broadcast',
    /^y ~ Normal: parameters cannot broadcast: mu \[3\], sigma \[2\]\. Shapes are aligned from the right/,
  ],
  [
    'operands that do not broadcast',
    (m) => m.deterministic('y', m.variable('x').add([1, 2])),
    'shape/broadcast',
    /\[3\] with \[2\]/,
  ],
  [
    'parameters that do not fit the shape',
    (m) => m.normal('y', { mu: 'x', sigma: 1 }, { shape: 2 }),
    'shape/variable',
    /^y ~ Normal has the shape \[2\], and its parameters broadcast to \[3\], which does not fit into it\./,
  ],
  [
    'a column beside a vector, in a potential',
    (m) => m.potential('y', sub(m.data('column', [[1], [2], [3]]), m.variable('x')).square()),
    'shape/stretch',
    /^potential 'y': sub of the shapes \[3, 1\] and \[3\] would pair every element of one with every element of the other\. .* reshape to \[1, 3\]\./,
  ],
  [
    'a column beside a vector, in a formula',
    (m) => m.data('column', [[1], [2]]) && m.deterministic('y', 'exp(2 * column) - alpha * x'),
    'shape/stretch',
    /^deterministic 'y': sub of the shapes \[2, 1\] and \[3\]/,
  ],
  [
    'a column that matMul makes beside a vector',
    (m) =>
      m.deterministic(
        'y',
        matMul(
          [
            [1, 2],
            [3, 4],
          ],
          m.normal('b', prior, { shape: [2, 1] }),
        ).add([1, 2]),
      ),
    'shape/stretch',
    /add of the shapes \[2, 1\] and \[2\]/,
  ],
  [
    'a column of means beside a vector of scales',
    (m) => m.normal('y', { mu: [[1], [2], [3]], sigma: 'exp(alpha + x)' }),
    'shape/stretch',
    /^y ~ Normal: the parameters mu \[3, 1\], sigma \[3\]: broadcasting of the shapes \[3, 1\] and \[3\]/,
  ],
  [
    'a column observed for a row',
    (m) => m.normal('y', { mu: 'x', sigma: 1 }, { observed: [[1], [2], [3]] }),
    'shape/observed',
    /^y ~ Normal: the observed data have the shape \[3, 1\], and its parameters give \[3\]\. They must be exactly equal/,
  ],
  [
    'observed data that would be stretched',
    (m) => m.normal('y', prior, { shape: [3], observed: [1] }),
    'shape/observed',
    /\[1\], and it is declared with \[3\]/,
  ],
  [
    'a shape against dims',
    (m) => m.normal('y', prior, { shape: 2, dims: ['school'] }),
    'shape/option',
    /dims \(school\) give \[3\]/,
  ],
  [
    'a shape that is no size',
    (m) => m.normal('y', prior, { shape: [2.5] }),
    'shape/option',
    /whole numbers >= 0, not 2.5/,
  ],
  [
    'an unknown dim',
    (m) => m.normal('y', prior, { dims: ['pupil'] }),
    'model/dims',
    /no dimension 'pupil'\. Dimensions here: school, year/,
  ],
  ['a repeated dim', (m) => m.normal('y', prior, { dims: ['year', 'year'] }), 'model/dims', /'year' is listed twice/],
  [
    'data against their dims',
    (m) => m.data('z', [1, 2], { dims: ['school'] }),
    'shape/data',
    /give the shape \[3\].*have \[2\]/,
  ],
  [
    'an observed NaN',
    (m) =>
      m.normal('y', prior, {
        observed: [
          [0, 1],
          [2, Number.NaN],
        ],
      }),
    'data/nan',
    /^y ~ Normal: observed\[1,1\] is NaN\. Leave missing values out of the likelihood by missing: 'drop'/,
  ],
  [
    'a fraction among observed 0 and 1',
    (m) => m.bernoulli('y', { p: 0.5 }, { observed: [0, 1, 0.5] }),
    'data/integer',
    /^y ~ Bernoulli: observed\[2\] = 0\.5 is no whole number/,
  ],
  [
    'an observed value outside the support',
    (m) => m.logNormal('y', prior, { observed: [1, 2, -3] }),
    'data/support',
    /^y ~ LogNormal: observed\[2\] = -3 lies outside \(0, ∞\)\./,
  ],
  [
    'an observed 2 of 0 and 1',
    (m) => m.bernoulli('y', { p: 0.5 }, { observed: 2 }),
    'data/support',
    /observed = 2 lies outside \{0, 1\}/,
  ],
  [
    'an observed value outside bounds in data',
    (m) => m.uniform('y', { lower: 0, upper: 'x' }, { observed: [0, 1, 3] }),
    'data/support',
    /observed\[2\] = 3 lies outside \[0, x\]/,
  ],
  [
    'more successes than trials',
    (m) => m.binomial('y', { n: [3, 4], p: 0.5 }, { observed: [3, 5] }),
    'data/support',
    /observed\[1\] = 5 lies outside \{0, \.\.\., n\}, with n = 4, p = 0\.5\./,
  ],
  [
    'NaN in data',
    (m) => m.data('z', [1, Number.NaN]),
    'data/nan',
    /^data z: value\[1\] is NaN\. Leave missing values out/,
  ],
  [
    'NaN in an array of a formula',
    (m) => m.deterministic('z', expr`${m.variable('alpha')} * ${[1, Number.NaN]}`),
    'data/nan',
    /^value 1 of the formula: value\[1\] is NaN/,
  ],
  ['NaN in new data', (m) => m.withData({ x: [1, Number.NaN, 3] }), 'data/nan', /^withData: x: value\[1\] is NaN/],
  [
    'a tensor observed',
    (m) => m.normal('y', prior, { observed: m.variable('alpha') }),
    'model/observed',
    /^y ~ Normal: observed takes an array, or the handle of this model's data/,
  ],
  [
    'an unknown option of a variable',
    (m) => Reflect.apply(m.normal, m, ['y', prior, { observe: [1] }]),
    'model/option',
    /^y ~ Normal has no option 'observe'\. Options: shape, dims, observed, missing, mask, initial, support\. Did you mean 'observed'\?/,
  ],
  [
    'an unknown option of data',
    (m) => Reflect.apply(m.data, m, ['y', [1], { coords: 1 }]),
    'model/option',
    /^data y has no option 'coords'\. Options: dims, dtype, missing\./,
  ],
  [
    'an unknown option of a deterministic',
    (m) => Reflect.apply(m.deterministic, m, ['y', 1, { shape: 1 }]),
    'model/option',
    /^deterministic y has no option 'shape'\. Options: dims\./,
  ],
  [
    'options that are an array',
    (m) => Reflect.apply(m.normal, m, ['y', prior, [1, 2]]),
    'model/option',
    /^y ~ Normal has no option '0'/,
  ],
  [
    'more dims than axes',
    (m) => m.data('z', [1, 2, 3], { dims: ['school', 'year'] }),
    'shape/data',
    /^data z: dims \(school, year\) are for 2 axes, and the values have the shape \[3\]\./,
  ],
  [
    'a start outside the support',
    (m) => m.halfNormal('z', { sigma: 1 }, { shape: 2, initial: [1, -1] }),
    'model/initial-support',
    /^initial: z\[1\] = -1 lies outside \[0, ∞\), the support of 'z'\./,
  ],
  [
    'ragged data',
    (m) => m.data('z', [[1, 2], [3]]),
    'data/ragged',
    /^z: rows have different lengths, first seen at z\[1,0\]/,
  ],
  [
    'text among data',
    (m) => Reflect.apply(m.data, m, ['z', [1, 'two']]),
    'data/type',
    /^z\[1\] is 'two', not a number/,
  ],
  [
    'a wrong count of flat values',
    (m) => m.data('z', { values: [1, 2, 3], shape: [2, 2] }),
    'data/shape',
    /holds 4 values, and 3 are given/,
  ],
  ['fractions declared whole', (m) => m.data('z', [0.5], { dtype: 'int32' }), 'data/integer', /value 0 is 0\.5/],
  [
    'an index out of range',
    (m) => m.deterministic('y', 'x[7]'),
    'formula/index',
    /^Formula of deterministic 'y', column 3: index 7 is outside \[0, 3\) of axis 0/,
  ],
  [
    'an unknown name in a formula',
    (m) => m.deterministic('y', 'alpa + x'),
    'formula/name',
    /column 1: 'alpa' is not defined\. Names here: x, alpha, tau/,
  ],
  [
    'a syntax error in a formula',
    (m) => m.deterministic('y', 'alpha + * x'),
    'formula/syntax',
    /column 9: value expected/,
  ],
  [
    'a start of a wrong shape',
    (m) => m.normal('y', prior, { initial: [1, 2] }),
    'shape/initial',
    /initial has the shape \[2\]/,
  ],
  [
    'a handle of another model',
    (m) => m.normal('y', { mu: regression().variable('alpha').add(1), sigma: 1 }),
    'model/foreign-variable',
    /'alpha' is not a variable of the model 'regression'/,
  ],
  [
    'a bare parameter node',
    (m) => m.deterministic('y', parameter('q')),
    'model/foreign-variable',
    /'q' is not a variable/,
  ],
  [
    'a value of no known kind',
    (m) => Reflect.apply(m.deterministic, m, ['y', { a: 1 }]),
    'model/value',
    /not a value of type object/,
  ],
  [
    'a matrix that is a vector',
    (m) => m.multivariateNormal('y', { mu: 'x', cov: 'x' }),
    'shape/parameter',
    /'cov' must be a matrix/,
  ],
  [
    'a covariance of another size than the mean',
    (m) => m.multivariateNormal('y', { mu: 'x', cov: identity(2) }),
    'shape/parameter',
    /^y ~ MultivariateNormal: cov must be a square matrix with a row for each element of mu, and has the shape \[2, 2\] beside mu of length 3\./,
  ],
  [
    'a parameter that is not close to any other',
    (m) => Reflect.apply(m.normal, m, ['y', { mu: 0, width: 1 }]),
    'distribution/unknown-parameter',
    /It takes mu, sigma, tau\. \[/,
  ],
  ['an unknown variable', (m) => m.variable('alpah'), 'model/unknown-variable', /Did you mean 'alpha'\?/],
  ['new data for an unknown name', (m) => m.withData({ z: [1] }), 'model/unknown-data', /no data 'z'. It has x/],
];

test.each(cases)('%s is an error', (_, run, code, text) => {
  const failure = failureOf(() => run(regression()));
  expect(failure.code).toBe(code);
  expect(failure.message).toMatch(text);
  expect(failure.message.endsWith(`[${code}]`)).toBe(true);
});

test.each<[string, () => unknown, string, RegExp]>([
  [
    'repeated labels',
    () => new Model({ coords: { a: ['x', 'y', 'x'] } }),
    'model/coords',
    /label 'x' twice, again at 2/,
  ],
  [
    'an unknown option of a model',
    () => Reflect.construct(Model, ['m', { coord: { a: 1 } }]),
    'model/option',
    /^new Model\('m'\) has no option 'coord'\. Options: coords, use\. Did you mean 'coords'\?/,
  ],
  [
    'a distribution that is none',
    () => Reflect.construct(Model, ['m', { use: [{}] }]),
    'distribution/definition',
    /^new Model\('m'\): use holds a value of type object, which defineDistribution did not make\./,
  ],
  ['a size that is no size', () => new Model({ coords: { a: -1 } }), 'model/coords', /whole number, not -1/],
  [
    'no free variables',
    () => compile(new Model('fixed')),
    'model/no-free-variables',
    /^The model 'fixed' has no free variables/,
  ],
  [
    'a free whole number',
    () => {
      const model = new Model();
      model.bernoulli('k', { p: 0.5 });
      return compile(model);
    },
    'model/discrete-free',
    /^k ~ Bernoulli \(declared at .*model\.test\.ts:\d+:\d+\) is discrete and not observed/,
  ],
  [
    'a distribution under the name of a member',
    () => new Model({ use: [defineDistribution({ ...minimal, method: 'withData' })] }),
    'distribution/definition',
    /already has the member 'withData'/,
  ],
  [
    'two distributions of one method',
    () => new Model({ use: [defineDistribution(minimal), defineDistribution({ ...minimal, name: 'Other' })] }),
    'distribution/definition',
    /^Other: a model already has the member 'minimal'\. Give the distribution another method name\./,
  ],
  [
    'a distribution under the name of a field',
    () => new Model({ use: [defineDistribution({ ...minimal, method: 'name' })] }),
    'distribution/definition',
    /already has the member 'name'/,
  ],
  [
    'a method name that is none',
    () => defineDistribution({ ...minimal, method: 'my dist' }),
    'distribution/definition',
    /'my dist'/,
  ],
  [
    'an alternative that is no parameter',
    () => Reflect.apply(defineDistribution, undefined, [{ ...minimal, alternatives: [['rate']] }]),
    'distribution/definition',
    /the alternative 'rate' is not among its parameters/,
  ],
])('%s is an error', (_, run, code, text) => {
  const failure = failureOf(run);
  expect(failure.code).toBe(code);
  expect(failure.message).toMatch(text);
});

const minimal = {
  name: 'Minimal',
  method: 'minimal',
  parameters: { scale: positiveParameter('scale') },
  support: supports.positive,
  logProb: (x: Parameters<typeof supports.positive.contains>[0]) => x.neg(),
} as const;

test('axes of size 1 that are meant to stretch do', () => {
  const model = regression();
  const x = model.variable('x');
  expect(model.deterministic('pairs', expandDims(x, -1).sub(x)).shape).toEqual([3, 3]);
  expect(model.deterministic('centred', x.sub(mean(x, { keepDims: true }))).shape).toEqual([3]);
  const table = model.data('table', [
    [1, 2, 3],
    [4, 5, 6],
  ]);
  const rows = mean(table, { axes: 1, keepDims: true });
  expect(model.deterministic('outer', rows.add(x)).shape).toEqual([2, 3]);
  expect(model.deterministic('equal size', model.data('column', [[1], [2]]).add(table)).shape).toEqual([2, 3]);
  expect(model.deterministic('equal ranks', model.data('one', [[1], [2], [3]]).mul([[1, 2]])).shape).toEqual([3, 2]);
  expect(model.deterministic('one number', model.data('single', [[2]]).mul(x)).shape).toEqual([1, 3]);
});

test('a snapshot does not change with the model, and is frozen', () => {
  const model = regression();
  const snapshot = model.snapshot();
  model.normal('later', prior);
  expect(snapshot.declarations.map(({ name }) => name)).toEqual(['x', 'alpha', 'tau']);
  expect(Object.isFrozen(snapshot.declarations) && snapshot.declarations.every((one) => Object.isFrozen(one))).toBe(
    true,
  );
});

test('data are copied', () => {
  const model = new Model();
  const y = Float64Array.of(1, 2);
  model.normal('y', prior, { observed: y });
  y[0] = 9;
  expect(Array.from(model.snapshot().data.get('y')!.values)).toEqual([1, 2]);
});

test('new data give a new model of the same structure, and are checked', () => {
  const model = regression();
  model.normal('y', { mu: 'alpha * x', sigma: 'tau' }, { observed: [1, 2, 3] });
  model.logNormal('w', { mu: 'alpha', sigma: 1 }, { observed: 2 });
  const refit = model.withData({ x: [3, 4, 5], y: [0, 0, 0] });
  const [a, b] = [compile(model, { backend: 'reference' }), compile(refit, { backend: 'reference' })];
  expect(b.manifest.hash).toBe(a.manifest.hash);
  expect(b.compiled).toBe(a.compiled);
  const values = { alpha: 2, tau: 1 };
  expect(b.logDensity(values)).not.toBe(a.logDensity(values));
  const half = -0.5 * Math.log(2 * Math.PI);
  const likelihood = (x: readonly number[], y: readonly number[]) =>
    x.reduce((sum, xi, i) => sum + half - 0.5 * (y[i]! - 2 * xi) ** 2, 0);
  expect(b.logDensity(values) - a.logDensity(values)).toBeCloseTo(
    likelihood([3, 4, 5], [0, 0, 0]) - likelihood([0.5, 1.5, 2.5], [1, 2, 3]),
    12,
  );
  expect(failureOf(() => model.withData({ w: -1 })).code).toBe('data/support');
  expect(failureOf(() => model.withData({ y: [1, 2, Number.NaN] })).code).toBe('data/nan');
});

describe('new data of another shape', () => {
  const declare = (
    x: readonly number[],
    X: readonly (readonly number[])[],
    group: readonly number[],
    y: readonly number[],
  ) => {
    const model = new Model('m', { coords: { group: ['a', 'b'] } });
    const xs = model.data('x', x, { dims: ['obs'] });
    const matrix = model.data('X', X);
    const index = model.data('index', group);
    const a = model.normal('a', prior, { dims: 'group' });
    const beta = model.normal('beta', prior, { shape: 2 });
    const line = model.deterministic('line', gather(a, index).add(matMul(matrix, beta)).add(xs.mul(0.5)));
    model.normal('y', { mu: line, sigma: 'exp(a[0])' }, { observed: y, dims: ['obs'] });
    model.potential('centre', sum(a.square()).mul(-0.5));
    return model;
  };
  const small = declare(
    [1, 2],
    [
      [1, 2],
      [3, 4],
    ],
    [0, 1],
    [0.5, 0.6],
  );
  const large = {
    x: [1, 2, 3],
    X: [
      [1, 0],
      [0, 1],
      [2, 2],
    ],
    index: [1, 1, 0],
    y: [1, 2, 3],
  };

  test('gives what declaring it anew gives', () => {
    const again = small.withData(large);
    expect(again.variable('line').shape).toEqual([3]);
    const direct = declare(large.x, large.X, large.index, large.y);
    const at = { a: [0.3, -0.2], beta: [1, 2] };
    const [found, expected] = [compile(again), compile(direct)];
    expect(found.manifest.hash).toBe(expected.manifest.hash);
    expect(found.logDensity(at)).toBe(expected.logDensity(at));
    expect(compile(again.withData({ y: [0, 0, 0] })).manifest.hash).toBe(expected.manifest.hash);
    expect(compile(small).logDensity(at)).not.toBe(found.logDensity(at));
  });

  test('may have fractions where there were whole numbers', () => {
    const model = new Model();
    const x = model.data('x', [0, 1, 2]);
    const a = model.normal('a', prior);
    model.deterministic('line', a.mul(x));
    model.data('index', [0, 1], { dtype: 'int32' });
    const fractions = model.withData({ x: [0.5, 1.5, 2.5] });
    expect(compile(fractions).constrain(Float64Array.of(2)).line).toEqual(Float64Array.of(1, 3, 5));
    expect(compile(fractions.withData({ x: [1, 2, 3, 4] })).constrain(Float64Array.of(2)).line).toHaveLength(4);
    expect(fractions.withData({ x: [1, 2, 3, 4] }).variable('x').dtype).toBe('float64');
    expect(failureOf(() => model.withData({ index: [0.5, 1] })).code).toBe('data/integer');
  });

  test('of a data variable that is observed changes both', () => {
    const build = (y: readonly number[]) => {
      const model = new Model('m');
      const data = model.data('values', y);
      const mu = model.normal('mu', prior);
      model.normal('y', { mu: mu.add(data.mul(0.5)), sigma: 1 }, { observed: data });
      return model;
    };
    const at = (model: Model) => compile(model).logDensity({ mu: 0.25 });
    const first = build([1, 2]);
    expect(at(first)).toBeCloseTo(-1.5 * Math.log(2 * Math.PI) - (0.25 ** 2 + 0.25 ** 2 + 0.75 ** 2) / 2, 12);
    for (const y of [
      [3, 4],
      [1, 2, 5],
    ])
      expect(at(first.withData({ values: y }))).toBe(at(build(y)));
    expect(failureOf(() => first.withData({ y: [1, 2] })).message).toMatch(
      /'y' observes the data 'values'\. Give 'values'/,
    );
  });

  test('checks shapes as declaring does', () => {
    expect(failureOf(() => small.withData({ x: [1, 2, 3] })).code).toBe('shape/broadcast');
    expect(failureOf(() => small.withData({ ...large, y: [1, 2] })).message).toContain(
      'observed data have the shape [2]',
    );
  });

  test('takes new coords', () => {
    const model = new Model('m', { coords: { obs: ['i', 'j'] } });
    model.normal('y', prior, { observed: [1, 2], dims: 'obs' });
    model.normal('z', prior, { dims: 'obs' });
    expect(failureOf(() => model.withData({ y: [1, 2, 3] })).code).toBe('shape/observed');
    const longer = model.withData({ y: [1, 2, 3] }, { coords: { obs: ['i', 'j', 'k'] } });
    expect(longer.variable('z').shape).toEqual([3]);
  });

  test('says which operation cannot follow', () => {
    const model = new Model();
    const x = model.data('x', [1, 2]);
    const a = model.normal('a', prior);
    model.deterministic('b', broadcastTo(x, [2, 2]).mul(a));
    const failure = failureOf(() => model.withData({ x: [1, 2, 3] }));
    expect(failure.code).toBe('model/fixed-shape');
    expect(failure.message).toMatch(/through 'broadcastTo' of shape \[2, 2\] in b\. Write the expression as a formula/);
  });
});

test('a model prints its declarations', () => {
  const model = regression();
  model.normal('y', { mu: 'alpha * x', sigma: 'tau' }, { observed: [1, 2, 3] });
  expect(model.toString()).toBe(
    [
      "Model 'regression'",
      '  data x[3]',
      '  alpha ~ Normal(mu = 0, sigma = 1)',
      '  tau ~ HalfNormal(sigma = 5)',
      '  y[3] ~ Normal(mu = f(...)[3], sigma = tau)  observed',
    ].join('\n'),
  );
});

function identity(n: number): number[][] {
  return Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? 1 : 0)));
}
