import { data, iota, parameter } from '../../graph/literal.js';
import { add, cast, exp, gather, log, mul, sqrt, square, sub, sum } from '../../ops/index.js';
import type { DensityWorkspace } from '../backend.js';
import { compileWasm, instantiate, instantiateAsync } from './index.js';

const position = (...values: number[]): Float64Array => Float64Array.from(values);

/** y ~ normal(mu, exp(tau)), and the mean of y as data-only work. */
function normalModel(n: number) {
  const mu = parameter('mu');
  const tau = parameter('tau');
  const y = data('y', [n]);
  const centred = sub(y, mul(1 / n, sum(y)));
  const logDensity = sum(sub(mul(-0.5, square(sub(centred, mu).div(exp(tau)))), tau));
  return { parameters: [mu, tau], data: [y], logDensity, outputs: { scale: [exp(tau), y] } };
}

test('the bytes do not depend on data, and new data only rebind', () => {
  const program = compileWasm(normalModel(5));
  expect(compileWasm(normalModel(5)).bytes).toEqual(program.bytes);
  const g = new Float64Array(2);
  const at = position(0.3, -0.2);
  const first = instantiate(program, { y: [1, 2, 3, 4, 5] });
  const second = instantiate(program, { y: [2, 2, 2, 2, 7] });
  const [a, b] = [first.logDensityAndGradient(at, g), second.logDensityAndGradient(at, g)];
  expect(a).not.toBe(b);
  first.bind({ y: [2, 2, 2, 2, 7] });
  expect(first.logDensityAndGradient(at, g)).toBe(b);
  expect(second.evaluate('scale', at)[1]).toEqual(position(2, 2, 2, 2, 7));
});

test('a program survives cloning and compiles asynchronously, to the same numbers', async () => {
  const program = compileWasm(normalModel(4));
  const values = { y: Float64Array.of(1, 2, 3, 5) };
  const copy = await instantiateAsync(structuredClone(program), values);
  const g = [new Float64Array(2), new Float64Array(2)] as const;
  const at = position(0.1, 0.2);
  expect(copy.logDensityAndGradient(at, g[0])).toBe(instantiate(program, values).logDensityAndGradient(at, g[1]));
  expect(g[0]).toEqual(g[1]);
});

test('memory is of fixed size, with room for the slots that were asked for or are asked for later', () => {
  const program = compileWasm(normalModel(3));
  const density = instantiate(program, { y: [1, 2, 4] }, { slots: 1 });
  const workspace = density.workspace(6);
  expect(workspace.slots).toBe(6);
  workspace.view(2).set([0.4, 0.1]);
  const g = new Float64Array(2);
  expect(workspace.logDensityAndGradient(2, 5)).toBe(density.logDensityAndGradient(position(0.4, 0.1), g));
  expect(workspace.view(5)).toEqual(g);
  const { buffer } = workspace.view(0);
  expect(buffer.byteLength % 65536).toBe(0);
});

test.each([1, 2, 3, 4, 5, 6, 7, 8, 11, 102, 519])(
  'vector operations of length %d sum in the order that is fixed',
  (n) => {
    const x = parameter('x', [n]);
    const program = compileWasm({ parameters: [x], logDensity: sum(mul(-0.5, square(x))) });
    const w: DensityWorkspace = instantiate(program).workspace(9);
    let state = n;
    const fill = (slot: number): Float64Array => {
      const view = w.view(slot);
      for (let i = 0; i < n; i++) {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        view[i] = (state / 2 ** 32 - 0.5) * 10 ** (i % 5);
      }
      return view.slice();
    };
    const [a, b, c, d, scale] = [fill(0), fill(1), fill(2), fill(3), fill(4)] as const;
    const along = (p: Float64Array, q: Float64Array): number => {
      const parts = [0, 0];
      const whole = n - (n % 2);
      for (let i = 0; i < whole; i++) parts[i % 2]! += p[i]! * q[i]!;
      const total = parts[0]! + parts[1]!;
      return whole < n ? total + p[whole]! * q[whole]! : total;
    };
    const plus = (p: Float64Array, q: Float64Array) => p.map((value, i) => value + q[i]!);
    expect(w.dot(0, 1)).toBe(along(a, b));

    w.joinPairs(0, 1, 2, 3, 5);
    expect(w.view(5)).toEqual(plus(plus(a, b), plus(c, d)));
    expect(w.results.slice(0, 3)).toEqual(Float64Array.of(along(a, c), along(a, d), along(b, d)));
    const [earlier, later] = [plus(a, b), plus(c, d)] as const;
    for (const out of [5, 6, 7]) {
      w.view(6).set(earlier);
      w.view(7).set(later);
      w.joinHalves(0, 1, 6, 2, 3, 7, out);
      expect(w.view(out)).toEqual(plus(earlier, later));
      expect(w.results).toEqual(
        Float64Array.of(
          along(a, c),
          along(a, later),
          along(c, earlier),
          along(b, d),
          along(b, later),
          along(d, earlier),
        ),
      );
    }

    for (const stepSize of [0.3, -0.7]) {
      const h = scale.map((s) => (stepSize / 2) * s);
      const drift = (q: Float64Array, p: Float64Array, g: Float64Array) =>
        q.map((value, i) => {
          const kicked = p[i]! + h[i]! * g[i]!;
          return value + h[i]! * (kicked + kicked);
        });
      const newPosition = drift(a, b, c);
      w.view(5).set(newPosition);
      const logDensity = w.logDensityAndGradient(5, 7);
      const slope = w.view(7).slice();
      const momentum = b.map((p, i) => p + h[i]! * c[i]! + h[i]! * slope[i]!);
      for (const [prepared, next] of [
        [false, -1],
        [false, 8],
        [true, -1],
        [true, 8],
      ] as const) {
        for (const slot of [5, 6, 7, 8]) w.view(slot).fill(9);
        if (prepared) w.view(5).set(newPosition);
        const energy = w.leapfrog(0, 1, 2, 4, stepSize, 5, 6, 7, prepared, next);
        expect(energy).toBe(0.5 * along(momentum, momentum) - logDensity);
        expect(w.results.slice(0, 3)).toEqual(
          Float64Array.of(logDensity, along(momentum, momentum), along(b, momentum)),
        );
        expect([5, 6, 7].map((slot) => w.view(slot))).toEqual([newPosition, momentum, slope]);
        expect(w.view(8)).toEqual(next < 0 ? new Float64Array(n).fill(9) : drift(newPosition, momentum, slope));
      }
    }

    const before = a.map((value, i) => value - b[i]!);
    const mean = b.map((value, i) => value + before[i]! * 0.25);
    w.accumulate(0, 1, 2, 0.25);
    expect(w.view(1)).toEqual(mean);
    expect(w.view(2)).toEqual(c.map((value, i) => value + before[i]! * (a[i]! - mean[i]!)));
  },
);

