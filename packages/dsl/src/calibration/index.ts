export {
  type CalibratedQuantity,
  CalibrationResult,
  type FailedSimulation,
} from './calibrationResult.js';
export type { CalibrationOptions, PosteriorFit, ValuesByName } from './options.js';
export type { CalibrationProgress } from './progress.js';
export { simulationBasedCalibration } from './simulationBasedCalibration.js';
