/** Densities between points: borders, zeros, errors, and free variables. */
import { Model } from '../model/model.js';
import { checkGradient } from '../testing/densityChecks.js';
import { interpolated } from './interpolated.js';

const hat = interpolated.dist({ xPoints: [0, 1, 3], pdfPoints: [0, 4, 0] });

test('a triangle by three points', () => {
  expect(Math.exp(Number(hat.logProb(1)))).toBeCloseTo(2 / 3, 14);
  expect(Math.exp(Number(hat.logProb(2)))).toBeCloseTo(1 / 3, 14);
  expect([...hat.logProb([0, 3, -0.1, 3.1, Number.NaN])]).toEqual(new Array(5).fill(Number.NEGATIVE_INFINITY));
  expect([...hat.cdf([-1, 0, 1, 3, 4])]).toEqual([0, 0, 1 / 3, 1, 1].map((p) => expect.closeTo(p, 14)));
  expect([...hat.icdf([0, 1 / 3, 1, Number.NaN, -0.1])]).toEqual([0, expect.closeTo(1, 14), 3, Number.NaN, Number.NaN]);
  expect(hat.mean()).toBeCloseTo(4 / 3, 14);
  expect(hat.variance()).toBeCloseTo((9 - 3 + 1) / 18, 14);
  expect(hat.mode()).toBe(1);
});

test('a free variable, and points that depend on another one', () => {
  const model = new Model('m');
  model.interpolated('x', { xPoints: [0, 1, 3], pdfPoints: [0.5, 4, 1] });
  const scale = model.halfNormal('scale', { sigma: 1 });
  model.interpolated('y', { xPoints: scale.mul([1, 2, 5]), pdfPoints: [1, 2, 1] }, { observed: 1.5 });
  checkGradient(model, { x: 1.7, scale: 0.6 });
});

test('points that make no density are refused, in words', () => {
  const model = new Model('m');
  expect(() => model.interpolated('x', { xPoints: [0, 2, 1], pdfPoints: [1, 1, 1] })).toThrow(
    'x ~ Interpolated: xPoints has [2] = 1 behind [1] = 2, and its elements must ascend.',
  );
  expect(() => model.interpolated('x', { xPoints: [0, 1, 2], pdfPoints: [1, -1, 1] })).toThrow(
    'x ~ Interpolated: pdfPoints[1] must be >= 0, and is -1.',
  );
  expect(() => model.interpolated('x', { xPoints: [0, 1], pdfPoints: [0, 0] })).toThrow(
    /x ~ Interpolated: pdfPoints must be not all 0/,
  );
  expect(() => model.interpolated('x', { xPoints: [0, 1, 2], pdfPoints: [1, 1] })).toThrow(
    'xPoints has 3 points along its last axis and pdfPoints 2: give one density for each point. [shape/parameter]',
  );
});
