import {
  add,
  cholesky,
  concat,
  constant,
  data,
  diagonal,
  exp,
  flip,
  gradient,
  hessianVectorProduct,
  jvp,
  log,
  logDeterminant,
  max,
  mul,
  parameter,
  scan,
  slice,
  sqrt,
  square,
  sum,
  transpose,
  triangularSolve,
  where,
} from '../index.js';
import { evaluate, evaluateNumber } from './reference.js';

const x = parameter('x', [3]);

test('gradient of a broadcast quadratic', () => {
  const mu = parameter('mu');
  const y = data('y', [3]);
  const f = sum(square(y.sub(mu)).mul(-0.5));
  const [g] = gradient(f, [mu]);
  expect(evaluateNumber(g!, { mu: 1, y: [1, 2, 5] })).toBeCloseTo(5, 12);
  expect(evaluateNumber(hessianVectorProduct(f, [mu], [1])[0]!, { mu: 1, y: [1, 2, 5] })).toBeCloseTo(-3, 12);
  expect(evaluateNumber(jvp(f, [mu], [2]), { mu: 1, y: [1, 2, 5] })).toBeCloseTo(10, 12);
});

test('views, reductions and joins', () => {
  const m = parameter('m', [2, 3]);
  const joined = concat([flip(transpose(m)), transpose(m)], 1);
  const f = sum(
    mul(
      slice(joined, [undefined, { to: 2 }]),
      transpose(
        constant([
          [1, 2, 3],
          [4, 5, 6],
        ]),
      ),
    ),
  );
  const [g] = gradient(f, [m]);
  expect([
    ...evaluate([g!], {
      m: [
        [1, 2, 3],
        [4, 5, 6],
      ],
    })[0]!,
  ]).toEqual([6, 5, 4, 3, 2, 1]);
  const [h] = gradient(sum(mul(diagonal(m, 1), constant([10, 20]))), [m]);
  expect([
    ...evaluate([h!], {
      m: [
        [1, 2, 3],
        [4, 5, 6],
      ],
    })[0]!,
  ]).toEqual([0, 10, 0, 0, 0, 20]);
  const [k] = gradient(sum(max(m, { axes: 1 })), [m]);
  expect([
    ...evaluate([k!], {
      m: [
        [1, 3, 3],
        [4, 5, 6],
      ],
    })[0]!,
  ]).toEqual([0, 0.5, 0.5, 0, 0, 1]);
});

test('scan', () => {
  const phi = parameter('phi');
  const {
    histories: [h],
  } = scan({ initial: [0], sequences: [x] }, ([before], [now]) => ({ carries: [mul(phi, before!).add(now!)] }));
  const f = sum(square(h!));
  const [gp, gx] = gradient(f, [phi, x]);
  // h = x0, phi x0 + x1, phi^2 x0 + phi x1 + x2
  const values = { phi: 0.5, x: [1, 2, 3] };
  expect([...evaluate([h!], values)[0]!]).toEqual([1, 2.5, 4.25]);
  expect(evaluateNumber(gp!, values)).toBeCloseTo(2 * 2.5 * 1 + 2 * 4.25 * (2 * 0.5 * 1 + 2), 12);
  expect([...evaluate([gx!], values)[0]!]).toEqual([
    2 * 1 + 2 * 2.5 * 0.5 + 2 * 4.25 * 0.25,
    2 * 2.5 + 2 * 4.25 * 0.5,
    8.5,
  ]);
  const tangent = jvp(f, [phi], [1]);
  expect(evaluateNumber(tangent, values)).toBeCloseTo(2 * 2.5 * 1 + 2 * 4.25 * 3, 12);
  const e = 1e-5;
  const [hv] = hessianVectorProduct(f, [phi], [1]);
  const up = evaluateNumber(gp!, { ...values, phi: 0.5 + e });
  const down = evaluateNumber(gp!, { ...values, phi: 0.5 - e });
  expect(evaluateNumber(hv!, values)).toBeCloseTo((up - down) / (2 * e), 6);
});

test('where', () => {
  const s = parameter('s');
  for (const f of [log, sqrt, (t: typeof s) => constant(1).div(t)]) {
    const y = where(s.sub(0), f(s), 0);
    const [g] = gradient(y, [s]);
    expect(evaluateNumber(g!, { s: 0 })).toBe(0);
    expect(evaluateNumber(hessianVectorProduct(y, [s], [1])[0]!, { s: 0 })).toBe(0);
    expect(evaluateNumber(jvp(g!, [s], [1]), { s: 0 })).toBe(0);
  }
});

test('Cholesky', () => {
  const s = parameter('s');
  const base = constant([
    [2, 0.3, 0.1],
    [0.3, 1.5, 0.2],
    [0.1, 0.2, 1],
  ]);
  const r = constant([1, -2, 0.5]);
  const l = cholesky(
    add(
      base,
      mul(
        exp(s),
        constant([
          [1, 0.2, 0.1],
          [0.2, 1, 0.3],
          [0.1, 0.3, 1],
        ]),
      ),
    ),
  );
  const f = logDeterminant(l)
    .mul(-0.5)
    .sub(sum(square(triangularSolve(l, r))).mul(0.5));
  const [g] = gradient(f, [s]);
  const e = 1e-5;
  const at = (v: number) => evaluateNumber(f, { s: v });
  expect(evaluateNumber(g!, { s: 0.3 })).toBeCloseTo((at(0.3 + e) - at(0.3 - e)) / (2 * e), 8);
  expect(evaluateNumber(jvp(f, [s], [1]), { s: 0.3 })).toBeCloseTo(evaluateNumber(g!, { s: 0.3 }), 10);
});
