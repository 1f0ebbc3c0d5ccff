/** What a compiled program says of itself: plain data beside the bytes. */

import type { DType } from '../../graph/dtype.js';
import type { Shape } from '../../graph/shape.js';
import type { ProgramNotes } from '../explanation.js';

/** An input or output: its name, shape, and place (in elements) in the vector or (in bytes) in the memory. */
export interface Slot {
  readonly name: string;
  readonly shape: Shape;
  readonly dtype: DType;
  readonly size: number;
  /** Parameters: first element in the position. Data: address in bytes. Outputs: first element in the group. */
  readonly offset: number;
}

/** Indices that are checked when data are bound. */
export interface IndexCheck {
  /** The data's name, or words for an expression of data. */
  readonly name: string;
  readonly size: number;
}

export interface OutputGroup {
  readonly name: string;
  readonly size: number;
  readonly outputs: readonly Omit<Slot, 'name'>[];
}

export interface WasmManifest {
  readonly format: 'credence-wasm-1';
  readonly dimension: number;
  readonly hasDensity: boolean;
  /** Whether the density comes with its gradient. */
  readonly hasGradient: boolean;
  /** Whether sums of products are rounded once: relaxed SIMD, whose last bits depend on the processor. */
  readonly fused: boolean;
  readonly parameters: readonly Slot[];
  readonly data: readonly Slot[];
  readonly groups: readonly OutputGroup[];
  readonly checks: readonly IndexCheck[];
  /** Bytes of memory that the module uses itself; vectors of the caller begin behind them. */
  readonly memoryBytes: number;
  /** Where `bind` leaves the position and value of a wrong index. */
  readonly errorAddress: number;
  /** Where the operations of a workspace leave numbers. */
  readonly resultsAddress: number;
  readonly outputAddress: number;
  /** What the compiler did, for `explain`; nothing that runs reads it. */
  readonly notes: ProgramNotes;
}

/** A compiled program: structured-cloneable, and the same for all data of its shapes. */
export interface WasmProgram {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly manifest: WasmManifest;
}
