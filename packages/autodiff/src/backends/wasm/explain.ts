/** The report of a compiled module. */

import { Explanation } from '../explanation.js';
import type { WasmProgram } from './manifest.js';

/**
 * What compiling did: the rewrite rules that fired, what is worked out once per data set, the loops and kernels of the
 * density and of other outputs, and sizes. Prints as text; its fields are plain data.
 *
 * @example console.log(String(explain(compileWasm({ parameters: [mu], data: [y], logDensity }))))
 */
export function explain({ bytes, manifest }: WasmProgram): Explanation {
  const { notes, memoryBytes, fused } = manifest;
  return new Explanation({ backend: 'wasm', ...notes, moduleBytes: bytes.length, memoryBytes, fused });
}
