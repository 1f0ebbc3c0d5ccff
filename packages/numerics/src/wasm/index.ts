export { Bytes } from './bytes.js';
export { Code, type Label, type Local } from './code.js';
export type {
  LaneInstruction,
  MemoryInstruction,
  MemoryLaneInstruction,
  PlainInstruction,
  ValueType,
} from './instructions.js';
export { LaneEmitter, type LaneSink } from './laneEmitter.js';
export { LaneGraph, type LaneNode } from './laneGraph.js';
export { LaneModule } from './laneModule.js';
export { type FunctionHandle, type FunctionOptions, type MemoryOptions, ModuleBuilder } from './module.js';
export { hasRelaxedSimd } from './relaxedSimd.js';
