/** The laws that operations are tested by, for those of your own: `@credence/autodiff/testing`. */
export { type BackendUnderTest, close, expectAgreement } from './agree.js';
export { backendsUnderTest } from './backends.js';
export { checkDerivative, type DerivativeCheck, difference, type FlatValues } from './derivatives.js';
export type { LawCase } from './derivativesAgree.js';
export { elementwiseAgreement, elementwiseLaws } from './elementwiseLaws.js';
export { graphAgreement, graphLaws } from './graphLaws.js';
export type { Law } from './law.js';
