/** Changes of variables, and distributions written inline. */
import { compile } from '../compile/compile.js';
import * as distributions from '../distributions/index.js';
import { Model } from '../model/model.js';
import { samplePriorPredictive } from '../predict/index.js';
import { checkGradient, densityAt } from '../testing/densityChecks.js';
import { lomax } from '../testing/ownDistributions.js';
import { bijections, custom, transformed } from './index.js';

const { gamma, normal, poisson } = distributions;
const standard = normal.dist({ mu: 0, sigma: 1 });

describe('transformed', () => {
  test('by bijections of the library and of a user', () => {
    const logNormal = transformed(normal.dist({ mu: 0.3, sigma: 0.8 }), bijections.exp);
    const exact = distributions.logNormal.dist({ mu: 0.3, sigma: 0.8 });
    for (const x of [0.01, 1, 50]) expect(logNormal.logProb(x)).toBeCloseTo(exact.logProb(x), 12);
    expect(logNormal.icdf(0.5)).toBeCloseTo(Math.exp(0.3), 13);
    expect(logNormal.logProb(-1)).toBe(-Infinity);
    const cubed = transformed(standard, {
      forward: (x) => x.mul(x).mul(x),
      inverse: (y) => y.sign().mul(y.abs().pow(1 / 3)),
      logJacobian: (x) => x.square().mul(3).log(),
      increasing: true,
    });
    expect(cubed.logProb(8)).toBeCloseTo(standard.logProb(2) - Math.log(12), 13);
    expect(cubed.logCdf(-27)).toBeCloseTo(standard.logCdf(-3), 12);
    const turned = transformed(lomax.dist({ alpha: 2 }), bijections.power(-1));
    expect(Number(turned.cdf(0.5))).toBeCloseTo(Math.exp(lomax.dist({ alpha: 2 }).logSurvival(2)), 13);
    expect([turned.cdf(-1), turned.cdf(0), turned.cdf(Infinity)]).toEqual([0, 0, 1]);
    const moved = transformed(standard, bijections.affine({ loc: 3, scale: 2 }));
    expect([moved.mean(), moved.variance(), moved.logProb(4)]).toEqual([
      3,
      4,
      normal.dist({ mu: 3, sigma: 2 }).logProb(4),
    ]);
  });

  test('parameters of a bijection may be variables', () => {
    const model = new Model('m');
    model.halfFlat('scale');
    const y = model.transformed('y', {
      base: gamma.dist({ alpha: 2, beta: 1 }),
      bijection: bijections.affine({ loc: -1, scale: 'scale' }),
    });
    model.normal('z', { mu: y, sigma: 1 }, { observed: 0 });
    checkGradient(model, { scale: 1.5, y: 0.4 });
    expect(densityAt(model, { scale: 1.5, y: -1.2 })).toBe(-Infinity);
    expect(compile(model).dimension).toBe(2);
    expect(() => model.transformed('w', { base: standard, bijection: bijections.affine({ scale: -1 }) })).toThrow(
      'bijection.scale must be > 0, and is -1',
    );
  });

  test('what cannot be transformed', () => {
    expect(() => transformed(poisson.dist({ mu: 1 }), bijections.exp)).toThrow(
      'transformed: base ~ Poisson is one of whole numbers. Only densities are moved by a bijection. [combinator/kind]',
    );
    expect(() => transformed(standard, bijections.log)).toThrow(
      'transformed: log takes numbers between 0 and Infinity, and base ~ Normal lies in (-∞, ∞). Truncate it, or take another bijection. [combinator/bijection]',
    );
    // @ts-expect-error functions are missing
    expect(() => transformed(standard, { forward: (x) => x })).toThrow(
      "transformed: the bijection has no function 'inverse'. It takes { forward, inverse, logJacobian }.",
    );
    expect(() => bijections.power(0)).toThrow(
      'power: the exponent must be a number other than 0, not 0. [combinator/bijection]',
    );
  });
});

describe('custom', () => {
  test('is typed by its parameters', () => {
    const model = new Model('m');
    model.normal('m', { mu: 0, sigma: 1 });
    model.custom(
      'y',
      {
        name: 'Chosen',
        parameters: { mu: 'm', weights: [0.2, 0.8] },
        ranks: { weights: 1 },
        logProb: (x, { mu, weights }) => x.sub(mu).square().mul(-0.5).add(weights.log().sum()),
        random: (rng, { mu, weights }) => mu + rng.categorical(weights),
      },
      { observed: [1, 2, 3] },
    );
    expect(Number.isFinite(densityAt(model, { m: 0.5 }))).toBe(true);
    expect(samplePriorPredictive(model, { draws: 2, seed: 1 }).group('prior_predictive').variable('y').shape).toEqual([
      1, 2, 3,
    ]);
    // @ts-expect-error there is no parameter tau
    expect(() => custom({ parameters: { mu: 1 }, logProb: (x, { tau }) => x.sub(tau) }).logProb(1)).toThrow();
    // @ts-expect-error logProb is missing
    expect(() => custom({ parameters: { mu: 1 } })).toThrow(
      'Custom: custom needs a function logProb(x, parameters). [distribution/definition]',
    );
    expect(() => custom({ logProb: (x) => x, eventRank: 1 })).toThrow(
      'Custom: draws are vectors, so it needs eventShape.',
    );
  });
});
