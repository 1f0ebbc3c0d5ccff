export { type EnsembleAdvice, TRUSTED_TIMES } from './advice.js';
export { EnsembleFailure } from './failure.js';
export { type IntegratedTimeOptions, integratedTime } from './integratedTime.js';
export type { LogProbability, VectorizedLogProbability } from './logProbability.js';
export { type DifferentialEvolutionOptions, differentialEvolutionMove } from './moves/differentialEvolution.js';
export { type KernelDensityOptions, kernelDensityMove } from './moves/kernelDensity.js';
export type { Moves } from './moves/mixture.js';
export type { EnsembleMove, MovingGroup, SplitOptions } from './moves/move.js';
export { type SnookerOptions, snookerMove } from './moves/snooker.js';
export { type StretchOptions, stretchMove } from './moves/stretch.js';
export { type WalkOptions, walkMove } from './moves/walk.js';
export type {
  DensityTarget,
  EnsembleOptions,
  EnsembleSettings,
  FunctionTarget,
  VectorizedTarget,
} from './options.js';
export { showEnsembleProgress } from './progress.js';
export {
  EnsembleResult,
  type EnsembleSummaryOptions,
  type StepSelection,
} from './result.js';
export { type EnsembleEvent, type EnsembleProgress, sampleEnsemble } from './sampleEnsemble.js';
export type { EnsembleBall, EnsembleStart, EnsembleState } from './start.js';
export { EnsembleSummary, type EnsembleSummaryRow } from './summary.js';
