/** All operations. */

export * from './arithmetic.js';
export * from './bessel.js';
export * from './betaBinomialSum.js';
export * from './clip.js';
export * from './closeForms.js';
export { equal, greater, greaterEqual, isFinite, isNaN, less, lessEqual, notEqual } from './comparison.js';
export * from './composites.js';
export { cast, stopGradient } from './conversion.js';
export { type CumsumOptions, cumsum } from './cumsum.js';
export * from './exponential.js';
export * from './gamma.js';
export * from './incompleteBeta.js';
export * from './incompleteGamma.js';
export { gather, type IndexingOptions, scatterAdd } from './indexing.js';
export * from './layout.js';
export { cholesky, choleskyInverse, logDeterminant, type TriangularOptions, triangularSolve } from './linearAlgebra.js';
export * from './logic.js';
export { dot, matMul, outer } from './matmul.js';
export * from './normal.js';
export * from './powers.js';
export { all, any, max, min, prod, type ReduceOptions, sum } from './reduction.js';
export { type ScanInputs, type ScanResult, type ScanStep, scan } from './scan.js';
export { diagonal, diagonalMatrix, eye, type SliceRange, slice, tril, triu } from './slicing.js';
export * from './studentT.js';
export * from './trigonometric.js';
export { where } from './where.js';