test('NaN leaves in one form', () => {
  const x = parameter('x', [3]);
  const density = instantiate(compileWasm({ parameters: [x], logDensity: sum(log(x)), outputs: { roots: [sqrt(x)] } }));
  const bits = (values: Float64Array): bigint[] => [...new BigUint64Array(values.slice().buffer)];
  const value = density.logDensityAndGradient(position(-1, 1, 1), new Float64Array(3));
  expect(bits(Float64Array.of(value))).toEqual([0x7ff8000000000000n]);
  const [roots] = density.evaluate('roots', position(-1, 4, -2));
  expect(bits(roots!)).toEqual([0x7ff8000000000000n, 0x4000000000000000n, 0x7ff8000000000000n]);
});

describe('indices', () => {
  const table = parameter('table', [4]);
  const group = data('group', [3], 'int32');
  const program = compileWasm({ parameters: [table], data: [group], logDensity: sum(gather(table, group)) });

  test.each([
    [[0, 4, 1], 4, 1],
    [[0, 1, -1], -1, 2],
    [[0.5, 1, 1], 0.5, 0],
    [[0, Number.NaN, 1], Number.NaN, 1],
  ])('%j of data are refused when they are bound', (indices, value, at) => {
    expect(() => instantiate(program, { group: indices })).toThrow(
      `'group' holds the index ${value} at position ${at}, which is outside [0, 4). Indices are whole numbers that start at 0. [index/range]`,
    );
  });

  test('made of data are checked as well', () => {
    const shifted = compileWasm({
      parameters: [table],
      data: [group],
      logDensity: sum(gather(table, cast(sub(group, 1), 'int32'))),
    });
    const g = new Float64Array(4);
    const bound = instantiate(shifted, { group: [1, 2, 4] });
    expect(bound.logDensityAndGradient(position(1, 10, 100, 1000), g)).toBe(1011);
    expect(g).toEqual(position(1, 1, 0, 1));
    expect(() => instantiate(shifted, { group: [1, 0, 4] })).toThrow(/index -1 at position 1.*outside \[0, 4\)/);
  });

  test('of data, looked up in data, are checked', () => {
    const weights = data('weights', [4]);
    const x = parameter('x');
    const weighted = compileWasm({
      parameters: [x],
      data: [group, weights],
      logDensity: mul(x, sum(gather(weights, group))),
    });
    const g = new Float64Array(1);
    const values = { weights: [1, 2, 4, 8] };
    expect(instantiate(weighted, { ...values, group: [3, 1, 1] }).logDensityAndGradient(position(2), g)).toBe(24);
    expect(() => instantiate(weighted, { ...values, group: [3, 1, 4] })).toThrow(/'group' holds the index 4/);
  });

  test('that are computed give -Infinity when out of range, and NaN where they were used', () => {
    const x = parameter('x', [5]);
    const places = cast(x, 'int32');
    const made = compileWasm({
      parameters: [table, x],
      logDensity: sum(gather(table, places)),
      outputs: { values: [gather(table, places)] },
    });
    const density = instantiate(made);
    const g = new Float64Array(9);
    const at = (...indices: number[]): Float64Array => position(1, 10, 100, 1000, ...indices);
    expect(density.logDensityAndGradient(at(0, 1.5, 3, 3, 2), g)).toBe(2111);
    expect(g).toEqual(position(1, 1, 1, 2, 0, 0, 0, 0, 0));
    for (const wrong of [-1, 4, 1e18, Number.NaN]) {
      expect(density.logDensityAndGradient(at(0, 1, 3, 3, wrong), g)).toBe(Number.NEGATIVE_INFINITY);
      expect(density.logDensityAndGradient(at(wrong, 1, 3, 3, 0), g)).toBe(Number.NEGATIVE_INFINITY);
    }
    expect(density.evaluate('values', at(0, 9, 3, 3, 2))[0]).toEqual(position(1, Number.NaN, 1000, 1000, 100));
  });
});

