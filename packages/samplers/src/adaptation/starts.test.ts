/**
 * Starts that say little or nothing of the scales: zero gradients, far tails, coordinates at odds. What the first transitions
 * may cost is bounded; a metric or a step size that takes them at their word spends 1023 leapfrogs on each.
 */
import { keyFromSeed, split } from '@credence/numerics';
import { createChain } from '../chain.js';
import type { LogDensity } from '../logDensity.js';
import { correlatedNormals, independentNormals, logGammas, standardNormals, studentTs } from '../testing/targets.js';

const zeros = (n: number): number[] => new Array(n).fill(0);
const correlated = correlatedNormals([1, 1, 1, 1, 1, 1, 1, 1], 0.8);
const uneven = independentNormals([0, 0, 0], [1e-3, 1, 1e3]);
const wide = independentNormals([0, 0], [1, 1e6]);

const cases: readonly (readonly [string, LogDensity, readonly number[]])[] = [
  ['standard normal, two gradients 0', standardNormals(3), [7.5, 0, 0]],
  ['standard normal, at its mode', standardNormals(3), zeros(3)],
  ['standard normal, a gradient near 0', standardNormals(3), [1e-8, 1, 1]],
  ['standard normal, a gradient hardly above 0', standardNormals(3), [1e-300, 1, 1]],
  ['standard normal, far out in one coordinate', standardNormals(3), [1e4, 0, 0]],
  ['standard normal, far out in all', standardNormals(3), [1e6, 1e6, 1e6]],
  ['200 normals, all gradients but one 0', standardNormals(200), [7.5, ...zeros(199)]],
  [
    '200 normals, gradients over 19 orders',
    standardNormals(200),
    Array.from({ length: 200 }, (_, i) => 10 ** -(i % 20)),
  ],
  ['far means', independentNormals([1e3, -1e3, 0], [1, 1, 1]), zeros(3)],
  ['uneven scales, at the mode', uneven, zeros(3)],
  ['uneven scales, one at its mode', uneven, [1e-3, 0, 1e3]],
  ['uneven scales, 100 sds out', uneven, [0.1, 100, 1e5]],
  ['a scale of 10^6, at the mode', wide, zeros(2)],
  ['a scale of 10^6, typical', wide, [1, 1e6]],
  ['correlated, at the mode', correlated, zeros(8)],
  ['correlated, far out', correlated, [10, ...zeros(7)]],
  ['Student t, at the mode', studentTs(5, 5), zeros(5)],
  ['Student t, in the tail', studentTs(5, 5), [50, 0, 0, 0, 0]],
  ['log gamma, at the mode', logGammas(4), new Array(4).fill(Math.log(3))],
  ['log gamma, in the linear tail', logGammas(4), [-20, 1, 1, 1]],
  ['log gamma, on the steep side', logGammas(4), [8, 1.0986122886681098, 1, 1]],
];

// The dearest case of ten seeds took 848 and 2621; without the bounds on guesses and on first trees, up to 39 939 and 60 978.
describe.each(cases)('%s', (_, density, start) => {
  test.each(['gradientDiagonal', 'dense'] as const)('%s: 40 transitions take at most 1500 leapfrogs', (metric) => {
    for (let seed = 0; seed < 3; seed++) {
      const chain = createChain({ density, key: split(keyFromSeed(seed), 0), tune: 1000, draws: 0, metric, start });
      chain.advance(40);
      expect(chain.leapfrogs.warmup).toBeLessThan(1500);
      chain.advance(160);
      // Stan's shrinkage of `dense` hides scales of 10^-3.
      expect(chain.leapfrogs.warmup).toBeLessThan(metric === 'dense' ? 6000 : 4000);
    }
  });
});
