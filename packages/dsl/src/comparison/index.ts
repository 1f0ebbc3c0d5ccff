export { type CompareRequest, ComparisonResult, compare } from './compare.js';
export { type LooRequest, LooResult, loo } from './loo.js';
export type { Fit, Observations } from './observations.js';
export { type WaicRequest, WaicResult, waic } from './waic.js';
