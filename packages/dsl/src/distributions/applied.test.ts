/** A distribution with its parameters: declared by a model, and computed with. */
import { constant } from '@credence/autodiff';
import { keyFromSeed, log1p, stream } from '@credence/numerics';
import { compile } from '../compile/compile.js';
import { Model } from '../model/model.js';
import { positive } from '../supports/index.js';
import { defineDistribution } from './distribution.js';
import * as distributions from './index.js';
import { positiveParameter } from './parameters.js';

const { flat, multivariateNormal, normal, poisson, uniform } = distributions;

/** Lomax: a cdf without an inverse of its own. */
const lomax = defineDistribution({
  name: 'Lomax',
  method: 'lomax',
  parameters: { alpha: positiveParameter('shape') },
  support: positive,
  logProb: (x, { alpha }) => alpha.log().sub(x.log1p().mul(alpha.add(1))),
  logSurvival: (x, { alpha }) => x.maximum(0).log1p().mul(alpha).neg(),
});

describe('model.random', () => {
  test('declares what the method declares', () => {
    const build = (random: boolean) => {
      const model = new Model('line', { coords: { obs: 3 } });
      const x = model.data('x', [1, 2, 3], { dims: 'obs' });
      const slope = model.normal('slope', { mu: 0, sigma: 1 });
      const options = { dims: 'obs', observed: [1, 2, 2.5] };
      if (random) {
        model.random('spread', uniform.dist({ lower: 0, upper: 3 }), { initial: 1 });
        model.random('y', normal.dist({ mu: 'slope * x', sigma: 'spread' }), options);
      } else {
        model.uniform('spread', { lower: 0, upper: 3 }, { initial: 1 });
        model.normal('y', { mu: slope.mul(x), sigma: 'spread' }, options);
      }
      return model;
    };
    const [a, b] = [build(true), build(false)];
    expect(a.toString()).toBe(b.toString());
    expect(a.graph()).toEqual(b.graph());
    const at = { slope: 0.7, spread: 1.3 };
    expect(compile(a, { backend: 'reference' }).logDensity(at)).toBe(
      compile(b, { backend: 'reference' }).logDensity(at),
    );
    const longer = { x: [1, 2, 3, 4], y: [1, 2, 2, 3] };
    const coords = { coords: { obs: 4 } };
    expect(compile(a.withData(longer, coords), { backend: 'reference' }).logDensity(at)).toBe(
      compile(b.withData(longer, coords), { backend: 'reference' }).logDensity(at),
    );
  });

  test('has the errors of the method, with the place of the declaration', () => {
    const model = new Model('m');
    expect(() => model.random('y', normal.dist({ mu: 0, sigma: -1 }))).toThrow(
      'y ~ Normal: sigma must be > 0, and is -1. sigma is the standard deviation, unit of x. [distribution/parameter]',
    );
    expect(() => model.random('y', normal.dist({ mu: 'm', sigma: 1 }))).toThrow(/y ~ Normal, mu.*m/);
    model.random('y', normal.dist({ mu: 0, sigma: 1 }));
    expect(() => model.random('y', normal.dist({ mu: 0, sigma: 1 }))).toThrow(/applied\.test\.ts:\d+:\d+/);
    // @ts-expect-error a distribution without its parameters
    expect(() => model.random('z', normal)).toThrow(
      "random 'z': expected a distribution with its parameters, as distributions.normal.dist({ mu: 0, sigma: 1 }) gives, not one without parameters. [model/applied]",
    );
    // @ts-expect-error no distribution at all
    expect(() => model.random('z', 3)).toThrow('gives, not 3. [model/applied]');
  });
});

test('names of parameters are checked, by types and when it is made', () => {
  // @ts-expect-error sigma is missing
  expect(() => normal.dist({ mu: 0 })).toThrow("Normal needs the parameter 'sigma'");
  // @ts-expect-error there is no parameter width
  expect(() => normal.dist({ mu: 0, sigma: 1, width: 1 })).toThrow("Normal has no parameter 'width'");
  // @ts-expect-error one of two ways
  expect(() => poisson.dist({ mu: 0, logMu: 1 })).toThrow('not parameters of both');
  expect(String(normal.dist({ mu: 'a + b', sigma: 1 }))).toBe('Normal(mu = a + b, sigma = 1)');
  expect(flat.dist().distribution).toBe(flat);
});

