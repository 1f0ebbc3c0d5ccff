export * from './scalar.js';
export type { Constraint, Range, Support, Transform } from './support.js';
