export { type Dependence, dependenceOn, type Form, isOneToOne } from './analysis/dependence.js';
export type { CompiledDensity, DensityWorkspace } from './backends/backend.js';
export {
  type BoundNote,
  type Count,
  Explanation,
  type ExplanationFields,
  type FunctionNote,
  type HostKernelNote,
  type KernelNote,
  type LoopNote,
  type ProgramNotes,
} from './backends/explanation.js';
export { evaluate, evaluateNumber, type InputValues } from './backends/reference.js';
export * from './backends/wasm/index.js';
export { hessianVectorProduct, jvp } from './gradient/forward.js';
export { gradient, vectorJacobianProduct } from './gradient/reverse.js';
export type { DType } from './graph/dtype.js';
export { constant, data, iota, parameter } from './graph/literal.js';
export type { ElementwiseOp, Op } from './graph/op.js';
export { print } from './graph/print.js';
export { broadcastShapes, type Shape } from './graph/shape.js';
export type { Binding, NestedNumbers, TensorLike } from './graph/tensor.js';
export { Tensor } from './graph/tensor.js';
export { findInputs, structuralHash, substitute, topologicalOrder } from './graph/traverse.js';
export * from './ops/index.js';
export type { Rewritten, Trace } from './rewrites/engine.js';
export { type RewriteOptions, type SimplifyOptions, simplify } from './rewrites/simplify.js';
export type { RefusedSum } from './rewrites/statistics/refusals.js';