describe('with numbers', () => {
  const standard = normal.dist({ mu: 0, sigma: 1 });

  test('its functions give numbers, and arrays for arrays', () => {
    const density: number = standard.logProb(0);
    expect(density).toBeCloseTo(-0.9189385332046727, 15);
    expect(standard.cdf(1.959963984540054)).toBeCloseTo(0.975, 15);
    expect(standard.logCdf(-40)).toBeCloseTo(-804.6084420137538, 10);
    expect(standard.logSurvival(40)).toBeCloseTo(-804.6084420137538, 10);
    expect(standard.icdf(0.5)).toBe(0);
    expect([standard.mean(), standard.variance(), standard.mode()]).toEqual([0, 1, 0]);
    const array: Float64Array = standard.cdf([0, Infinity]);
    expect([...array]).toEqual([0.5, 1]);
    const several = normal.dist({ mu: [0, 1], sigma: constant(2) });
    expect(several.mean()).toEqual(Float64Array.of(0, 1));
    expect(several.icdf(0.5)).toEqual(Float64Array.of(0, 1));
    expect([...several.logProb([0, 1])]).toEqual([several.logProb([0, 1])[0], several.logProb([0, 1])[0]]);
    expect(several.cdf([[0], [1]])).toHaveLength(4);
  });

  test('a vector has one log density', () => {
    const pair = multivariateNormal.dist({
      mu: [0, 0],
      chol: [
        [1, 0],
        [0, 1],
      ],
    });
    expect(pair.logProb([0, 0])).toHaveLength(1);
    expect(pair.logProb([0, 0])[0]).toBeCloseTo(-2 * 0.9189385332046727, 14);
    expect(pair.random(1)).toHaveLength(2);
    expect(pair.random(1, 5)).toHaveLength(10);
  });

  test('what is outside the support has no density', () => {
    expect(poisson.dist({ mu: 3 }).logProb([-1, 0.5, 2])).toEqual(
      Float64Array.of(-Infinity, -Infinity, poisson.dist({ mu: 3 }).logProb(2)),
    );
  });

  test('draws are those of the stream', () => {
    const rng = stream(keyFromSeed(3), 0);
    const wide = normal.dist({ mu: 1, sigma: 2 });
    const expected = [1 + 2 * rng.normal(), 1 + 2 * rng.normal()];
    expect(wide.random(3)).toBe(expected[0]);
    expect([...wide.random(3, 2)]).toEqual(expected);
    const going = stream(keyFromSeed(3), 0);
    expect([wide.random(going), wide.random(going)]).toEqual(expected);
  });

  test('a cdf without an inverse is inverted', () => {
    const waiting = lomax.dist({ alpha: 2 });
    for (const p of [1e-300, 1e-9, 0.3, 0.5, 0.9, 1 - 1e-12]) {
      const expected = Math.expm1(-log1p(-p) / 2);
      expect(Math.abs(waiting.icdf(p) / expected - 1)).toBeLessThan(1e-13);
    }
    expect([waiting.icdf(0), waiting.icdf(1), waiting.icdf(-0.1), waiting.icdf(2)]).toEqual([0, Infinity, NaN, NaN]);
    expect(waiting.icdf([0.75, 0])).toEqual(Float64Array.of(waiting.icdf(0.75), 0));
    expect(waiting.logCdf(1)).toBeCloseTo(Math.log(0.75), 15);
  });

  test('what cannot be computed says why', () => {
    const model = new Model('m');
    const mu = model.normal('mu', { mu: 0, sigma: 1 });
    expect(() => normal.dist({ mu, sigma: 1 }).logProb(0)).toThrow(
      'Normal: mu is a variable of a model, or made of some, and only numbers can be computed with. Give numbers or arrays, or draw from the model. [distribution/not-numbers]',
    );
    expect(() => normal.dist({ mu: 'mu', sigma: 1 }).mean()).toThrow("Normal: mu is 'mu', and only numbers");
    expect(() => normal.dist({ mu: 0, sigma: 0 }).cdf(0)).toThrow('Normal: sigma must be > 0, and is 0.');
    expect(() => normal.dist({ mu: 0, sigma: [1, NaN] }).cdf(0)).toThrow('data/nan');
    expect(() => uniform.dist({ lower: 2, upper: 1 }).logProb(0)).toThrow('Uniform: lower must be less than upper');
    expect(() => normal.dist({ mu: [1, 2], sigma: [1, 2, 3] }).mean()).toThrow('parameters cannot broadcast');
    expect(() => flat.dist().random(1)).toThrow(
      'Flat has no random. Give it one in its definition. [distribution/missing-function]',
    );
    expect(() => lomax.dist({ alpha: 1 }).variance()).toThrow('Lomax has no variance.');
    expect(() => flat.dist().icdf(0.5)).toThrow('Flat has no icdf.');
  });
});
