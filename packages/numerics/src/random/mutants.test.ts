/** Every mechanism of the random numbers has a check that passes, and fails once the mechanism is broken in the source. */

import {
  betaCdf,
  chiSquare,
  chiSquareOfCounts,
  gammaCdf,
  kolmogorovSmirnov,
  LARGEST_Z,
  logBinomialProbability,
  logNegativeBinomialProbability,
  logPoissonProbability,
  momentErrors,
  normalCdf,
  SMALLEST_P,
  studentTCdf,
} from '../../test/goodnessOfFit.js';
import { loadRandom, type Mutation, type RandomModules } from '../../test/mutants.js';
import type { Rng } from '../index.js';

const { floor, log, max, min, sqrt } = Math;

const honest = loadRandom();

type Check = (modules: RandomModules) => boolean;

const DRAWS = 40_000;
const draws = (modules: RandomModules, make: (rng: Rng) => number, count = DRAWS): Float64Array => {
  const rng = modules.stream(modules.keyFromSeed(7), 5);
  return Float64Array.from({ length: count }, () => make(rng));
};

const follows = (make: (rng: Rng) => number, cdf: (x: number) => number): Check => {
  return (modules) => kolmogorovSmirnov(draws(modules, make), cdf) > SMALLEST_P;
};

const counts = (
  make: (rng: Rng) => number,
  logProbability: (k: number) => number,
  mean: number,
  variance: number,
): Check => {
  return (modules) => {
    const values = draws(modules, make);
    return (
      values.every((k) => k >= 0 && k < 2 ** 53) &&
      chiSquareOfCounts(values, logProbability, mean, sqrt(variance)) > SMALLEST_P
    );
  };
};

/** A million normals in cells of 1/16 against their probabilities, and their moments. */
const normals: Check = ({ stream, keyFromSeed }) => {
  const values = new Float64Array(1_000_000);
  stream(keyFromSeed(3), 0).normals(values);
  const observed = new Float64Array(192);
  const expected = new Float64Array(192);
  for (const x of values) observed[max(0, min(191, floor(16 * x) + 96))]!++;
  const below = (cell: number): number => (cell === 0 ? 0 : cell === 192 ? 1 : normalCdf((cell - 96) / 16));
  for (let cell = 0; cell < 192; cell++) expected[cell] = values.length * (below(cell + 1) - below(cell));
  const [mean, variance] = momentErrors(values, 0, 1);
  return chiSquare(observed, expected) > SMALLEST_P && Math.max(Math.abs(mean), Math.abs(variance)) < LARGEST_Z;
};

/** The tail alone: layer 0 from its far end, on both sides. */
const tails: Check = ({ settleNormal, stream, keyFromSeed }) => {
  const rng = stream(keyFromSeed(4), 0);
  const words = new Uint32Array(4);
  const redraw = (): Uint32Array => words.fill(0).map(() => rng.uint32());
  const values = Float64Array.from({ length: DRAWS }, (_, i) =>
    settleNormal(i % 2 === 0 ? 0 : 512, 2 ** 53 - 1, redraw),
  );
  const edge = normalCdf(-3.852046150368391);
  return kolmogorovSmirnov(values, (x) => (x < 0 ? normalCdf(x) : 2 * edge - normalCdf(-x)) / (2 * edge)) > SMALLEST_P;
};

const blockBits: Check = ({ stream, streamWithoutBlocks, keyFromSeed }) => {
  const state = { key: keyFromSeed(9), counter: 1, position: 0 };
  const fill = (rng: Rng): Float64Array => {
    const out = new Float64Array(40_960);
    rng.normals(out.subarray(0, 39_936));
    rng.uniforms(out.subarray(39_936));
    return out;
  };
  const script = fill(streamWithoutBlocks(state));
  return fill(stream(state.key, state.counter)).every((value, i) => Object.is(value, script[i]));
};

/** The 24 orders of four things. */
const orders: Check = (modules) => {
  const observed = new Float64Array(256);
  draws(modules, (rng) => rng.permutation(4).reduce((code, item) => 4 * code + item, 0)).forEach((code) => {
    observed[code]!++;
  });
  const isOrder = (code: number): boolean =>
    new Set([code >> 6, (code >> 4) & 3, (code >> 2) & 3, code & 3]).size === 4;
  const cells = [...observed.keys()].filter(isOrder);
  return (
    chiSquare(
      cells.map((code) => observed[code]!),
      cells.map(() => DRAWS / 24),
    ) > SMALLEST_P
  );
};

