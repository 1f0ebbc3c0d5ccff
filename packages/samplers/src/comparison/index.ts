export {
  type Caveat,
  type ComparedModel,
  type CompareOptions,
  type Comparison,
  compareEstimates,
  type WeightMethod,
} from './compareEstimates.js';
export { type LooEstimate, type LooOptions, leaveOneOut, type PointwiseLoo } from './leaveOneOut.js';
export {
  paretoKThreshold,
  paretoSmooth,
  paretoSmoothAll,
  type SmoothedWeights,
  type SmoothingOptions,
  type SmoothingReason,
} from './paretoSmooth.js';
export type { EstimateWithError, PointwiseLogLikelihood } from './pointwise.js';
export { pseudoBmaWeights } from './pseudoBma.js';
export { type StackingWeights, stackingWeights } from './stacking.js';
export { type WaicEstimate, waicOf } from './waic.js';
