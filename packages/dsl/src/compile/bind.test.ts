/** A compiled model with other data: the same module, the same numbers as compiling anew, and what does not fit is refused. */
import { gather } from '@credence/autodiff';
import { compile, Model, sample } from '../index.js';
import { failureOf } from '../testing/failureOf.js';

function line(x: readonly number[], y: readonly number[], group: readonly number[] = [0, 1, 0, 1]): Model {
  const model = new Model('line');
  const xs = model.data('x', x);
  const groups = model.data('group', Int32Array.from(group));
  const ys = model.data('y values', y);
  const effect = model.normal('effect', { mu: 0, sigma: 1 }, { shape: 2 });
  const slope = model.normal('slope', { mu: 0, sigma: 2 });
  const mean = model.deterministic('mean', slope.mul(xs).add(gather(effect, groups)));
  model.normal('y', { mu: mean, sigma: 0.5 }, { observed: ys });
  return model;
}
const X = [0, 1, 2.5, 3];
const Y = [0.2, 1.4, 1.7, 3.3];
const values = { effect: [0.3, -0.2], slope: 1.1 };

describe.each(['wasm', 'reference'] as const)('on the backend %s', (backend) => {
  test.each([
    ['data of a variable', (model: Model) => model.withData({ x: [1, -1, 0.5, 2] })],
    ['observed values by the name of their data', (model: Model) => model.withData({ 'y values': [3, 2, 1, 0] })],
    ['several at once', (model: Model) => model.withData({ x: [4, 3, 2, 1], group: Int32Array.from([1, 1, 0, 0]) })],
  ])('%s: the density, the gradient, the values are those of compiling anew', (_, change) => {
    const model = line(X, Y);
    const compiled = compile(model, { backend });
    const other = change(model);
    const bound = compiled.bind(other);
    const anew = compile(other, { backend });
    expect(bound.logDensity(values)).toBe(anew.logDensity(values));
    expect(bound.logDensity(values)).not.toBe(compiled.logDensity(values));
    expect(bound.gradient(values)).toEqual(anew.gradient(values));
    const position = Float64Array.of(0.1, -0.4, 0.7);
    expect(bound.valueAt('mean', position)).toEqual(anew.valueAt('mean', position));
    expect(bound.manifest).toBe(compiled.manifest);
    // The first one keeps its own data.
    expect(compiled.logDensity(values)).toBe(compile(model, { backend }).logDensity(values));
  });
});

test('the graph is kept where only data changed, and a model declared again fits too', () => {
  const model = line(X, Y);
  const compiled = compile(model);
  const bound = compiled.bind(model.withData({ x: [1, 1.5, 1, 1] }));
  expect(bound.compiled).toBe(compiled.compiled);
  const again = compiled.bind(line([1, 1.5, 1, 1], Y));
  expect(again.compiled).toBe(compiled.compiled);
  expect(again.logDensity(values)).toBe(bound.logDensity(values));
});

test('sampling what was bound gives the draws of the model compiled with its data', async () => {
  const options = { draws: 50, tune: 100, chains: 1, seed: 3, workers: 0, progress: false, rewrites: false } as const;
  const model = line(X, Y);
  const other = model.withData({ 'y values': [3, 2, 1, 0] });
  const bound = await sample(compile(model).bind(other), options);
  const anew = await sample(other, options);
  expect(bound.draws('slope').values).toEqual(anew.draws('slope').values);
  expect(bound.draws('mean').values).toEqual(anew.draws('mean').values);
  const workers = await sample(compile(model).bind(other), { ...options, chains: 2, draws: 20 });
  expect([...workers.toInferenceData().group('observed_data').variable('y').values]).toEqual([3, 2, 1, 0]);
});

test.each([
  ['more data', () => line([...X, 4], [...Y, 5], [0, 1, 0, 1, 1])],
  ['a variable more', () => withMore(line(X, Y))],
  ['another distribution', () => withStudent()],
  ['whole numbers where fractions were', () => line([0, 1, 2, 3], Y)],
])('what is not the compiled model is refused: %s', (_, other) => {
  const compiled = compile(line(X, Y));
  const model = other();
  expect(failureOf(() => compiled.bind(model))).toMatchObject({
    code: 'compile/other-model',
    message: expect.stringContaining(
      `bind: '${model.snapshot().name}' is not the compiled model 'line' with other data of the same shapes and types. Compile it.`,
    ),
  });
});

function withMore(model: Model): Model {
  model.normal('more', { mu: 0, sigma: 1 });
  return model;
}

function withStudent(): Model {
  const model = new Model('student');
  const effect = model.normal('effect', { mu: 0, sigma: 1 }, { shape: 2 });
  const slope = model.normal('slope', { mu: 0, sigma: 2 });
  const mean = model.deterministic('mean', slope.mul(model.data('x', X)).add(gather(effect, [0, 1, 0, 1])));
  model.studentT('y', { nu: 4, mu: mean, sigma: 0.5 }, { observed: Y });
  return model;
}

test('a snapshot names the data that observed values come from', () => {
  const model = line(X, Y);
  model.normal('z', { mu: 0, sigma: 1 }, { observed: [1] });
  expect([...model.snapshot().observedData]).toEqual([['y', 'y values']]);
  expect([...model.withData({ x: [1, 2, 3, 4] }).snapshot().observedData]).toEqual([['y', 'y values']]);
});
