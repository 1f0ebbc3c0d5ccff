/** All operations. */

export * from './arithmetic.js';
export * from './clip.js';
export * from './comparison.js';
export * from './logic.js';
export { all, any, max, min, prod, type ReduceOptions, sum } from './reduction.js';
export { where } from './where.js';
