/** Every distribution keeps the shared laws; and each law notices a distribution that breaks it. */
import { stopGradient, type Tensor } from '@credence/autodiff';
import { closed } from '../testing/closed.js';
import { distributionLaws, type LawOptions } from '../testing/distributionLaws.js';
import type { NumberParameters } from '../testing/quadrature.js';
import type { AppliedDistribution } from './applied.js';
import type { Distribution } from './distribution.js';
import * as distributions from './index.js';

const cases: Readonly<Record<string, readonly NumberParameters[]>> = {
  normal: [
    { mu: 0, sigma: 1 },
    { mu: -300, sigma: 0.01 },
    { mu: 2, tau: 0.3 },
  ],
  halfNormal: [{ sigma: 1 }, { sigma: 1e-3 }, { tau: 4 }],
  uniform: [{ lower: -2, upper: 5 }],
  studentT: [
    { nu: 4, mu: 1, sigma: 2 },
    { nu: 1.5, mu: 0, sigma: 1 },
    { nu: 200, mu: 0, sigma: 0.1 },
    { nu: 5, mu: 0, lam: 4 },
  ],
  halfStudentT: [
    { nu: 3, sigma: 2.5 },
    { nu: 7, sigma: 0.1 },
    { nu: 5, lam: 4 },
  ],
  cauchy: [{ alpha: 1, beta: 2 }],
  halfCauchy: [{ beta: 5 }],
  exponential: [{ lam: 0.1 }, { scale: 4 }],
  gamma: [
    { alpha: 2, beta: 0.1 },
    { alpha: 0.4, beta: 3 },
    { alpha: 500, beta: 1 },
    { mu: 3, sigma: 2 },
  ],
  inverseGamma: [
    { alpha: 5, beta: 5 },
    { alpha: 2.5, beta: 0.1 },
    { mu: 3, sigma: 1.5 },
  ],
  beta: [
    { alpha: 2, beta: 5 },
    { alpha: 0.5, beta: 0.7 },
    { alpha: 300, beta: 900 },
    { mu: 0.3, nu: 7 },
    { mu: 0.3, sigma: 0.1 },
  ],
  logNormal: [
    { mu: 1, sigma: 0.5 },
    { mu: -3, tau: 1.3 },
  ],
  laplace: [{ mu: -1, b: 0.5 }],
  logistic: [{ mu: -1, s: 0.5 }],
  gumbel: [{ mu: 4, beta: 2 }],
  weibull: [
    { alpha: 1.5, beta: 3 },
    { alpha: 0.7, beta: 0.2 },
    { alpha: 60, beta: 10 },
  ],
  pareto: [
    { alpha: 3.5, m: 2 },
    { alpha: 0.8, m: 0.1 },
  ],
  frechet: [{ alpha: 4.5, sigma: 2 }],
  logLogistic: [
    { alpha: 3, beta: 5 },
    { alpha: 0.1, beta: 0.8 },
  ],
  levy: [{ mu: -1, c: 2 }],
  kumaraswamy: [
    { a: 2, b: 5 },
    { a: 0.6, b: 0.8 },
    { a: 80, b: 30 },
  ],
  logitNormal: [
    { mu: 0.5, sigma: 1 },
    { mu: -3, tau: 4 },
  ],
  triangular: [
    { lower: 2, c: 3, upper: 7 },
    { lower: -1, c: -1, upper: 0 },
    { lower: -1, c: 0, upper: 0 },
  ],
  chiSquared: [{ nu: 1.5 }, { nu: 7 }],
  exGaussian: [
    { mu: 0.3, sigma: 0.05, nu: 0.1 },
    { mu: -2, sigma: 3, nu: 0.2 },
  ],
  wald: [
    { mu: 2, lam: 3 },
    { mu: 0.5, phi: 20 },
    { lam: 4, phi: 0.5 },
  ],
  truncatedNormal: [
    { mu: 1, sigma: 2, lower: 0, upper: 5 },
    { mu: 1, sigma: 2, lower: 7, upper: 9 },
    { mu: 1, sigma: 2, lower: -0.4, upper: 0.1 },
    { mu: 0, sigma: 0.1, lower: -9, upper: -8 },
    { mu: 1, tau: 4, lower: 1.5 },
    { mu: -20, sigma: 1, lower: 20 },
    { mu: 1, sigma: 3, upper: -7 },
    { mu: 1, tau: 0.04, upper: 2 },
    { mu: 0, tau: 1, lower: -0.001, upper: 0.002 },
  ],
  skewNormal: [
    { mu: 1, sigma: 2, alpha: 4 },
    { mu: -1, tau: 4, alpha: -0.7 },
  ],
  generalizedPareto: [
    { mu: 1, sigma: 2, xi: 0.2 },
    { mu: 0, sigma: 1, xi: 0 },
    { mu: -1, sigma: 0.5, xi: -0.3 },
  ],
  generalizedExtremeValue: [
    { mu: 1, sigma: 2, xi: 0.2 },
    { mu: 0, sigma: 1, xi: 0 },
    { mu: -1, sigma: 0.5, xi: -0.3 },
  ],
  moyal: [{ mu: 2, sigma: 0.3 }],
  asymmetricLaplace: [
    { kappa: 2, mu: 1, b: 0.7 },
    { q: 0.9, mu: -1, b: 3 },
  ],
  bernoulli: [{ p: 0.3 }, { logit: -1.2 }],
  binomial: [
    { n: 10, p: 0.3 },
    { n: 200, logit: 1 },
  ],
  poisson: [{ mu: 0.7 }, { mu: 90 }, { logMu: 2 }],
  negativeBinomial: [
    { mu: 5, alpha: 2 },
    { logMu: 1.2, alpha: 0.8 },
    { n: 3.5, p: 0.4 },
  ],
  geometric: [{ p: 0.3 }, { p: 0.95 }],
  discreteUniform: [
    { lower: 2, upper: 9 },
    { lower: -3, upper: 4 },
  ],
  discreteWeibull: [
    { q: 0.8, beta: 0.7 },
    { q: 0.95, beta: 1.6 },
  ],
  betaBinomial: [
    { n: 12, alpha: 2, beta: 0.7 },
    { n: 60, alpha: 30, beta: 11 },
  ],
  skellam: [
    { mu1: 3, mu2: 1.2 },
    { mu1: 0.4, mu2: 60 },
    { mu1: 500, mu2: 480 },
  ],
  vonMises: [
    { mu: 0.5, kappa: 2 },
    { mu: -3, kappa: 0.3 },
    { mu: 8, kappa: 60 },
  ],
  rice: [
    { nu: 2, sigma: 1.5 },
    { b: 12, sigma: 0.1 },
    { nu: 0.2, sigma: 3 },
  ],
  zeroInflatedPoisson: [
    { psi: 0.7, mu: 2.5 },
    { psi: 0.9, logMu: 2 },
  ],
  zeroInflatedBinomial: [
    { psi: 0.7, n: 12, p: 0.3 },
    { psi: 0.3, n: 5, logit: 1 },
  ],
  zeroInflatedNegativeBinomial: [
    { psi: 0.7, mu: 4, alpha: 2 },
    { psi: 0.5, n: 3, p: 0.4 },
  ],
  hurdlePoisson: [
    { psi: 0.6, mu: 1.5 },
    { psi: 0.95, logMu: 1.2 },
  ],
  hurdleNegativeBinomial: [
    { psi: 0.6, mu: 4, alpha: 2 },
    { psi: 0.9, n: 3, p: 0.4 },
  ],
  hypergeometric: [
    { N: 50, k: 12, n: 20 },
    { N: 30, k: 25, n: 18 },
    { N: 1e6, k: 3e5, n: 200 },
  ],
  diracDelta: [{ c: 3 }],
  gompertz: [
    { eta: 0.2, b: 0.5 },
    { eta: 3, b: 2 },
  ],
  flat: [{}],
  halfFlat: [{}],
};
/** Of distributions of numbers that have vectors among their parameters. */
const vectors = {
  categorical: [
    distributions.categorical.dist({ p: [0.2, 0.5, 0.05, 0.25] }),
    distributions.categorical.dist({ logit: [3, -1, 0.5] }),
  ],
  orderedLogistic: [
    distributions.orderedLogistic.dist({ eta: 0.4, cutpoints: [-1, 0.2, 2.5] }),
    distributions.orderedLogistic.dist({ eta: -1, cutpoints: [0.3] }),
  ],
  orderedProbit: [
    distributions.orderedProbit.dist({ eta: 0.4, cutpoints: [-1, 0.2, 1.5] }),
    distributions.orderedProbit.dist({ eta: 1, cutpoints: [-2, 3, 4, 8], sigma: 3 }),
  ],
  interpolated: [
    distributions.interpolated.dist({ xPoints: [-1, 0.4, 1.3, 4], pdfPoints: [0.2, 3, 1, 0] }),
    distributions.interpolated.dist({ xPoints: [2, 5], pdfPoints: [1, 4] }),
  ],
} satisfies Readonly<Record<string, readonly AppliedDistribution[]>>;
/** Of those with some of their probability at single points: their laws are in zeroShares.test.ts. */
const mixed = ['hurdleGamma', 'hurdleLogNormal', 'zeroOneInflatedBeta'];
/** Parameters where the density has a kink. */
const kinks: Readonly<Record<string, readonly string[]>> = {
  laplace: ['mu'],
  asymmetricLaplace: ['mu'],
  triangular: ['c'],
};
const all: Readonly<Record<string, Distribution>> = { ...distributions };

