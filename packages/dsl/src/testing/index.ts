/** The laws that distributions are tested by, for those of your own: `@credence/dsl/testing`. */
export { distributionLaws, type Law, type LawOptions } from './distributionLaws.js';
export type { NumberParameters } from './quadrature.js';
export type { VectorLawOptions, VectorParameters } from './vectorCase.js';
export { vectorLaws } from './vectorLaws.js';
