/** Distributions made by combinators keep the laws of all distributions. */

import { evaluate, exp, gradient, parameter, sum } from '@credence/autodiff';
import type { AppliedDistribution } from '../distributions/applied.js';
import type { Distribution } from '../distributions/distribution.js';
import * as distributions from '../distributions/index.js';
import { closed } from '../testing/closed.js';
import { distributionLaws, drawMany } from '../testing/distributionLaws.js';
import { failures, lomax } from '../testing/ownDistributions.js';
import { type NumberParameters, nodesOf } from '../testing/quadrature.js';
import { bijections, custom, hurdle, mixture, transformed, truncated, zeroInflated } from './index.js';

const { gamma, normal, poisson, studentT } = distributions;
const standard = normal.dist({ mu: 0, sigma: 1 });

const cases: readonly (readonly [string, AppliedDistribution, number?])[] = [
  ['truncated between', truncated(normal.dist({ mu: 1, sigma: 2 }), { lower: -1, upper: 2.5 })],
  ['truncated above', truncated(normal.dist({ mu: 0, sigma: 1 }), { lower: 0.3 })],
  ['truncated in the upper tail', truncated(standard, { lower: 12 })],
  ['truncated between in the upper tail', truncated(standard, { lower: 30, upper: 31 })],
  ['truncated in the lower tail', truncated(standard, { upper: -25 })],
  ['truncated between in the lower tail', truncated(standard, { lower: -45, upper: -40 })],
  ['truncated without an inverse', truncated(lomax.dist({ alpha: 1.5 }), { lower: 0.5, upper: 40 })],
  ['truncated in the tail without an inverse', truncated(lomax.dist({ alpha: 3 }), { lower: 1e6 })],
  ['truncated counts', truncated(failures.dist({ p: 0.3 }), { lower: 2, upper: 7 })],
  ['truncated counts, far out', truncated(failures.dist({ p: 0.6 }), { lower: 900 })],
  ['truncated twice', truncated(truncated(standard, { lower: -1 }), { upper: 2 })],
  [
    'mixture',
    mixture({
      weights: [0.3, 0.7],
      components: [normal.dist({ mu: -2, sigma: 0.5 }), studentT.dist({ nu: 4, mu: 1, sigma: 1 })],
    }),
  ],
  [
    'mixture of counts',
    mixture({
      weights: [0.5, 0.2, 0.3],
      components: [poisson.dist({ mu: 1 }), poisson.dist({ mu: 30 }), poisson.dist({ mu: 8 })],
    }),
  ],
  [
    'mixture along an axis',
    mixture({ weights: [0.1, 0.9], components: normal.dist({ mu: [-1, 3], sigma: [0.7, 0.7] }) }),
  ],
  [
    'mixture of supports',
    mixture({
      weights: [0.4, 0.6],
      components: [gamma.dist({ alpha: 3, beta: 1 }), normal.dist({ mu: -1, sigma: 1 })],
    }),
    1e-5,
  ],
  [
    'mixture of truncated',
    mixture({
      weights: [0.5, 0.5],
      components: [truncated(standard, { lower: 0 }), truncated(normal.dist({ mu: 2, sigma: 1 }), { lower: 0 })],
    }),
  ],
  ['zero-inflated', zeroInflated(poisson.dist({ mu: 2.5 }), { psi: 0.7 })],
  ['zero-inflated truncated', zeroInflated(truncated(failures.dist({ p: 0.2 }), { lower: 1 }), { psi: 0.4 })],
  ['hurdle of counts', hurdle(poisson.dist({ mu: 1.5 }), { psi: 0.6 })],
  ['hurdle of rare counts', hurdle(failures.dist({ p: 0.98 }), { psi: 0.6 })],
  ['transformed by exp', transformed(normal.dist({ mu: 0.3, sigma: 0.8 }), bijections.exp)],
  ['transformed by affine', transformed(gamma.dist({ alpha: 2, beta: 1 }), bijections.affine({ loc: -3, scale: 2 }))],
  ['transformed by log', transformed(gamma.dist({ alpha: 2, beta: 1 }), bijections.log)],
  ['transformed by logit', transformed(distributions.beta.dist({ alpha: 2, beta: 3 }), bijections.logit)],
  ['transformed by sigmoid', transformed(standard, bijections.sigmoid)],
  ['transformed by a power', transformed(gamma.dist({ alpha: 3, beta: 2 }), bijections.power(-1))],
  ['transformed by negate', transformed(lomax.dist({ alpha: 6 }), bijections.negate)],
  ['transformed twice', transformed(transformed(standard, bijections.affine({ loc: 1, scale: 0.5 })), bijections.exp)],
  [
    'custom',
    custom({
      parameters: { b: 2, m: 1 },
      logProb: (x, { b, m }) => x.sub(m).abs().div(b).neg().sub(b.mul(2).log()),
      random: (rng, { b, m }) => m + b * (rng.exponential() - rng.exponential()),
    }),
    5e-4,
  ],
];

describe.each(cases.map(([name, applied, tolerance = 1e-9]) => ({ name, applied, tolerance })))(
  '$name',
  ({ name, applied, tolerance }) => {
    const { distribution, parameters } = closed(applied);
    const options = { parameters: [parameters], seed: 23, tolerance };
    // Between bounds far out, or beside a bound, differences of cdfs have no digits left; slopes are checked below.
    const far = name.includes('tail') || name.includes('without');
    for (const law of distributionLaws(distribution, options)) {
      if (!(far && law.name.startsWith('gradients of cdf'))) test(law.name, law.check);
    }
    if (far)
      test('the slopes of cdf and survival are the density over them', () => checkSlopes(distribution, parameters));
  },
);

function checkSlopes(distribution: Distribution, parameters: NumberParameters): void {
  const draws = drawMany(distribution, parameters, 5, 50);
  const x = parameter('x', [draws.length]);
  const nodes = nodesOf(parameters);
  for (const [what, sign] of [
    ['logCdf', 1],
    ['logSurvival', -1],
  ] as const) {
    const graph = distribution[what]!(x, nodes);
    const hazard = exp(distribution.logProb(x, nodes).sub(graph)).mul(sign);
    const [slopes, expected] = evaluate([...gradient(sum(graph), [x]), hazard], { ...parameters, x: draws });
    for (const [i, slope] of slopes!.entries()) {
      if (!(Math.abs(slope / expected![i]! - 1) < 1e-9)) {
        throw new Error(`the slope of ${what} at ${draws[i]} is ${slope}, and the density over it ${expected![i]}`);
      }
    }
  }
}
