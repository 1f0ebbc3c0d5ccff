/** The log density of the standard t distribution, with location 0 and scale 1. */
import { log1p, type Tensor } from '@credence/autodiff';
import { LOG_PI } from './constants.js';
import { logGammaHalfStep } from './logGammaHalfStep.js';

/** At z, with nu degrees of freedom. */
export function standardStudentT(z: Tensor, nu: Tensor): Tensor {
  const tail = log1p(z.square().div(nu)).mul(nu.add(1).mul(-0.5));
  return tail.add(logGammaHalfStep(nu.mul(0.5))).sub(LOG_PI * 0.5);
}
