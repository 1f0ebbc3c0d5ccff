import {
  betaCdf,
  chiSquareOfCounts,
  exponentialCdf,
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
import { keyFromSeed, type Rng, split, stream } from '../index.js';

const DRAWS = process.env.CREDENCE_LONG ? 2_000_000 : 100_000;
const { log, sqrt } = Math;

const draw = (counter: number, make: (rng: Rng) => number): Float64Array => {
  const rng = stream(split(keyFromSeed(20_240), 1), counter);
  return Float64Array.from({ length: DRAWS }, () => make(rng));
};

interface Continuous {
  readonly name: string;
  readonly make: (rng: Rng) => number;
  readonly cdf: (x: number) => number;
  /** Mean and variance, where both and the fourth moment exist. */
  readonly moments?: readonly [number, number];
}

const gammaOf = (shape: number): Continuous => ({
  name: `gamma(${shape})`,
  make: (rng) => rng.gamma(shape),
  cdf: (x) => gammaCdf(shape, log(x)),
  moments: [shape, shape],
});
const betaOf = (a: number, b: number): Continuous => ({
  name: `beta(${a}, ${b})`,
  make: (rng) => rng.beta(a, b),
  cdf: (x) => betaCdf(a, b, x),
  moments: [a / (a + b), (a * b) / ((a + b) ** 2 * (a + b + 1))],
});
const studentTOf = (nu: number): Continuous => ({
  name: `studentT(${nu})`,
  make: (rng) => rng.studentT(nu),
  cdf: (t) => studentTCdf(nu, t),
  ...(nu > 8 ? { moments: [0, nu / (nu - 2)] as const } : {}),
});
/** A variable that is normal up to 1e-6 at such parameters, by its standard form. */
const nearlyNormal = (name: string, make: (rng: Rng) => number): Continuous => ({
  name,
  make,
  cdf: normalCdf,
  moments: [0, 1],
});

const continuous: readonly Continuous[] = [
  { name: 'uniform', make: (rng) => rng.uniform(), cdf: (x) => x, moments: [0.5, 1 / 12] },
  { name: 'normal', make: (rng) => rng.normal(), cdf: normalCdf, moments: [0, 1] },
  { name: 'exponential', make: (rng) => rng.exponential(), cdf: exponentialCdf, moments: [1, 1] },
  ...[0.3, 0.999, 1, 3.7, 60].map(gammaOf),
  { name: 'logGamma(1e-3)', make: (rng) => rng.logGamma(1e-3), cdf: (y) => gammaCdf(1e-3, y) },
  { name: 'logGamma(0.2)', make: (rng) => rng.logGamma(0.2), cdf: (y) => gammaCdf(0.2, y) },
  { name: 'logGamma(8)', make: (rng) => rng.logGamma(8), cdf: (y) => gammaCdf(8, y) },
  // Wilson & Hilferty (1931): the cube root of a gamma number is normal up to terms in 1 / shape.
  nearlyNormal('gamma(1e9)', (rng) => ((rng.gamma(1e9) / 1e9) ** (1 / 3) - (1 - 1 / 9e9)) * sqrt(9e9)),
  ...(
    [
      [0.5, 0.5],
      [0.2, 0.6],
      [0.1, 4],
      [1, 1],
      [2, 5],
      [400, 300],
    ] as const
  ).map(([a, b]) => betaOf(a, b)),
  ...[0.4, 1, 4.3, 30].map(studentTOf),
  { name: 'studentT(Infinity)', make: (rng) => rng.studentT(Infinity), cdf: normalCdf, moments: [0, 1] },
  { name: 'cauchy', make: (rng) => rng.cauchy(), cdf: (t) => studentTCdf(1, t) },
  {
    name: 'dirichlet, first of (0.4, 1, 2)',
    make: (rng) => rng.dirichlet([0.4, 1, 2])[0]!,
    cdf: (x) => betaCdf(0.4, 3, x),
  },
  {
    name: 'dirichlet, last of (0.4, 1, 2)',
    make: (rng) => rng.dirichlet([0.4, 1, 2])[2]!,
    cdf: (x) => betaCdf(2, 1.4, x),
  },
  nearlyNormal('poisson(1e12)', (rng) => (rng.poisson(1e12) - 1e12 + rng.uniform() - 0.5) / 1e6),
  nearlyNormal('poisson(1e15)', (rng) => (rng.poisson(1e15) - 1e15) / sqrt(1e15)),
  nearlyNormal(
    'binomial(2^53 - 1, 0.3)',
    (rng) => (rng.binomial(2 ** 53 - 1, 0.3) - 0.3 * 2 ** 53) / sqrt(0.21 * 2 ** 53),
  ),
  nearlyNormal('binomial(4e14, 1/2)', (rng) => (rng.binomial(4e14, 0.5) - 2e14) / 1e7),
];

test.each(continuous.map((entry, index) => ({ ...entry, index })))('$name', ({ make, cdf, moments, index }) => {
  const values = draw(index, make);
  if (moments) for (const z of momentErrors(values, ...moments)) expect(Math.abs(z)).toBeLessThan(LARGEST_Z);
  expect(kolmogorovSmirnov(values, cdf)).toBeGreaterThan(SMALLEST_P);
});

const poissonOf = (mean: number) => ({
  name: `poisson(${mean})`,
  make: (rng: Rng) => rng.poisson(mean),
  logProbability: logPoissonProbability(mean),
  mean,
  variance: mean,
});
const binomialOf = (n: number, p: number) => ({
  name: `binomial(${n}, ${p})`,
  make: (rng: Rng) => rng.binomial(n, p),
  logProbability: logBinomialProbability(n, p),
  mean: n * p,
  variance: n * p * (1 - p),
});
const negativeBinomialOf = (mean: number, dispersion: number) => ({
  name: `negativeBinomial(${mean}, ${dispersion})`,
  make: (rng: Rng) => rng.negativeBinomial(mean, dispersion),
  logProbability: logNegativeBinomialProbability(mean, dispersion),
  mean,
  variance: mean + mean ** 2 / dispersion,
});
const equallyLikely = (n: number) => ({
  name: `integer(${n})`,
  make: (rng: Rng) => rng.integer(n),
  logProbability: (k: number) => (k < n ? -log(n) : -Infinity),
  mean: (n - 1) / 2,
  variance: (n * n - 1) / 12,
});
const WEIGHTS = [1, 0, 3, 0.5, 0];
const TOTAL = 4.5;

const discrete = [
  ...[0.3, 5, 9.99, 10, 37, 1234].map(poissonOf),
  ...(
    [
      [1, 0.2],
      [10, 0.3],
      [30, 0.5],
      [40, 0.25],
      [40, 0.5],
      [1000, 0.99],
      [5000, 0.3],
      [5000, 0.0004],
    ] as const
  ).map(([n, p]) => binomialOf(n, p)),
  binomialOf(2 ** 53 - 1, 5e-16),
  binomialOf(2 ** 52, 1e-14),
  ...(
    [
      [5, 2],
      [100, 0.7],
      [3, 1e6],
      [0.1, 0.5],
    ] as const
  ).map(([mean, n]) => negativeBinomialOf(mean, n)),
  ...[2, 7, 1000].map(equallyLikely),
  {
    name: 'categorical of weights with zeros',
    make: (rng: Rng) => rng.categorical(WEIGHTS),
    logProbability: (k: number) => log((WEIGHTS[k] ?? 0) / TOTAL),
    mean: 7.5 / TOTAL,
    variance: 16.5 / TOTAL - (7.5 / TOTAL) ** 2,
  },
  {
    name: 'multinomial, third of (0.2, 0.3, 0.5)',
    make: (rng: Rng) => rng.multinomial(25, [0.2, 0.3, 0.5])[2]!,
    logProbability: logBinomialProbability(25, 0.5),
    mean: 12.5,
    variance: 6.25,
  },
];

test.each(discrete.map((entry, index) => ({ ...entry, index })))(
  '$name',
  ({ make, logProbability, mean, variance, index }) => {
    const values = draw(1000 + index, make);
    for (const z of momentErrors(values, mean, variance)) expect(Math.abs(z)).toBeLessThan(LARGEST_Z);
    expect(chiSquareOfCounts(values, logProbability, mean, sqrt(variance))).toBeGreaterThan(SMALLEST_P);
  },
);
