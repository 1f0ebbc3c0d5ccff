export { createDrawBlock, type DivergenceRecord, type DrawBlock, STATISTICS, type Statistic } from './block.js';
export * from './calibration/index.js';
export { type CheckedSettings, checkChainSettings, createChain, workspaceSlots } from './chain.js';
export type {
  Chain,
  ChainOptions,
  ChainSettings,
  ChainSnapshot,
  HamiltonianSnapshot,
  MetricKind,
  WalkSnapshot,
} from './chainContract.js';
export * from './comparison/index.js';
export * from './diagnostics/index.js';
export * from './draws/index.js';
export * from './ensemble/index.js';
export type { Metric } from './hamiltonian/metric.js';
export { HamiltonianTrajectory } from './hamiltonian/trajectory.js';
export { createHmc } from './hmc.js';
export * from './importance/index.js';
export type { Kernel } from './kernel.js';
export type { LogDensity, Slot, Workspace } from './logDensity.js';
export { createNuts } from './nuts/nuts.js';
export * from './optimization/index.js';
export * from './run/index.js';
export type { Sampler, SamplerChoice, Walk, WalkStart } from './sampler.js';
export { walkOf } from './samplerChoice.js';
export { createWorkspace, workspaceOf } from './workspace.js';
