export type { DType } from './graph/dtype.js';
export { constant, data, iota, parameter } from './graph/literal.js';
export type { Op } from './graph/op.js';
export type { Shape } from './graph/shape.js';
export type { Binding, NestedNumbers, TensorLike } from './graph/tensor.js';
export { Tensor } from './graph/tensor.js';
export { findInputs, structuralHash, topologicalOrder } from './graph/traverse.js';
export * from './ops/index.js';
