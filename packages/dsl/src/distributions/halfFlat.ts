import { positive } from '../supports/index.js';
import { defineDistribution } from './distribution.js';
import { zerosLike } from './zeros.js';

/**
 * Flat, improper density on (0, ∞): log density 0. It has no draws, and a posterior only where the likelihood makes one.
 *
 *   p(x) = 1,   x in [0, ∞)
 *
 * @drawn { }
 * @example model.halfFlat('scale')
 *
 * PyMC: HalfFlat; Stan: a parameter with a lower bound of 0, without a statement; NumPyro: ImproperUniform.
 */
export const halfFlat = defineDistribution({
  name: 'HalfFlat',
  method: 'halfFlat',
  parameters: {},
  support: positive,
  logProb: (x) => zerosLike(x),
});
