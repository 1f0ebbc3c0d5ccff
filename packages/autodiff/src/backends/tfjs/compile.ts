/**
 * Graphs made ready for TensorFlow.js: the density with its gradient and groups of other outputs, rewritten, with the
 * composite kernels written out. Calls are chosen when a program is bound, for the backend that is active then.
 */

import type { Tensor } from '../../graph/tensor.js';
import { type CompileRequest, type PreparedGraphs, prepareGraphs } from '../request.js';

/** A compiled program: graphs, without data and without tensors. */
export interface TfjsProgram extends PreparedGraphs {
  readonly dimension: number;
  readonly parameters: readonly Tensor[];
  readonly data: readonly Tensor[];
}

/**
 * Compiles the same request that `compileWasm` takes.
 *
 * @throws CredenceError `compile/input` for inputs that are not listed, `compile/density` for a density of other than one element
 * @example
 * const program = compileTfjs({ parameters: [mu], data: [y], logDensity });
 * const density = bindTfjs(tf, program, { y: values });
 */
export function compileTfjs(request: CompileRequest): TfjsProgram {
  const { parameters, data = [] } = request;
  const dimension = parameters.reduce((total, { size }) => total + size, 0);
  return { dimension, parameters, data, ...prepareGraphs(request) };
}
