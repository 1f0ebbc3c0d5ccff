/** Combinators: distributions made from any others, a user's own among them. */

export type { Bijection } from './bijections.js';
export * as bijections from './bijections.js';
export type { Bounds } from './bounds.js';
export { censored } from './censored.js';
export { type CustomDefinition, custom } from './custom.js';
export { hurdle } from './hurdle.js';
export { intervalCensored } from './intervalCensored.js';
export { type LkjCovarianceGiven, lkjCholeskyCovariance } from './lkjCholeskyCovariance.js';
export type { CombinatorMethods } from './methods.js';
export { type MixtureGiven, mixture } from './mixture.js';
export { transformed } from './transformed.js';
export { truncated } from './truncated.js';
export { type Share, zeroInflated } from './zeroInflated.js';