const shares: Check = (modules) => {
  const trials = 30;
  const both = draws(modules, (rng) => {
    const [a, b, c] = rng.multinomial(trials, [2, 3, 5]);
    return a! + b! + c! === trials ? a! * b! : Number.NaN;
  });
  // E[a b] = n (n - 1) p_a p_b; its standard error from the sample.
  const mean = trials * (trials - 1) * 0.06;
  const average = both.reduce((sum, value) => sum + value, 0) / DRAWS;
  const variance = both.reduce((sum, value) => sum + (value - average) ** 2, 0) / DRAWS;
  return Math.abs(average - mean) / sqrt(variance / DRAWS) < LARGEST_Z;
};

const simplex: Check = ({ stream, keyFromSeed }) => {
  const point = stream(keyFromSeed(1), 1).dirichlet([1, 2, 1e-3]);
  return Math.abs(point.reduce((sum, value) => sum + value) - 1) < 1e-15;
};

const THIRDS = 3 * 2 ** 51;
const gamma = (shape: number): Check =>
  follows(
    (rng) => rng.gamma(shape),
    (x) => gammaCdf(shape, log(x)),
  );
const poisson = (mean: number): Check => counts((rng) => rng.poisson(mean), logPoissonProbability(mean), mean, mean);
const binomial = (n: number, p: number): Check =>
  counts((rng) => rng.binomial(n, p), logBinomialProbability(n, p), n * p, n * p * (1 - p));

