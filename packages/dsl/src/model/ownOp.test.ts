/** An op of one's own: a function of existing ones, or a lane program with its derivative; the guide shows this code. */
import { readFileSync } from 'node:fs';
import {
  constant,
  defineBinary,
  defineUnary,
  evaluate,
  evaluateNumber,
  log,
  type Tensor,
  tanh,
} from '@credence/autodiff';
import { elementwiseLaws } from '@credence/autodiff/testing';
import { compile, custom, Model, sample } from '@credence/dsl';
import { expm1Program, expProgram, log1pProgram } from '@credence/numerics';

const LOG_PI = 1.1447298858494002;

/** Huber's loss (1964): a parabola up to `knee`, a line beyond. */
const huber = (x: Tensor, knee: number) => {
  const inner = x.abs().minimum(knee);
  return inner.square().mul(0.5).add(x.abs().sub(inner).mul(knee));
};

/** log(cosh(x)), which neither overflows nor loses digits near 0. */
const logCosh = defineUnary({
  name: 'acme.logCosh',
  program: (lanes, x) => {
    const size = lanes.abs(x);
    const half = lanes.constant(0.5);
    return lanes.branch(
      lanes.less(size, half),
      // cosh(x) - 1 = m² / (2 (1 + m)) with m = exp(|x|) - 1
      () => {
        const m = lanes.call(expm1Program, size);
        const above = lanes.div(lanes.mul(half, lanes.mul(m, m)), lanes.add(lanes.constant(1), m));
        return lanes.call(log1pProgram, above);
      },
      // log(cosh(x)) = |x| + log(1 + exp(-2 |x|)) - log 2
      () => {
        const decay = lanes.call(expProgram, lanes.mul(lanes.constant(-2), size));
        return lanes.add(lanes.sub(size, lanes.constant(Math.LN2)), lanes.call(log1pProgram, decay));
      },
    );
  },
  partials: [(_, x) => tanh(x)],
  checkAt: [[-800], [-3], [-0.5], [-1e-9], [0], [0.3], [0.5], [2], [Infinity], [NaN]],
});

test('a function of existing ops needs no definition', () => {
  expect([...evaluate([huber(constant([-3, 0.5, 4]), 1)], {})[0]!]).toEqual([2.5, 0.125, 3.5]);
});

describe('logCosh', () => {
  for (const { name, check } of elementwiseLaws(logCosh)) {
    test(name, check);
  }

  // mpmath: log(cosh(x)) with 40 digits
  test.each([
    [1e-9, 5e-19],
    [0.3, 0.0443407699259403],
    [0.5, 0.12011450695827752],
    [2, 1.3250027473578645],
    [800, 799.30685281944],
  ])('has its digits at %d', (x, expected) => {
    expect(Math.abs(evaluateNumber(logCosh(x)) / expected - 1)).toBeLessThan(1e-15);
  });

  test('in a model', async () => {
    const y = [1.2, -0.4, 3.1, 0.7, 1.9, -6, 1.1, 0.2];
    const model = new Model('hyperbolic secant');
    const mu = model.normal('mu', { mu: 0, sigma: 5 });
    const sigma = model.halfNormal('sigma', { sigma: 2 });
    const noise = custom({
      name: 'HyperbolicSecant',
      parameters: { mu, sigma },
      logProb: (x, { mu, sigma }) => logCosh(x.sub(mu).div(sigma)).add(log(sigma)).neg().sub(LOG_PI),
    });
    model.random('y', noise, { observed: y });
    const posterior = await sample(model, { seed: 1 });
    expect(posterior.verdict.converged).toBe(true);
    const at = { mu: 0.5, sigma: 1.5 };
    const secants = y.reduce((total, value) => total - Math.log(Math.cosh((value - 0.5) / 1.5) * 1.5 * Math.PI), 0);
    const priors = -0.005 - Math.log(5) - 0.28125 + Math.LN2 - Math.log(2) - Math.log(2 * Math.PI);
    expect(compile(model).logDensity(at)).toBeCloseTo(secants + priors, 10);
  });
});

describe('a name', () => {
  const identity = { program: <V>(_: unknown, x: V): V => x, partials: [() => 1], checkAt: [[0], [1]] } as const;

  test('without a prefix is refused: the library may have it one day', () => {
    expect(() => defineUnary({ ...identity, name: 'exp' })).toThrow(
      "An op of your own is named 'exp'; put a prefix of your own and a dot before it, as in 'acme.exp'",
    );
  });

  test('of two ops in one graph is refused', () => {
    const first = defineUnary({ ...identity, name: 'acme.same' });
    const second = defineBinary({
      name: 'acme.same',
      program: (lanes, a, b) => lanes.add(a, b),
      partials: [() => 1, () => 1],
      checkAt: [[0, 1]],
    });
    const model = new Model('twice');
    const x = model.normal('x', { mu: 0, sigma: 1 });
    model.potential('y', second(first(x), 1));
    expect(() => compile(model)).toThrow("Two definitions of the op 'acme.same' meet in one graph.");
  });
});

test('the guide shows the code of this file', () => {
  const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
  const blocks = [...read('../../../../docs/how-to/add-an-op.md').matchAll(/```ts\n(.*?)```/gs)];
  expect(blocks).toHaveLength(4);
  for (const [, code = ''] of blocks) expect(read('./ownOp.test.ts')).toContain(code);
});
