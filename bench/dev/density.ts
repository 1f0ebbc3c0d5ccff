/**
 * Development bench of the compiler: the peer models as graphs declared by hand (what a model builder makes of them),
 * compared with reference.c. Build and run:
 *   npx esbuild bench/dev/density.ts --bundle --platform=node --format=esm --outfile=/tmp/density.mjs && node /tmp/density.mjs [models...]
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Tensor } from '../../packages/autodiff/src/index.js';
import * as ad from '../../packages/autodiff/src/index.js';

const PEERS = process.env.CREDENCE_PEERS ?? '/work/shared/peers';
const { add, constant, data, exp, gather, log, matMul, mul, parameter, sigmoid, square, sub, sum } = ad;

interface Graph {
  readonly parameters: readonly Tensor[];
  readonly data: Readonly<Record<string, Tensor>>;
  readonly values: Record<string, number[] | number[][]>;
  readonly logDensity: Tensor;
}
// biome-ignore lint/suspicious/noExplicitAny: JSON of the peers
type Json = any;

const normal = (x: ad.TensorLike, mean: ad.TensorLike, scale: ad.TensorLike): Tensor =>
  sub(mul(-0.5, square(sub(x, mean).div(scale))), log(scale));
const total = (...terms: Tensor[]): Tensor => terms.map((t) => sum(t)).reduce((a, b) => add(a, b));

/** A value in (low, high) from an unconstrained one, and log |Jacobian|. */
function interval(u: Tensor, low: number, high: number): readonly [Tensor, Tensor] {
  const share = sigmoid(u);
  return [add(low, mul(high - low, share)), add(log(mul(share, sub(1, share))), Math.log(high - low))];
}

const graphs: Record<string, (d: Json, copies: number) => Graph> = {
  toy_centered(d, copies) {
    const values = Array.from({ length: copies }, () => d.x).flat();
    const n = values.length;
    const [u, v, mu] = [parameter('u'), parameter('v'), parameter('mu', [n])];
    const x = data('x', [n]);
    const [m, jm] = interval(u, -5, 5);
    const [s, js] = interval(v, 0, 2);
    return {
      parameters: [u, v, mu],
      data: { x },
      values: { x: values },
      logDensity: total(jm, js, normal(mu, m, s), normal(x, mu, 1)),
    };
  },
  toy_noncentered(d) {
    const n = d.x.length;
    const [u, v, z] = [parameter('u'), parameter('v'), parameter('z', [n])];
    const x = data('x', [n]);
    const [m, jm] = interval(u, -5, 5);
    const [s, js] = interval(v, 0, 2);
    return {
      parameters: [u, v, z],
      data: { x },
      values: { x: d.x },
      logDensity: total(jm, js, normal(z, 0, 1), normal(x, add(m, mul(s, z)), 1)),
    };
  },
  eight_schools(d) {
    const [mu, u, t] = [parameter('mu'), parameter('u'), parameter('t', [8])];
    const [y, sigma] = [data('y', [8]), data('sigma', [8])];
    const tau = exp(u);
    return {
      parameters: [mu, u, t],
      data: { y, sigma },
      values: { y: d.y, sigma: d.sigma },
      logDensity: total(
        normal(mu, 0, 5),
        mul(-1, ad.log1p(square(tau.div(5)))),
        u,
        normal(t, 0, 1),
        normal(y, add(mu, mul(tau, t)), sigma),
      ),
    };
  },
  logistic(d) {
    const [a, b] = [parameter('a'), parameter('b', [d.D])];
    const [X, y] = [data('X', [d.N, d.D]), data('y', [d.N])];
    const eta = add(a, matMul(X, b));
    return {
      parameters: [a, b],
      data: { X, y },
      values: { X: d.X, y: d.y },
      logDensity: total(normal(a, 0, 2.5), normal(b, 0, 2.5), sub(mul(y, eta), ad.softplus(eta))),
    };
  },
  linear(d) {
    const [a, b, u] = [parameter('a'), parameter('b', [d.D]), parameter('u')];
    const [X, y] = [data('X', [d.N, d.D]), data('y', [d.N])];
    const sigma = exp(u);
    return {
      parameters: [a, b, u],
      data: { X, y },
      values: { X: d.X, y: d.y },
      logDensity: total(
        normal(a, 0, 5),
        normal(b, 0, 2.5),
        mul(-0.5, square(sigma)),
        u,
        normal(y, add(a, matMul(X, b)), sigma),
      ),
    };
  },
  radon(d) {
    const [m, u, b, w, z] = [parameter('m'), parameter('u'), parameter('b'), parameter('w'), parameter('z', [d.J])];
    const [y, floor, county] = [data('y', [d.N]), data('floor', [d.N]), data('county', [d.N], 'int32')];
    const [s, sy] = [exp(u), exp(w)];
    const alpha = add(m, mul(s, z));
    return {
      parameters: [m, u, b, w, z],
      data: { y, floor, county },
      values: { y: d.y, floor: d.flr, county: d.county.map((c: number) => c - 1) },
      logDensity: total(
        normal(m, 0, 5),
        mul(-0.5, square(s)),
        u,
        normal(b, 0, 5),
        mul(-0.5, square(sy)),
        w,
        normal(z, 0, 1),
        normal(y, add(gather(alpha, county), mul(b, floor)), sy),
      ),
    };
  },
  gp(d) {
    const n = d.N;
    const [r, a, w] = [parameter('r'), parameter('a'), parameter('w')];
    const [x, y, identity] = [data('x', [n]), data('y', [n]), data('identity', [n, n])];
    const [rho, alpha, sigma] = [exp(r), exp(a), exp(w)];
    const distance = ad.reshape(x, [n, 1]).sub(x);
    const kernel = square(alpha).mul(exp(mul(-0.5, square(distance.div(rho)))));
    const L = ad.cholesky(add(kernel, mul(square(sigma), identity)));
    const quad = sum(square(ad.triangularSolve(L, y)));
    const logDet = sum(log(ad.diagonal(L)));
    return {
      parameters: [r, a, w],
      data: { x, y, identity },
      values: {
        x: d.x,
        y: d.y,
        identity: Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? 1 : 0))),
      },
      logDensity: total(
        mul(-6, r),
        constant(-5).div(rho),
        r,
        mul(-0.5, square(alpha)),
        a,
        mul(-0.5, square(sigma)),
        w,
        mul(-1, logDet),
        mul(-0.5, quad),
      ),
    };
  },
};

