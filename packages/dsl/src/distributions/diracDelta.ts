import { greaterEqual, where } from '@credence/autodiff';
import { boundText } from '../supports/bounds.js';
import { constraint, integers } from '../supports/index.js';
import { defineDistribution } from './distribution.js';
import { ofProbability } from './outside.js';
import { zerosLike } from './zeros.js';

const never = Number.NEGATIVE_INFINITY;

/**
 * A single whole number, with probability 1: a part of mixtures of counts.
 *
 *   P(x | c) = 1,   x = c
 *
 * Of a number beside a density take `hurdle`, and for a value that follows from others `model.deterministic`.
 *
 * @param c the number, whole.
 * @drawn { c: 3 }
 * @example mixture({ weights, components: [distributions.diracDelta.dist({ c: 1 }), distributions.poisson.dist({ mu })] })
 *
 * PyMC: DiracDelta; Stan: none; NumPyro: Delta.
 */
export const diracDelta = defineDistribution({
  name: 'DiracDelta',
  method: 'diracDelta',
  parameters: {
    c: {
      description: 'only value',
      constraint: constraint('a whole number', integers(never, Number.POSITIVE_INFINITY)),
    },
  },
  support: ({ c }) => ({ ...integers(c, c), text: `{${boundText(c, 'c')}}` }),
  logProb: (x, { c }) => zerosLike(x.add(c)),
  logCdf: (x, { c }) => where(greaterEqual(x, c), 0, never),
  logSurvival: (x, { c }) => where(greaterEqual(x, c), never, 0),
  icdf: (p, { c }) => ofProbability(p, zerosLike(p.add(c)).add(c)),
  random: (_, { c }) => c,
  mean: ({ c }) => c,
  variance: () => 0,
  mode: ({ c }) => c,
});
