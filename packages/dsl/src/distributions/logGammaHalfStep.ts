/** log Gamma(x + 1/2) - log Gamma(x) - log(x) / 2 - log(2) / 2: what the normaliser of Student's t needs, with nu = 2 x. */
import { lgammaDifference, log, type Tensor } from '@credence/autodiff';
import { LOG_TWO } from './constants.js';

export function logGammaHalfStep(x: Tensor): Tensor {
  return lgammaDifference(x, 0.5)
    .sub(log(x).mul(0.5))
    .sub(LOG_TWO * 0.5);
}
