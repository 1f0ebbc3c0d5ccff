/**
 * 6. The hierarchical model itself: theta_mu, theta_sigma and the thousand mu_i together, by NUTS.
 *
 * What all objects say of the population comes back to each of them: its mu_i is drawn towards theta_mu.
 */
import { type Posterior, type SampleOptions, sample } from '@credence/dsl';
import { partialPooling } from './model.js';
import type { Survey } from './survey.js';

export function sampleHierarchical(survey: Survey, options: SampleOptions = {}): PromiseLike<Posterior> {
  return sample(partialPooling(survey), { draws: 1000, tune: 1000, chains: 4, ...options });
}
