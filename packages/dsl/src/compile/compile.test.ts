/** Compiled models: densities by name, gradients, terms, transforms, data, and the same numbers on every backend. */
import { gather } from '@credence/autodiff';
import { type CompiledModel, compile, densityFrom, Model, sample } from '../index.js';

function nested(): Model {
  const model = new Model('nested');
  const upper = model.exponential('upper', { scale: 2 });
  const lower = model.normal('lower', { mu: -3, sigma: 0.1 });
  const theta = model.uniform('theta', { lower, upper }, { shape: 3 });
  const tau = model.halfCauchy('tau', { beta: 5 });
  model.deterministic('double', theta.mul(2));
  model.normal('y', { mu: theta, sigma: tau }, { observed: [0.1, -1, 0.4] });
  model.potential('penalty', 'theta[0] * 0.25');
  return model;
}
const values = { upper: 1.5, lower: -2.5, theta: [0.2, -0.6, 1], tau: 0.8 };

/** The same density, written down directly. */
function byHand({ upper, lower, theta, tau }: typeof values): number {
  const normal = (x: number, mu: number, sigma: number) =>
    -0.5 * ((x - mu) / sigma) ** 2 - Math.log(sigma) - 0.5 * Math.log(2 * Math.PI);
  let total = -Math.log(2) - upper / 2 + normal(lower, -3, 0.1) - 3 * Math.log(upper - lower);
  total += Math.log(2 / Math.PI) - Math.log(5) - Math.log1p((tau / 5) ** 2) + 0.25 * theta[0]!;
  return total + normal(0.1, theta[0]!, tau) + normal(-1, theta[1]!, tau) + normal(0.4, theta[2]!, tau);
}

describe.each(['wasm', 'reference'] as const)('on the backend %s', (backend) => {
  let compiled: CompiledModel;
  beforeAll(() => {
    compiled = compile(nested(), { backend });
  });

  test('the log density at named values has no Jacobians', () => {
    expect(compiled.logDensity(values)).toBeCloseTo(byHand(values), 11);
  });

  test('gradients by name are derivatives', () => {
    const gradient = compiled.gradient(values);
    const h = 1e-5;
    for (const name of ['upper', 'lower', 'tau'] as const) {
      const slope =
        (byHand({ ...values, [name]: values[name] + h }) - byHand({ ...values, [name]: values[name] - h })) / (2 * h);
      expect(gradient[name]![0]).toBeCloseTo(slope, 6);
    }
    for (const i of [0, 1, 2]) {
      const moved = (by: number) => ({ ...values, theta: values.theta.map((x, j) => (j === i ? x + by : x)) });
      expect(gradient.theta![i]).toBeCloseTo((byHand(moved(h)) - byHand(moved(-h))) / (2 * h), 6);
    }
  });

  test('unconstrained values go there and back, and the density there has the Jacobians', () => {
    const position = compiled.unconstrain(values);
    expect(Array.from(compiled.valueAt('theta', position))).toEqual(values.theta.map((x) => expect.closeTo(x, 12)));
    expect(compiled.constrain(position).double![2]).toBeCloseTo(2, 12);
    const jacobian =
      Math.log(values.upper) +
      Math.log(values.tau) +
      values.theta.reduce((sum, x) => {
        const share = (x - values.lower) / (values.upper - values.lower);
        return sum + Math.log(values.upper - values.lower) + Math.log(share) + Math.log1p(-share);
      }, 0);
    const gradient = new Float64Array(compiled.dimension);
    expect(compiled.logDensityAndGradient(position, gradient)).toBeCloseTo(byHand(values) + jacobian, 10);
    expect(gradient.every(Number.isFinite)).toBe(true);
  });

  test('values outside a support, and bounds in the wrong order, have no density', () => {
    expect(compiled.logDensity({ ...values, tau: -1 })).toBe(-Infinity);
    expect(compiled.logDensity({ ...values, theta: [0, 0, 2] })).toBe(-Infinity);
    expect(compiled.logDensity({ ...values, upper: 0.5, lower: 0.6, theta: [0.55, 0.55, 0.55] })).toBe(-Infinity);
  });
});

test('a scale that varies is checked where it may leave its range, and only there', () => {
  const model = new Model();
  const a = model.normal('a', { mu: 1, sigma: 1 });
  model.normal('y', { mu: 0, sigma: a }, { observed: [1, 2] });
  const compiled = compile(model);
  const gradient = new Float64Array(1);
  expect(compiled.logDensityAndGradient(Float64Array.of(-1), gradient)).toBe(-Infinity);
  expect(compiled.logDensityAndGradient(Float64Array.of(1), gradient)).toBeGreaterThan(-10);
  const safe = new Model();
  const b = safe.normal('b', { mu: 1, sigma: 1 });
  safe.normal('y', { mu: 0, sigma: b.square().add(1e-3) }, { observed: [1, 2] });
  const text = compile(safe).graph.logDensity;
  const names = new Set<string>();
  const visit = (node: typeof text): void => {
    names.add(node.op.name);
    node.inputs.forEach(visit);
  };
  visit(text);
  expect(names.has('where')).toBe(false);
});

