export type { LogDensities } from './material.js';
export type { EstimateError, ObjectEstimates, ObjectVerdict, PopulationEstimate } from './populationEstimate.js';
export {
  type PopulationDensity,
  type PopulationLikelihood,
  type PopulationOptions,
  populationLikelihood,
} from './populationLikelihood.js';
