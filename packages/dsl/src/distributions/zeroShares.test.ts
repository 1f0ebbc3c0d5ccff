/** Zero-inflated and hurdle distributions by name are what the combinators make, and keep the laws of what has both kinds of values. */
import { hurdle, zeroInflated } from '../combinators/index.js';
import { Model } from '../model/model.js';
import { checkGradient } from '../testing/densityChecks.js';
import * as distributions from './index.js';

const { binomial, gamma, hurdleGamma, hurdleLogNormal, hurdleNegativeBinomial, hurdlePoisson, logNormal } =
  distributions;
const {
  negativeBinomial,
  poisson,
  zeroInflatedBinomial,
  zeroInflatedNegativeBinomial,
  zeroInflatedPoisson,
  zeroOneInflatedBeta,
} = distributions;

const psi = 0.7;
const pairs = [
  [zeroInflatedPoisson.dist({ psi, mu: 2 }), zeroInflated(poisson.dist({ mu: 2 }), { psi })],
  [zeroInflatedPoisson.dist({ psi, logMu: 1 }), zeroInflated(poisson.dist({ logMu: 1 }), { psi })],
  [zeroInflatedBinomial.dist({ psi, n: 6, p: 0.3 }), zeroInflated(binomial.dist({ n: 6, p: 0.3 }), { psi })],
  [
    zeroInflatedNegativeBinomial.dist({ psi, n: 2, p: 0.3 }),
    zeroInflated(negativeBinomial.dist({ n: 2, p: 0.3 }), { psi }),
  ],
  [hurdlePoisson.dist({ psi, mu: 2 }), hurdle(poisson.dist({ mu: 2 }), { psi })],
  [hurdleNegativeBinomial.dist({ psi, mu: 2, alpha: 3 }), hurdle(negativeBinomial.dist({ mu: 2, alpha: 3 }), { psi })],
  [hurdleGamma.dist({ psi, alpha: 2, beta: 1 }), hurdle(gamma.dist({ alpha: 2, beta: 1 }), { psi })],
  [hurdleGamma.dist({ psi, mu: 2, sigma: 1 }), hurdle(gamma.dist({ mu: 2, sigma: 1 }), { psi })],
  [hurdleLogNormal.dist({ psi, mu: 0.2, sigma: 0.5 }), hurdle(logNormal.dist({ mu: 0.2, sigma: 0.5 }), { psi })],
] as const;

test.each(pairs.map(([named, made]) => ({ name: String(named), named, made })))('$name', ({ named, made }) => {
  const x = [-1, 0, 1, 2, 5];
  expect(named.logProb(x)).toEqual(made.logProb(x));
  expect(named.logCdf(x)).toEqual(made.logCdf(x));
  expect(named.logSurvival(x)).toEqual(made.logSurvival(x));
  expect(named.icdf([0.1, 0.5, 0.9])).toEqual(made.icdf([0.1, 0.5, 0.9]));
  expect([named.mean(), named.variance()]).toEqual([made.mean(), made.variance()]);
  expect(named.random(7, 50)).toEqual(made.random(7, 50));
});

test.each(
  [hurdleGamma.dist({ psi, alpha: 2, beta: 1 }), hurdleLogNormal.dist({ psi, mu: 0.2, sigma: 0.5 })].map((one) => ({
    name: String(one),
    one,
  })),
)('zeros beside a density: $name', ({ one }) => {
  expect(Math.exp(one.logProb(0))).toBeCloseTo(0.3, 14);
  const edges = Array.from({ length: 20_001 }, (_, i) => i * 0.002);
  const density = one.logProb(edges).map(Math.exp);
  const mass = density.reduce((sum, value, i) => sum + (i === 0 ? 0 : value * 0.002), 0);
  expect(mass).toBeCloseTo(0.7, 5);
  const draws = one.random(5, 100_000).sort();
  const cdf = one.cdf(draws);
  const distance = cdf.reduce(
    (most, p, i) => (draws[i] === 0 ? most : Math.max(most, Math.abs(p - (i + 0.5) / 1e5))),
    0,
  );
  expect(distance).toBeLessThan(2.23 / Math.sqrt(1e5));
  const zeros = draws.filter((x) => x === 0).length;
  expect(Math.abs(zeros - 3e4)).toBeLessThan(3.9 * Math.sqrt(1e5 * 0.21));
  const mean = draws.reduce((sum, x) => sum + x, 0) / 1e5;
  expect(Math.abs(mean - one.mean())).toBeLessThan(4 * Math.sqrt(one.variance() / 1e5));
});

