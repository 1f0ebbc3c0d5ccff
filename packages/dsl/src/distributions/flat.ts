import { real } from '../supports/index.js';
import { defineDistribution } from './distribution.js';
import { zerosLike } from './zeros.js';

/**
 * Flat, improper density on all reals: log density 0 everywhere. It has no draws, and a posterior only where the
 * likelihood makes one.
 *
 *   p(x) = 1,   x in (-∞, ∞)
 *
 * @drawn { }
 * @example model.flat('offset')
 *
 * PyMC: Flat; Stan: a parameter without a statement; NumPyro: ImproperUniform.
 */
export const flat = defineDistribution({
  name: 'Flat',
  method: 'flat',
  parameters: {},
  support: real,
  logProb: (x) => zerosLike(x),
});
