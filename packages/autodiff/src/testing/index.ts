export { type BackendUnderTest, close, expectAgreement } from './agree.js';
export { backendsUnderTest } from './backends.js';
export { checkDerivative, difference, type FlatValues } from './derivatives.js';
export { elementwiseAgreement, elementwiseLaws, graphAgreement, graphLaws, type LawCase } from './opLaws.js';
