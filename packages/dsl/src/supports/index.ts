export * from './correlation.js';
export * from './covariance.js';
export * from './ordered.js';
export * from './scalar.js';
export * from './simplex.js';
export type { Constraint, Ends, Fault, Range, Support, Transform } from './support.js';
export * from './unitVector.js';
export * from './zeroSum.js';