test('zeros and ones beside shares', () => {
  const given = { zoi: 0.3, coi: 0.4, mu: 0.6, nu: 5 };
  const one = zeroOneInflatedBeta.dist(given);
  const between = distributions.beta.dist({ mu: 0.6, nu: 5 });
  expect([...one.logProb([0, 1])].map(Math.exp)).toEqual([0.18, 0.12].map((p) => expect.closeTo(p, 14)));
  expect(one.logProb(0.3)).toBeCloseTo(Math.log(0.7) + between.logProb(0.3), 13);
  for (const x of [-0.1, 1.1, Number.NaN]) expect(one.logProb(x)).toBe(Number.NEGATIVE_INFINITY);
  expect([...one.cdf([-0.1, 0, 0.3, 1, 2])]).toEqual(
    [0, 0.18, 0.18 + 0.7 * between.cdf(0.3), 1, 1].map((p) => expect.closeTo(p, 14)),
  );
  expect(Math.exp(one.logSurvival(0.3))).toBeCloseTo(1 - one.cdf(0.3), 14);
  expect([one.icdf(0.1), one.icdf(0.95)]).toEqual([0, 1]);
  expect(one.icdf(one.cdf(0.3))).toBeCloseTo(0.3, 12);
  const draws = one.random(11, 100_000).sort();
  const cdf = one.cdf(draws);
  const distance = cdf.reduce((most, p, i) => {
    const inside = draws[i]! > 0 && draws[i]! < 1;
    return inside ? Math.max(most, Math.abs(p - (i + 0.5) / 1e5)) : most;
  }, 0);
  expect(distance).toBeLessThan(2.23 / Math.sqrt(1e5));
  for (const [end, p] of [
    [0, 0.18],
    [1, 0.12],
  ]) {
    const count = draws.filter((x) => x === end).length;
    expect(Math.abs(count - 1e5 * p!)).toBeLessThan(3.9 * Math.sqrt(1e5 * p! * (1 - p!)));
  }
  const mean = draws.reduce((sum, x) => sum + x, 0) / 1e5;
  const variance = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 1e5;
  expect(Math.abs(mean - one.mean())).toBeLessThan(4 * Math.sqrt(one.variance() / 1e5));
  expect(Math.abs(variance / one.variance() - 1)).toBeLessThan(0.02);

  const model = new Model('m');
  model.uniform('zoi', { lower: 0, upper: 1 });
  model.uniform('mu', { lower: 0, upper: 1 });
  model.zeroOneInflatedBeta('x', { zoi: 'zoi', coi: 'mu', mu: 'mu', nu: 5 }, { observed: [0, 0.2, 1] });
  checkGradient(model, { zoi: 0.3, mu: 0.6 });
  expect(() => model.zeroOneInflatedBeta('y', { ...given, coi: 2 })).toThrow(
    'y ~ ZeroOneInflatedBeta: coi must be in [0, 1], and is 2. coi is the probability of 1 among 0 and 1.',
  );
});

test('modes are 0 or that of the base', () => {
  expect(zeroInflatedPoisson.dist({ psi: 0.9, mu: 7.5 }).mode()).toBe(7);
  expect(zeroInflatedPoisson.dist({ psi: 0.5, mu: 7.5 }).mode()).toBe(0);
  expect(hurdlePoisson.dist({ psi: 0.9, mu: 0.5 }).mode()).toBe(1);
  expect(hurdlePoisson.dist({ psi: 0.2, mu: 3 }).mode()).toBe(0);
});

test('in models: variables for parameters, and errors by the names that were given', () => {
  const model = new Model('m');
  model.uniform('psi', { lower: 0, upper: 1 });
  model.halfFlat('mu');
  model.zeroInflatedPoisson('a', { psi: 'psi', mu: 'mu' }, { observed: [0, 0, 3] });
  model.zeroInflatedBinomial('b', { psi: 'psi', n: 5, p: 'psi' }, { observed: [0, 2, 5] });
  model.zeroInflatedNegativeBinomial('c', { psi: 'psi', mu: 'mu', alpha: 2 }, { observed: [0, 2] });
  model.hurdlePoisson('d', { psi: 'psi', logMu: 'mu' }, { observed: [0, 2, 3] });
  model.hurdleNegativeBinomial('e', { psi: 'psi', mu: 'mu', alpha: 2 }, { observed: [0, 2, 3] });
  model.hurdleGamma('f', { psi: 'psi', alpha: 'mu', beta: 1 }, { observed: [0, 0.5] });
  model.hurdleLogNormal('g', { psi: 'psi', mu: 'mu', sigma: 1 }, { observed: [0, 0.5] });
  checkGradient(model, { psi: 0.4, mu: 1.2 });
  expect(() => model.zeroInflatedPoisson('h', { psi: 1.5, mu: 2 })).toThrow(
    'h ~ ZeroInflatedPoisson: psi must be in [0, 1], and is 1.5. psi is the share of the values that are not extra zeros.',
  );
  expect(() => model.hurdlePoisson('h', { psi: 0.5, mu: -2 })).toThrow(
    'h ~ HurdlePoisson: mu must be >= 0, and is -2.',
  );
});
