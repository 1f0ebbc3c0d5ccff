/** Densities on TensorFlow.js: uploads that stay, evaluations that leave nothing, errors, and what runs on the host. */

import { CredenceError } from '@credence/numerics';
import { data, parameter } from '../../graph/literal.js';
import type { Tensor } from '../../graph/tensor.js';
import { applyElementwise } from '../../ops/elementwise.js';
import * as ops from '../../ops/index.js';
import { expectAgreement } from '../../testing/agree.js';
import { tfjsBackendNames, tfjsBackends } from '../../testing/cases/tfjsBackends.js';
import { evaluate } from '../reference.js';
import { compileTfjs } from './compile.js';
import { bindTfjs } from './density.js';
import { loadTfjs } from './load.js';

const { add, cholesky, exp, gather, log, matMul, mul, square, sub, sum, triangularSolve } = ops;
const tf = await loadTfjs();

const mu = parameter('mu');
const theta = parameter('theta', [3]);
const y = data('y', [5]);
const group = data('group', [5], 'int32');
const covariance = add(matMul(theta.reshape([3, 1]), theta.reshape([1, 3])), [
  [2, 0, 0],
  [0, 2, 0],
  [0, 0, 2],
]);
const normal = sum(mul(-0.5, square(sub(y, add(mu, gather(theta, group))))));
const correlated = sum(square(triangularSolve(cholesky(covariance), theta)));
const logDensity = sub(sub(normal, correlated), log(add(1, exp(mu))));
const program = compileTfjs({
  parameters: [mu, theta],
  data: [y, group],
  logDensity,
  outputs: { effects: [add(mu, theta), square(mu)] },
});
const values = { y: Float64Array.of(1, 2, 3, 4, 5), group: Float64Array.of(0, 1, 2, 2, 0) };
const position = Float64Array.of(0.5, 0.25, -0.5, 1);