test('debug shows every term, and why one is not finite', () => {
  const compiled = compile(nested());
  const report = compiled.debug({ ...values, tau: -1 });
  expect(report.logDensity).toBe(Number.NEGATIVE_INFINITY);
  expect(report.terms.map(({ name, kind }) => [name, kind])).toEqual([
    ['upper', 'prior'],
    ['lower', 'prior'],
    ['theta', 'prior'],
    ['tau', 'prior'],
    ['y', 'likelihood'],
    ['penalty', 'potential'],
  ]);
  expect(report.broken.map(({ name, reason }) => [name, reason])).toEqual([
    ['tau', 'tau = -1 lies outside [0, ∞)'],
    ['y', 'sigma = -1 must be > 0'],
  ]);
  expect(report.toString()).toMatch(
    /^Log density -Infinity; terms \(log probability\):\n {2}upper +Exponential +-1\.44315\n/,
  );
  expect(report.toString()).toMatch(/\n {2}penalty +potential +0\.05$/);
  const fine = compiled.debug(values);
  expect(fine.broken).toEqual([]);
  expect(fine.logDensity).toBeCloseTo(compiled.logDensity(values), 12);
});

test('names that are missing or unknown are errors', () => {
  const compiled = compile(nested());
  expect(() => compiled.logDensity({ ...values, taau: 1 })).toThrow("no free variable 'taau'. Did you mean 'tau'?");
  const { tau: _, ...rest } = values;
  expect(() => compiled.logDensity(rest)).toThrow("A value of 'tau' is missing");
  expect(() => compiled.logDensity({ ...values, theta: [1, 2] })).toThrow(
    "The value of 'theta' has the shape [2], and the variable [3]",
  );
});

test('data are not part of the module', () => {
  const build = (y: readonly number[], weights: readonly number[]) => {
    const model = new Model('m');
    const mu = model.normal('mu', { mu: 0, sigma: 1 });
    model.normal('y', { mu: mu.mul(weights), sigma: [1, 2] }, { observed: y });
    return model;
  };
  const [a, b] = [compile(build([1, 2], [3, 4])), compile(build([5, 6], [7, 8]))];
  expect(b.compiled).toBe(a.compiled);
  expect(b.logDensity({ mu: 0.5 })).not.toBe(a.logDensity({ mu: 0.5 }));
  expect(compile(build([1, 2], [3, 4])).logDensity({ mu: 0.5 })).toBe(a.logDensity({ mu: 0.5 }));
});

test('a compiled model is plain data that gives the same bits elsewhere', () => {
  const compiled = compile(nested());
  const copy = structuredClone(compiled.description!);
  expect(copy).toEqual(compiled.description);
  expect(copy.manifest.layout.entries.map(({ name, transform }) => [name, transform])).toEqual([
    ['upper', 'log'],
    ['lower', 'identity'],
    ['theta', 'logit'],
    ['tau', 'log'],
  ]);
  const position = Float64Array.from({ length: 6 }, (_, i) => 0.3 * i - 0.7);
  const [here, there] = [new Float64Array(6), new Float64Array(6)];
  expect(densityFrom(copy).logDensityAndGradient(position, there)).toBe(compiled.logDensityAndGradient(position, here));
  expect(there).toEqual(here);
  expect(compiled.remote!.description).toEqual(copy);
  expect(compile(nested(), { backend: 'reference' }).description).toBeUndefined();
});

test('indices in data are checked when they are used, and again with other data', () => {
  const model = new Model();
  const a = model.normal('a', { mu: 0, sigma: 1 }, { shape: 3 });
  const county = model.data('county', [0, 2, 3]);
  const wrong = /^y ~ Normal, mu: county\[2\] = 3 is outside \[0, 3\), axis 0 of 'a'\. .*\[index\/range\]$/;
  const declare = () => model.normal('y', { mu: gather(a, county), sigma: 1 }, { observed: [1, 2, 3] });
  expect(declare).toThrow(wrong);
  expect(() => model.normal('y', { mu: 'a[county]', sigma: 1 })).toThrow(wrong);
  const good = new Model();
  good.normal('a', { mu: 0, sigma: 1 }, { shape: 3 });
  good.data('county', [3, 2, 1]);
  good.normal('y', { mu: 'a[county - 1]', sigma: 1 }, { observed: [1, 2, 3] });
  const at = (model: Model) => compile(model).logDensity({ a: [1, 2, 4] });
  expect(at(good.withData({ county: [1, 2, 3] })) - at(good)).toBeCloseTo((9 + 4 - 1) / 2, 11);
  expect(() => good.withData({ county: [1, 0, 3] })).toThrow(
    /^y ~ Normal, mu: the index\[1\] = -1 is outside \[0, 3\), axis 0 of 'a'\./,
  );
});

test('a deterministic that is a variable itself keeps its values', async () => {
  const model = new Model();
  const a = model.normal('a', { mu: 0, sigma: 1 });
  const b = model.deterministic('b', a);
  model.deterministic('c', b.add(1));
  const posterior = await sample(model, { draws: 10, tune: 10, chains: 1, seed: 1, progress: false });
  expect(posterior.draws(b).values).toEqual(posterior.draws('a').values);
  expect(posterior.draws('c').values[3]).toBe(posterior.draws(a).values[3]! + 1);
});