test('every distribution of numbers has its cases', () => {
  const scalar = Object.keys(all).filter((name) => all[name]!.eventRank === 0);
  expect([...Object.keys(cases), ...Object.keys(vectors), ...mixed].sort()).toEqual(scalar.sort());
});

describe.each(Object.entries(vectors))('%s', (name, all) => {
  // Lines meet in kinks.
  const kinks = name === 'interpolated' ? [0.4, 1.3] : [];
  const tolerance = kinks.length > 0 ? 1e-4 : 1e-9;
  for (const applied of all) {
    const { distribution, parameters } = closed(applied);
    describe(String(applied), () => {
      for (const law of distributionLaws(distribution, { parameters: [parameters], seed: 11, tolerance, kinks }))
        test(law.name, law.check);
    });
  }
});

describe.each(Object.keys(all).filter((name) => name in cases))('%s', (name) => {
  const tolerance = name in kinks ? 2e-4 : 1e-9;
  const options = { parameters: cases[name]!, seed: 11, tolerance, kinks: kinks[name] ?? [] };
  for (const law of distributionLaws(all[name]!, options)) test(law.name, law.check);
});

describe('a law notices', () => {
  const { normal, poisson } = all;
  const at: LawOptions = { parameters: [{ mu: 0, sigma: 1 }], seed: 11 };
  const outcome = (distribution: Distribution, law: RegExp, options: LawOptions = at) => {
    const found = distributionLaws(distribution, options).find(({ name }) => law.test(name));
    return () => found!.check();
  };
  const shifted = (distribution: Distribution, by: number): Distribution => ({
    ...distribution,
    logProb: (x: Tensor, parameters: Readonly<Record<string, Tensor>>) => distribution.logProb(x, parameters).add(by),
  });

  test('a density that is off by a constant', () => {
    expect(outcome(shifted(normal!, 1e-6), /integrates to one/)).toThrow('the integral of the density is 1.000001');
    const counts = { parameters: [{ mu: 4 }], seed: 1 };
    expect(outcome(shifted(poisson!, 1e-6), /sums to one/, counts)).toThrow('the integral of the density');
  });

  test('draws with a wrong spread or mean', () => {
    const wide: Distribution = { ...normal!, random: (rng) => 1.08 * rng.normal() };
    expect(outcome(wide, /follow the density/)).toThrow('the distribution of draws is off by');
    const many: Distribution = { ...poisson!, random: (rng) => rng.poisson(4.1) };
    expect(outcome(many, /follow the density/, { parameters: [{ mu: 4 }], seed: 1 })).toThrow('chi-square of draws');
  });

  test('a wrong variance', () => {
    const wrong: Distribution = { ...normal!, variance: () => 1.01 };
    expect(outcome(wrong, /mean and variance/)).toThrow(/^the variance is .* and should be 1.01/);
  });

  test('a cdf, survival or quantile of another distribution', () => {
    const other = (key: 'logCdf' | 'logSurvival' | 'icdf'): Distribution => ({
      ...normal!,
      [key]: (x: Tensor, { mu, sigma }: Readonly<Record<string, Tensor>>) =>
        normal![key]!(x, { mu: mu!, sigma: sigma!.mul(1.0001) }),
    });
    expect(outcome(other('logCdf'), /derivative of the cdf/)).toThrow(/^the cdf rises by .* where the density is/);
    expect(outcome(other('logCdf'), /complements/)).toThrow('cdf and survival add up to');
    expect(outcome(other('logSurvival'), /complements/)).toThrow('cdf and survival add up to');
    expect(outcome(other('icdf'), /inverse of the cdf/)).toThrow(/^icdf\(.*\) is .*, and the cdf is that at/);
  });

  test('a cdf of whole numbers that does not rise by the probability', () => {
    const late: Distribution = { ...poisson!, logCdf: (x) => x.mul(0).sub(1), logSurvival: (x) => x.mul(0).sub(0.5) };
    const counts = { parameters: [{ mu: 4 }], seed: 1 };
    expect(outcome(late, /rises by the probability/, counts)).toThrow('the cdf rises by 0 at');
  });

  test('a cdf that is wrong at the ends, and one whose gradient is cut', () => {
    const { halfNormal } = all;
    const scale = { parameters: [{ sigma: 1 }], seed: 11 };
    const mirrored: Distribution = {
      ...halfNormal!,
      logCdf: (x, { sigma }) => halfNormal!.logCdf!(x.abs(), { sigma: sigma! }),
    };
    expect(outcome(mirrored, /0 below the support/, scale)).toThrow('logCdf(-Infinity) is 0, and should be -Infinity');
    const cut: Distribution = {
      ...normal!,
      logCdf: (x, { mu, sigma }) => normal!.logCdf!(x, { mu: mu!, sigma: stopGradient(sigma!) }),
    };
    expect(outcome(cut, /gradients of cdf/)).toThrow('d/dsigma of logCdf at');
  });

  test('draws that do not follow the cdf', () => {
    const wide: Distribution = { ...normal!, random: (rng) => 1.03 * rng.normal() };
    expect(outcome(wide, /follow the cdf/)).toThrow('draws are off the cdf by');
  });

  test('a mode beside the maximum', () => {
    expect(outcome({ ...normal!, mode: () => 0.002 }, /mode/)).toThrow(/^the density at .* is higher than at the mode/);
  });

  test('draws outside the support', () => {
    const wrong: Distribution = { ...all.halfNormal!, random: (rng) => rng.normal() };
    expect(outcome(wrong, /lie in the support/, { parameters: [{ sigma: 1 }], seed: 1 })).toThrow(
      'lies outside [0, ∞)',
    );
  });

  test('a parameter whose range is not checked', () => {
    const specs = normal!.parameters;
    const sigma = { description: 'scale', constraint: { ...specs.sigma!.constraint, holds: () => true } };
    const free: Distribution = { ...normal!, parameters: { ...specs, sigma } };
    expect(outcome(free, /^sigma out of range/)).toThrow('was not refused');
  });
});
