export { describeReason, type ScalarChains, type UndefinedReason, undefinedReason } from './chains.js';
export { energyFraction } from './energy.js';
export {
  essBulk,
  essMean,
  essMedian,
  essQuantile,
  essSd,
  essTail,
  mcseMean,
  mcseMedian,
  mcseQuantile,
  mcseSd,
} from './monteCarlo.js';
export type { Interval } from './quantiles.js';
export { basicRHat, rHat, splitRHat } from './rHat.js';
export {
  highestDensityInterval,
  type QuantitySummary,
  quantileOf,
  type SummaryOptions,
  summarizeQuantity,
} from './summary.js';
export {
  convergenceVerdict,
  type Finding,
  type FindingKind,
  type Verdict,
  type VerdictInput,
  type VerdictThresholds,
} from './verdict.js';
