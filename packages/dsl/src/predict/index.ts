export { type LogLikelihoodOptions, logLikelihood } from './logLikelihood.js';
export {
  type PosteriorPredictiveOptions,
  type PredictOptions,
  samplePosteriorPredictive,
} from './samplePosteriorPredictive.js';
export { type PriorPredictiveOptions, samplePriorPredictive } from './samplePriorPredictive.js';
export type { PosteriorTrace } from './trace.js';
