/** Declare a Bayesian model, compile it, and draw from its posterior. */

export type { RewriteOptions } from '@credence/autodiff';
export { CredenceError } from '@credence/numerics';
export type { DrawBlock, RunEvent, RunResult, Statistic, Verdict } from '@credence/samplers';
export { Run } from '@credence/samplers';
export * from './calibration/index.js';
export * from './combinators/index.js';
export * from './comparison/index.js';
export type { BackendExplanation, BackendName } from './compile/backend.js';
export { type CompileOptions, compile } from './compile/compile.js';
export { CompiledModel, type Manifest, type ManifestValue } from './compile/compiledModel.js';
export { DebugReport, type TermReport } from './compile/debug.js';
export { type CompiledDescription, densityFrom } from './compile/description.js';
export { loadTfjsBackend } from './compile/tfjsBackend.js';
export { AppliedDistribution } from './distributions/applied.js';
export {
  type Alternatives,
  type Distribution,
  type DistributionDefinition,
  type DrawParameters,
  defineDistribution,
  type Given,
  type ParameterSpec,
  type ParameterSpecs,
} from './distributions/distribution.js';
export * as distributions from './distributions/index.js';
export {
  countParameter,
  nonNegativeParameter,
  positiveParameter,
  probabilityParameter,
  realParameter,
} from './distributions/parameters.js';
export * from './ensemble/index.js';
export { expr, type Operand } from './formula/expr.js';
export * from './inference/index.js';
export type { ArrayData, NestedArray, NumericArray, ShapedArray } from './model/arrays.js';
export type { Coordinates, Coords } from './model/dims.js';
export type { ModelEdge, ModelGraph, ModelNode, ModelNodeKind, ModelPlate } from './model/graph.js';
export type { Layout, LayoutEntry, NamedValues } from './model/layout.js';
export { Model, type ModelOptions } from './model/model.js';
export type { DataOptions, DerivedOptions, Missing, VariableOptions } from './model/options.js';
export * from './model/registry.js';
export type { Value } from './model/values.js';
export { Variable } from './model/variable.js';
export { Posterior, type StageSeconds, type VariableOrName } from './posterior/posterior.js';
export { Summary, type SummaryRow } from './posterior/summary.js';
export { VariableDraws } from './posterior/variableDraws.js';
export * from './predict/index.js';
export * from './recursions/index.js';
export type { InitialValues } from './sample/initialPoint.js';
export { type SampleOptions, sample } from './sample/sample.js';
export type { RewriteName, StructureStep } from './structure/pass.js';
export type { Size, StructureReport } from './structure/report.js';
export type { Rewrites } from './structure/rewrites.js';
export type { Constraint, Ends, Range, Support, Transform } from './supports/index.js';
export * as supports from './supports/index.js';
