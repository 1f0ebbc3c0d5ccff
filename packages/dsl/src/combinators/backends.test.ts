/** Combinators and gaps on every backend: wasm and the reference to the last digits, TensorFlow.js in float32. */
import { compile } from '../compile/compile.js';
import { loadTfjsBackend } from '../compile/tfjsBackend.js';
import * as distributions from '../distributions/index.js';
import { Model } from '../model/model.js';
import { failures, lomax } from '../testing/ownDistributions.js';
import { bijections } from './index.js';

const { gamma, multivariateNormal, normal, poisson, studentT } = distributions;

function everything(): Model {
  const model = new Model('everything');
  const mu = model.normal('mu', { mu: 0, sigma: 2 });
  const scale = model.halfNormal('scale', { sigma: 1 });
  const share = model.uniform('share', { lower: 0, upper: 1 });
  const base = normal.dist({ mu, sigma: scale });
  model.truncated('a', { base, lower: mu.sub(1), upper: [1, Number.POSITIVE_INFINITY] });
  model.truncated('b', { base: failures.dist({ p: share }), lower: 1, upper: 9 }, { observed: [1, 4] });
  model.censored('c', { base, lower: -1, upper: 2 }, { observed: [-1, 0.5, 2] });
  const pairs = [
    [-0.5, 0.5],
    [1, 1],
    [Number.NEGATIVE_INFINITY, 0],
  ];
  model.intervalCensored('d', { base }, { observed: pairs });
  const components = [base, studentT.dist({ nu: 3, mu: 1, sigma: scale })];
  model.mixture('e', { weights: [0.3, 0.7], components }, { observed: [0.1, Number.NaN, 3], missing: 'impute' });
  model.mixture(
    'f',
    { weights: [0.2, 0.8], components: gamma.dist({ alpha: [2, 3], beta: scale }) },
    { observed: [1, 2] },
  );
  const chol = [
    [1, 0],
    [0.5, 1],
  ];
  const vectors = multivariateNormal.dist({
    mu: mu.mul([
      [1, 1],
      [2, -1],
    ]),
    chol,
  });
  model.mixture(
    'g',
    { weights: [0.5, 0.5], components: vectors },
    {
      observed: [
        [0.3, 0.1],
        [Number.NaN, 1],
      ],
      missing: 'drop',
    },
  );
  model.zeroInflated('h', { base: poisson.dist({ mu: scale }), psi: share }, { observed: [0, 2, 1] });
  model.hurdle(
    'i',
    { base: poisson.dist({ mu: scale }), psi: share },
    { observed: [0, 2, 1], mask: [true, true, false] },
  );
  model.transformed('j', { base: lomax.dist({ alpha: scale }), bijection: bijections.log }, { observed: [0.3, -1] });
  return model;
}

const at = (dimension: number) => Float64Array.from({ length: dimension }, (_, i) => 0.4 - 0.15 * i);

test('wasm and the reference agree', () => {
  const [wasm, reference] = [compile(everything()), compile(everything(), { backend: 'reference' })];
  const position = at(wasm.dimension);
  const [a, b] = [new Float64Array(wasm.dimension), new Float64Array(wasm.dimension)];
  const [density, expected] = [wasm.logDensityAndGradient(position, a), reference.logDensityAndGradient(position, b)];
  expect(Math.abs(density / expected - 1)).toBeLessThan(1e-13);
  for (const [k, slope] of b.entries()) expect(Math.abs(a[k]! - slope)).toBeLessThan(1e-12 * (1 + Math.abs(slope)));
});

test.each(['cpu', 'wasm'])('TensorFlow.js on %s agrees', async (backend) => {
  await loadTfjsBackend({ prefer: [backend] });
  const [tfjs, wasm] = [compile(everything(), { backend: 'tfjs' }), compile(everything())];
  const position = at(wasm.dimension);
  const [a, b] = [new Float64Array(wasm.dimension), new Float64Array(wasm.dimension)];
  const [density, expected] = [tfjs.logDensityAndGradient(position, a), wasm.logDensityAndGradient(position, b)];
  expect(Math.abs(density / expected - 1)).toBeLessThan(1e-5);
  for (const [k, slope] of b.entries()) expect(Math.abs(a[k]! - slope)).toBeLessThan(1e-4 * (1 + Math.abs(slope)));
});
