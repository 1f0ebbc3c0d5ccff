/** Zero inflation and hurdles in models. */
import * as distributions from '../distributions/index.js';
import { Model } from '../model/model.js';
import { counts } from '../supports/index.js';
import { checkGradient } from '../testing/densityChecks.js';
import { failures } from '../testing/ownDistributions.js';
import { custom, hurdle, zeroInflated } from './index.js';

const { gamma, normal, poisson } = distributions;
const standard = normal.dist({ mu: 0, sigma: 1 });

describe('zeros', () => {
  test('psi is the share of the base, as in PyMC', () => {
    const base = poisson.dist({ mu: 2 });
    const inflated = zeroInflated(base, { psi: 0.7 });
    expect(Math.exp(inflated.logProb(0))).toBeCloseTo(0.3 + 0.7 * Math.exp(-2), 14);
    expect(inflated.mean()).toBeCloseTo(1.4, 14);
    const rain = hurdle(gamma.dist({ alpha: 2, beta: 1 }), { psi: 0.7 });
    expect(Math.exp(rain.logProb(0))).toBeCloseTo(0.3, 14);
    expect(rain.logProb(1.5)).toBeCloseTo(Math.log(0.7) + gamma.dist({ alpha: 2, beta: 1 }).logProb(1.5), 14);
    expect(rain.mean()).toBeCloseTo(1.4, 14);
    expect(rain.random(2, 1000).filter((x) => x === 0).length).toBeGreaterThan(240);
    const jumps = hurdle(failures.dist({ p: 0.4 }), { psi: 0.7 });
    expect(jumps.cdf(-1)).toBe(0);
    expect(jumps.cdf(0)).toBeCloseTo(0.3, 14);
    expect(jumps.cdf(2)).toBeCloseTo(
      [0, 1, 2].reduce((sum, x) => sum + Math.exp(jumps.logProb(x)), 0),
      13,
    );
    expect(Math.exp(jumps.logSurvival(2))).toBeCloseTo(1 - jumps.cdf(2), 13);
  });

  test('psi may be a variable, and its ends do no harm', () => {
    const model = new Model('m');
    model.uniform('psi', { lower: 0, upper: 1 });
    model.halfFlat('mu');
    model.zeroInflated('a', { base: poisson.dist({ mu: 'mu' }), psi: 'psi' }, { observed: [0, 0, 3] });
    model.hurdle('b', { base: poisson.dist({ mu: 'mu' }), psi: 'psi' }, { observed: [0, 2, 3] });
    model.hurdle('c', { base: gamma.dist({ alpha: 'mu', beta: 1 }), psi: 'psi' }, { observed: [0, 0.5] });
    checkGradient(model, { psi: 0.4, mu: 1.2 });
    const sure = zeroInflated(poisson.dist({ mu: 2 }), { psi: 1 });
    expect(sure.logProb(3)).toBeCloseTo(poisson.dist({ mu: 2 }).logProb(3), 14);
    expect(() => model.zeroInflated('d', { base: poisson.dist({ mu: 1 }), psi: 1.5 })).toThrow(
      'd ~ ZeroInflated(Poisson): psi must be in [0, 1], and is 1.5.',
    );
    expect(() => zeroInflated(standard, { psi: 0.5 })).toThrow(
      'zeroInflated: base ~ Normal has a density, and one of whole numbers is needed. Of a density a zero has no part: take hurdle. [combinator/kind]',
    );
    const constantZero = custom({ logProb: (x) => x.mul(0), support: counts, random: () => 0 });
    expect(() => hurdle(constantZero, { psi: 1 }).random(1)).toThrow(
      'hurdle: 10000 draws of Custom in a row were 0, and a draw that is not 0 is needed. Give Custom a logCdf, from which such draws are made directly. [combinator/rejection]',
    );
  });
});