function cNanoseconds(model: string, copies: number): number {
  if (!existsSync('/tmp/wd/reference')) {
    execFileSync('gcc', [
      '-O3',
      '-march=native',
      '-ffast-math',
      '-o',
      '/tmp/wd/reference',
      `${PEERS}/c/reference.c`,
      '-lmvec',
      '-lm',
    ]);
  }
  const flat = `/tmp/wd/${model}.txt`;
  if (!existsSync(flat))
    writeFileSync(flat, execFileSync('node', [`${PEERS}/c/flatten.mjs`, model], { maxBuffer: 1e9 }));
  const out = execFileSync('/tmp/wd/reference', [model, flat, String(copies)], { encoding: 'utf8' });
  return Number(out.match(/ns ([\d.]+)/)![1]);
}

const wanted = process.argv.slice(2).filter((name) => !name.startsWith('-'));
const cases: readonly (readonly [string, number])[] = [
  ['toy_centered', 1],
  ['toy_centered', 100],
  ['toy_noncentered', 1],
  ['eight_schools', 1],
  ['logistic', 1],
  ['linear', 1],
  ['radon', 1],
  ['gp', 1],
];
for (const [model, copies] of cases) {
  if (wanted.length > 0 && !wanted.includes(model)) continue;
  const json: Json = JSON.parse(
    readFileSync(`${PEERS}/data/${model.replace(/_(centered|noncentered)$/, '')}.json`, 'utf8'),
  );
  const reference: Json = JSON.parse(readFileSync(`${PEERS}/ref/${model}.json`, 'utf8'));
  const start = performance.now();
  const graph = graphs[model]!(json, copies);
  const program = ad.compileWasm({ ...graph, data: Object.values(graph.data) });
  const compiled = performance.now();
  const density = ad.instantiate(program, graph.values, { slots: 2 });
  const workspace = density.workspace(2);
  const point = reference.grad_check[0].upars;
  workspace.view(0).set([...point.slice(0, 2), ...Array.from({ length: copies }, () => point.slice(2)).flat()]);
  workspace.logDensityAndGradient(0, 1);
  const first = performance.now();
  if (process.env.DUMP) writeFileSync(`/tmp/wd/${model}.wasm`, program.bytes);
  // Differences of log densities and gradients at the peers' points.
  let gradientError = 0;
  const values: number[] = [];
  if (copies === 1) {
    for (const check of reference.grad_check) {
      const g = new Float64Array(density.dimension);
      values.push(density.logDensityAndGradient(Float64Array.from(check.upars), g) - check.lp_dropconst);
      check.grad.forEach((expected: number, i: number) => {
        gradientError = Math.max(gradientError, Math.abs(g[i]! - expected) / Math.max(1, Math.abs(expected)));
      });
    }
  }
  const spread = values.length > 0 ? Math.max(...values) - Math.min(...values) : 0;
  let sink = 0;
  const warm = performance.now();
  while (performance.now() - warm < 300) for (let k = 0; k < 20; k++) sink += workspace.logDensityAndGradient(0, 1);
  let c = Number.POSITIVE_INFINITY;
  let ours = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 3; round++) {
    c = Math.min(c, cNanoseconds(model, copies));
    let repetitions = 1;
    for (;;) {
      const t = process.hrtime.bigint();
      for (let k = 0; k < repetitions; k++) sink += workspace.logDensityAndGradient(0, 1);
      if (Number(process.hrtime.bigint() - t) > 5e6) break;
      repetitions *= 2;
    }
    for (let block = 0; block < 20; block++) {
      const t = process.hrtime.bigint();
      for (let k = 0; k < repetitions; k++) sink += workspace.logDensityAndGradient(0, 1);
      ours = Math.min(ours, Number(process.hrtime.bigint() - t) / repetitions);
    }
  }
  console.log(
    `${model.padEnd(16)} x${copies}  ${ours.toFixed(1)} ns  C ${c.toFixed(1)}  ratio ${(ours / c).toFixed(2)}  ` +
      `errors ${spread.toExponential(1)} ${gradientError.toExponential(1)}  graph+compile ${(compiled - start).toFixed(1)} ms, first ${(first - start).toFixed(1)} ms, ${program.bytes.length} bytes${sink === 1 ? ' ' : ''}`,
  );
}