function failure(action: () => unknown): CredenceError {
  try {
    action();
  } catch (error) {
    if (error instanceof CredenceError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe.each(tfjsBackendNames)('on %s', (backend) => {
  beforeAll(() => tf.setBackend(backend));

  test('gives density, gradient and other outputs', () => {
    const density = bindTfjs(tf, program, values);
    const gradient = new Float64Array(4);
    const inputs = { ...values, mu: 0.5, theta: position.subarray(1) };
    const [value] = evaluate([logDensity], inputs)[0]!;
    expect(density.backend).toBe(backend);
    expect(density.logDensityAndGradient(position, gradient)).toBeCloseTo(value!, 4);
    const step = 1e-5;
    gradient.forEach((slope, k) => {
      const at = (h: number) => {
        const moved = position.map((x, i) => (i === k ? x + h : x));
        return evaluate([logDensity], { ...values, mu: moved[0]!, theta: moved.subarray(1) })[0]![0]!;
      };
      expect(slope).toBeCloseTo((at(step) - at(-step)) / (2 * step), 4);
    });
    const [effects, squared] = density.evaluate('effects', position);
    expect([...effects!]).toEqual([0.75, 0, 1.5]);
    expect([...squared!]).toEqual([0.25]);
    density.dispose();
  });

  test('uploads once, leaves nothing behind, and frees what it kept', () => {
    const before = tf.memory().numTensors;
    const density = bindTfjs(tf, program, values);
    const gradient = new Float64Array(4);
    const run = () => {
      density.logDensityAndGradient(position, gradient);
      density.evaluate('effects', position);
    };
    run();
    const bound = tf.memory().numTensors;
    expect(bound).toBeGreaterThan(before);
    for (let i = 0; i < 20; i++) run();
    expect(tf.memory().numTensors).toBe(bound);
    density.dispose();
    expect(tf.memory().numTensors).toBe(before);
    expect(failure(run)).toMatchObject({
      code: 'tfjs/disposed',
      message: expect.stringContaining('was disposed of. Bind the program again.'),
    });
  });

  test.each<[string, (x: Tensor) => Tensor]>([
    ['log1p', ops.log1p],
    ['expm1', ops.expm1],
    ['sigmoid', ops.sigmoid],
    ['softplus', ops.softplus],
    ['exp', ops.exp],
    ['tanh', ops.tanh],
  ])('%s keeps the digits of small results', (_, f) => {
    const small = [1e-3, 1e-5, 1e-7, 1e-9, 1e-20].flatMap((x) => [x, -x]);
    const x = Float64Array.from([...small, -10, -20, -60, 0.1, -0.5, 3, 1e6, Number.POSITIVE_INFINITY], Math.fround);
    const input = parameter('x', [x.length]);
    const density = bindTfjs(tf, compileTfjs({ parameters: [input], outputs: { y: [f(input)] } }));
    const [found] = density.evaluate('y', x);
    const [expected] = evaluate([f(input)], { x });
    expected!.forEach((value, i) => {
      if (Number.isNaN(value) || Math.abs(value) === Number.POSITIVE_INFINITY) expect(found![i]).toBe(value);
      else if (Math.abs(value) < 3e38) expect(Math.abs(found![i]! - value)).toBeLessThanOrEqual(1e-5 * Math.abs(value));
    });
    density.dispose();
  });

  test('names what runs on the host', () => {
    const density = bindTfjs(tf, program, values);
    const { hostKernels, calls, backend: named } = density.explain();
    expect(named).toBe(backend);
    expect(hostKernels.map(({ name }) => name).sort()).toEqual(['cholesky', 'triangularSolve']);
    for (const { reason } of hostKernels) expect(reason).toBe('TensorFlow.js has no such operation');
    expect(calls).toBeGreaterThan(10);
    density.dispose();
  });

  test('a computed index out of range makes the density -Infinity, and leaves others alone', () => {
    const place = ops.cast(mul(10, mu), 'int32');
    const computed = compileTfjs({ parameters: [mu, theta], logDensity: sum(gather(theta, place)) });
    const density = bindTfjs(tf, computed);
    const gradient = new Float64Array(4);
    expect(density.logDensityAndGradient(Float64Array.of(0.21, 1, 2, 4), gradient)).toBe(4);
    expect([...gradient]).toEqual([0, 0, 0, 1]);
    expect(density.logDensityAndGradient(Float64Array.of(0.31, 1, 2, 4), gradient)).toBe(Number.NEGATIVE_INFINITY);
    expect(density.logDensityAndGradient(Float64Array.of(-0.1, 1, 2, 4), gradient)).toBe(Number.NEGATIVE_INFINITY);
    expect(density.logDensityAndGradient(Float64Array.of(0, 1, 2, 4), gradient)).toBe(1);
    density.dispose();
  });
});

test('a wrong lowering is noticed', () => {
  const wrong = { ...ops.exp.op, tfjs: ops.expm1.op.tfjs! };
  const output = applyElementwise(wrong, parameter('a', [2]));
  expect(() => expectAgreement([output], { a: Float64Array.of(0.5, 1) }, tfjsBackends)).toThrow(
    /tfjs \w+ gives 0\.64\d+ where the reference gives 1\.64/,
  );
});

describe('mistakes', () => {
  const reads = (given: Readonly<Record<string, Float64Array>>) => () => bindTfjs(tf, program, given);

  test('an index of data out of range', () => {
    const error = failure(reads({ ...values, group: Float64Array.of(0, 1, 3, 2, 0) }));
    expect(error.code).toBe('index/range');
    expect(error.message).toContain("'group' holds the index 3 at position 2, which is outside [0, 3).");
  });
  test('data that are missing or of a wrong shape', () => {
    expect(failure(reads({ y: values.y })).code).toBe('input/missing');
    expect(failure(reads({ ...values, y: Float64Array.of(1, 2) })).code).toBe('input/shape');
  });
  test('an input that is not listed', () => {
    const request = (parameters: readonly Tensor[]) => () => compileTfjs({ parameters, data: [y, group], logDensity });
    expect(failure(request([mu]))).toMatchObject({ code: 'compile/input', details: { name: 'theta' } });
  });
  test('a density of several numbers', () => {
    expect(failure(() => compileTfjs({ parameters: [theta], logDensity: theta })).code).toBe('compile/density');
  });
  test('an unknown group, no density', () => {
    const empty = bindTfjs(tf, compileTfjs({ parameters: [mu], outputs: { one: [mu] } }));
    expect(failure(() => empty.evaluate('two', position)).message).toContain("Compiled were: 'one'.");
    expect(failure(() => empty.logDensityAndGradient(position, position)).code).toBe('density/missing');
    empty.dispose();
  });
  test('another backend became active', async () => {
    await tf.setBackend('cpu');
    const density = bindTfjs(tf, program, values);
    await tf.setBackend('wasm');
    const error = failure(() => density.logDensityAndGradient(position, new Float64Array(4)));
    expect(error.code).toBe('tfjs/backend');
    expect(error.message).toBe(
      "The density was bound on the backend 'cpu' of TensorFlow.js, but 'wasm' is active now. Await tf.setBackend('cpu'), or bind again. [tfjs/backend]",
    );
    density.dispose();
  });
});