const cases: readonly (readonly [string, Check, readonly Mutation[]])[] = [
  [
    'normals',
    normals,
    [
      { file: 'ziggurat.ts', from: 'level < exp(-0.5 * candidate * candidate)', to: 'level < 2' },
      { file: 'ziggurat.ts', from: 'within * (height[layer + 1]! - height[layer]!)', to: '0' },
      { file: 'ziggurat.ts', from: 'const AREA = 0.002456766351541356', to: 'const AREA = 0.0024' },
      { file: 'stream.ts', from: 'values[index] = this.#settle(', to: 'this.#settle(' },
    ],
  ],
  [
    'tails of the normal',
    tails,
    [
      { file: 'ziggurat.ts', from: '2 * excess > beyond * beyond', to: 'excess > 0' },
      {
        file: 'ziggurat.ts',
        from: 'if (layer === 0) return copySign(tail(redraw, 0), candidate)',
        to: 'if (layer === 0) return tail(redraw, 0)',
      },
    ],
  ],
  [
    'blocks in WebAssembly',
    blockBits,
    [
      {
        file: 'stream.ts',
        from: 'place < inside[low & LAYER_BITS]!) return place * width[low & SIGNED_LAYER_BITS]!',
        to: 'true) return 0',
      },
      { file: 'blocks.ts', from: 'round < PHILOX_ROUNDS; round++', to: 'round < 7; round++' },
      { file: 'blocks.ts', from: 'i32(8 * LAYER_BITS)', to: 'i32(8 * 255)' },
      { file: 'blocks.ts', from: 'i64x2(0x1_0000_0000n, 0x3_0000_0002n)', to: 'i64x2(0n, 0n)' },
      { file: 'blocks.ts', from: ".op('i32.eqz');", to: ".op('i32.eqz').i32(0).op('i32.and');" },
      { file: 'philox.ts', from: 'key0 = (key0 + PHILOX_W0) | 0;', to: '' },
      { file: 'philox.ts', from: '+ (middle0 >>> 16)', to: '' },
    ],
  ],
  [
    'gamma(1)',
    gamma(1),
    [
      { file: 'gamma.ts', from: 'shape - 1 / 3', to: 'shape' },
      { file: 'gamma.ts', from: 'if (log(u) < logRatio)', to: 'if (true)' },
      { file: 'gamma.ts', from: '0.0331 * square * square', to: '-square' },
      { file: 'gamma.ts', from: 't * t * (0.5 - t / 3)', to: 't * t * (0.5 - t)' },
    ],
  ],
  [
    'gamma(0.4)',
    gamma(0.4),
    [
      { file: 'gamma.ts', from: ' + log(rng.uniform()) / shape', to: '' },
      { file: 'gamma.ts', from: 'gammaFromOne(rng, shape + 1)', to: 'gammaFromOne(rng, 1)' },
    ],
  ],
  [
    'beta(0.4, 2)',
    follows(
      (rng) => rng.beta(0.4, 2),
      (x) => betaCdf(0.4, 2, x),
    ),
    [
      {
        file: 'gamma.ts',
        from: 'return scaled / (scaled + exp(y - largest))',
        to: 'return exp(y - largest) / (scaled + exp(y - largest))',
      },
    ],
  ],
  [
    'beta(3, 2)',
    follows(
      (rng) => rng.beta(3, 2),
      (x) => betaCdf(3, 2, x),
    ),
    [{ file: 'gamma.ts', from: 'x / (x + y)', to: 'y / (x + y)' }],
  ],
  ['dirichlet sums to one', simplex, [{ file: 'gamma.ts', from: 'out[i] = out[i]! / total', to: 'out[i] = out[i]!' }]],
  [
    'studentT(5)',
    follows(
      (rng) => rng.studentT(5),
      (t) => studentTCdf(5, t),
    ),
    [{ file: 'gamma.ts', from: 'gammaFromOne(rng, half) / half', to: 'gammaFromOne(rng, half) / degreesOfFreedom' }],
  ],
  [
    'studentT(1)',
    follows(
      (rng) => rng.studentT(1),
      (t) => studentTCdf(1, t),
    ),
    [{ file: 'gamma.ts', from: '0.5 * (log(half)', to: '0.5 * (log(degreesOfFreedom)' }],
  ],
  [
    'poisson(6)',
    poisson(6),
    [
      { file: 'counts.ts', from: 'term *= mean / k', to: 'term *= mean / (k + 1)' },
      {
        file: 'counts.ts',
        from: 'u > sum && sum + term > sum) {\n    k++;\n    term *=',
        to: 'u > 2 * sum && sum + term > sum) {\n    k++;\n    term *=',
      },
    ],
  ],
  [
    'poisson(11)',
    poisson(11),
    [
      { file: 'counts.ts', from: '<= logPoisson(k, mean)', to: '<= 0' },
      {
        file: 'counts.ts',
        from: 'edge >= 0.07 && v <= squeeze) return k;\n    if (k < 0 || (',
        to: 'edge >= 0.07) return k;\n    if (k < 0 || (',
      },
      { file: 'counts.ts', from: 'HALF_LOG_TWO_PI - 0.5 * log(k)', to: 'HALF_LOG_TWO_PI' },
    ],
  ],
  [
    'binomial(12, 0.3)',
    binomial(12, 0.3),
    [
      { file: 'counts.ts', from: '(n - k) / (k + 1)', to: 'n / (k + 1)' },
      { file: 'counts.ts', from: 'p / (1 - p);', to: 'p;' },
    ],
  ],
  [
    'binomial(25, 0.45)',
    binomial(25, 0.45),
    [
      { file: 'counts.ts', from: '<= logBinomial(k, n, p) - logMode', to: '<= 0' },
      { file: 'counts.ts', from: '- logMode', to: '' },
      { file: 'counts.ts', from: '0.5 * (log(k) + log(failures))', to: '0' },
    ],
  ],
  [
    'binomial(25, 0.8)',
    binomial(25, 0.8),
    [
      {
        file: 'counts.ts',
        from: 'n - binomialBelowHalf(rng, n, 1 - probability)',
        to: 'binomialBelowHalf(rng, n, 1 - probability)',
      },
    ],
  ],
  [
    'negativeBinomial(4, 3)',
    counts((rng) => rng.negativeBinomial(4, 3), logNegativeBinomialProbability(4, 3), 4, 28 / 3),
    [
      { file: 'counts.ts', from: 'gamma(rng, dispersion) / dispersion', to: '1' },
      { file: 'counts.ts', from: '(gamma(rng, dispersion) / dispersion)', to: '(dispersion / gamma(rng, dispersion))' },
    ],
  ],
  [
    'integer(3 * 2^51)',
    counts(
      (rng) => floor(rng.integer(THIRDS) / 2 ** 51),
      (k) => (k < 3 ? -log(3) : -Infinity),
      1,
      2 / 3,
    ),
    [{ file: 'finite.ts', from: 'if (index < n) return index', to: 'return index % n' }],
  ],
  [
    'categorical',
    counts(
      (rng) => rng.categorical([1, 0, 3, 2]),
      (k) => log([1 / 6, 0, 1 / 2, 1 / 3][k] ?? 0),
      2,
      1.0,
    ),
    [
      { file: 'finite.ts', from: "rng.uniform() * checkedSum('Categorical', probabilities)", to: 'rng.uniform()' },
      {
        file: 'finite.ts',
        from: 'if (target < cumulative) return i;',
        to: 'if (target < probabilities[i]!) return i;',
      },
    ],
  ],
  [
    'multinomial',
    shares,
    [
      { file: 'finite.ts', from: 'probabilities[i]! / remaining[i]!', to: 'probabilities[i]! / remaining[0]!' },
      { file: 'finite.ts', from: 'left -= counts[i]!', to: 'left -= 0' },
    ],
  ],
  [
    'orders',
    orders,
    [
      { file: 'finite.ts', from: 'integer(rng, i + 1)', to: 'integer(rng, values.length)' },
      { file: 'finite.ts', from: 'integer(rng, i + 1)', to: 'integer(rng, i)' },
    ],
  ],
];

describe.each(cases)('%s', (_name, check, mutations) => {
  test('holds', () => {
    expect(check(honest)).toBe(true);
  });

  test.each(mutations)('is broken by $to for $from', (mutation) => {
    expect(check(loadRandom(mutation))).toBe(false);
  });
});
