export type { EstimateError, ObjectEstimates, ObjectVerdict, PopulationEstimate } from './populationEstimate.js';
export {
  type LogDensities,
  type PopulationDensity,
  type PopulationLikelihood,
  type PopulationOptions,
  populationLikelihood,
} from './populationLikelihood.js';