test('mistakes of the caller are told apart', () => {
  const request = normalModel(3);
  const program = compileWasm(request);
  expect(() => instantiate(program, {})).toThrow("No value was given for the input 'y'. [input/missing]");
  expect(() => instantiate(program, { y: [[1, 2, 3]] })).toThrow(
    "The input 'y' has shape [3], but its value has shape [1, 3]. [input/shape]",
  );
  expect(() => compileWasm({ ...request, data: [] })).toThrow(
    "The graph reads the data 'y', which is not among the data to compile with. List the same node there. [compile/input]",
  );
  expect(() => compileWasm({ ...request, logDensity: mul(parameter('mu'), iota(2)) })).toThrow(
    'The log density must be one number, got shape [2]. Sum it over all axes. [compile/density]',
  );
  expect(() => compileWasm({ ...request, data: [...request.data, data('mu')] })).toThrow(
    "Two inputs are named 'mu'. Names must differ. [compile/input]",
  );
  const density = instantiate(program, { y: [1, 2, 3] });
  expect(() => density.evaluate('scales', position(0, 0))).toThrow(
    "There is no group of outputs 'scales'. Compiled were: 'scale'. [output/unknown]",
  );
  const x = parameter('x');
  const bare = instantiate(compileWasm({ parameters: [x], outputs: { twice: [add(x, x)] } }));
  expect(bare.evaluate('twice', position(4))[0]).toEqual(position(8));
  expect(() => bare.logDensityAndGradient(position(0), position(0))).toThrow(
    'The graph was compiled without a log density. Give compileWasm one. [density/missing]',
  );
});

describe('a density without its gradient', () => {
  const values = { y: Float64Array.of(1, 2, 3, 5) };
  const { parameters, data: inputs, logDensity } = normalModel(4);
  const alone = compileWasm({ parameters, data: inputs, logDensity, gradient: [] });

  test('is the density, at many positions at once, in a smaller module', () => {
    const program = compileWasm({ parameters, data: inputs, logDensity });
    expect(alone.bytes.length).toBeLessThan(program.bytes.length);
    const whole = instantiate(program, values);
    const positions = position(0.1, 0.2, -3, 1, 0.3, -0.4);
    const [some, all] = [new Float64Array(3), new Float64Array(3)];
    instantiate(structuredClone(alone), values).logDensities(positions, some);
    whole.logDensities(positions, all);
    for (let i = 0; i < 3; i++) {
      const exact = whole.logDensityAndGradient(positions.subarray(2 * i, 2 * i + 2), new Float64Array(2));
      expect(all[i]).toBe(exact);
      expect(some[i]! / exact).toBeCloseTo(1, 14);
    }
  });

  test('is -Infinity where an index is out of range, and NaN where the position is', () => {
    const at = parameter('at');
    const table = data('table', [3]);
    const chosen = gather(table, cast(at, 'int32'));
    const density = instantiate(compileWasm({ parameters: [at], data: [table], logDensity: chosen, gradient: [] }), {
      table: [1, 2, 3],
    });
    const out = new Float64Array(3);
    density.logDensities(position(2, 3, 0), out);
    expect([...out]).toEqual([3, Number.NEGATIVE_INFINITY, 1]);
    const normal = instantiate(alone, values);
    normal.logDensities(position(Number.NaN, 0), out.subarray(0, 1));
    expect(out[0]).toBeNaN();
  });

  test('has no gradient to give', () => {
    const density = instantiate(alone, values);
    const message =
      'The log density was compiled without its gradient, for logDensities. Leave gradient: [] out of the request of compileWasm. [density/gradient]';
    expect(() => density.logDensityAndGradient(position(0, 0), new Float64Array(2))).toThrow(message);
    expect(() => density.workspace(2)).toThrow(message);
    const none = instantiate(compileWasm({ parameters, data: inputs, outputs: { scale: [logDensity] } }), values);
    expect(() => none.logDensities(position(0, 0), new Float64Array(1))).toThrow('[density/missing]');
  });
});
