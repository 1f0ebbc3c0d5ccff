export { createDrawBlock, type DivergenceRecord, type DrawBlock, STATISTICS, type Statistic } from './block.js';
export { type CheckedSettings, checkChainSettings, createChain, workspaceSlots } from './chain.js';
export type { Chain, ChainOptions, ChainSettings, ChainSnapshot, MetricKind } from './chainContract.js';
export * from './draws/index.js';
export type { LogDensity, Slot, Workspace } from './logDensity.js';
export * from './run/index.js';
export { createWorkspace, workspaceOf } from './workspace.js';
