export {
  type PosteriorPredictiveOptions,
  type PosteriorTrace,
  type PredictOptions,
  samplePosteriorPredictive,
} from './samplePosteriorPredictive.js';
export { type PriorPredictiveOptions, samplePriorPredictive } from './samplePriorPredictive.js';
