export type { CompileRequest } from '../request.js';
export { compileWasm } from './compile.js';
export { explain } from './explain.js';
export { type InstantiateOptions, instantiate, instantiateAsync, type WasmDensity } from './instantiate.js';
export type { OutputGroup, Slot as WasmSlot, WasmManifest, WasmProgram } from './manifest.js';
