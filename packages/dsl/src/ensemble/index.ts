export {
  differentialEvolutionMove,
  type EnsembleEvent,
  EnsembleFailure,
  type EnsembleMove,
  EnsembleResult,
  type EnsembleState,
  kernelDensityMove,
  type Moves,
  snookerMove,
  stretchMove,
  walkMove,
} from '@credence/samplers';
export { EnsembleFit, type EnsemblePosteriorOptions } from './ensembleFit.js';
export { type SampleEnsembleOptions, sampleEnsemble } from './sampleEnsemble.js';
