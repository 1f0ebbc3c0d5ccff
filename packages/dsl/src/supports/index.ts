export * from './scalar.js';
export type { Constraint, Ends, Range, Support, Transform } from './support.js';
