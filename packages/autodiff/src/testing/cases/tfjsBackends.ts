/** TensorFlow.js' own backends as the shared laws see them: float32, flushing numbers that are too small for it to 0. */

import * as tf from '@tensorflow/tfjs-core';
import type { InputValues } from '../../backends/reference.js';
import { chooseTfjsBackend } from '../../backends/tfjs/choose.js';
import { compileTfjs } from '../../backends/tfjs/compile.js';
import { bindTfjs } from '../../backends/tfjs/density.js';
import type { Tensor } from '../../graph/tensor.js';
import { findInputs } from '../../graph/traverse.js';
import type { BackendUnderTest } from '../agree.js';
import { labelOf } from '../derivatives.js';
import { tfjsNode } from './tfjsNode.js';

/** Backends that work here; all are initialised, so that switching takes effect at once. */
const names: string[] = [];
for (const name of ['tensorflow', 'wasm', 'cpu']) {
  try {
    names.push((await chooseTfjsBackend({ prefer: [name], tfjsNode })).backend);
  } catch (error) {
    if (name !== 'tensorflow') throw error;
  }
}
export const tfjsBackendNames: readonly string[] = names;

function evaluateTfjs(backend: string, outputs: readonly Tensor[], values: InputValues): Float64Array[] {
  void tf.setBackend(backend);
  const inputs = findInputs(outputs);
  const parameters = inputs.filter(({ binding }) => binding === 'parameter');
  const data = inputs.filter(({ binding }) => binding === 'data');
  const program = compileTfjs({ parameters, data, outputs: { all: outputs } });
  const bound = bindTfjs(tf, program, Object.fromEntries(data.map((node) => [labelOf(node), values[labelOf(node)]!])));
  const position = Float64Array.from(
    parameters.flatMap((node) => Array.from(Object(values[labelOf(node)]!) as ArrayLike<number>)),
  );
  const result = bound.evaluate('all', position);
  bound.dispose();
  return result;
}

/** Largest and smallest normal numbers of float32, with room for a rounding. */
const LARGEST = 3.4e38;
const SMALLEST = 1.2e-38;

/** Finite inputs are kept where float32 still knows circular functions, and powers do not all overflow. */
const LARGEST_INPUT = 1e9;

function round(value: number): number {
  if (Math.abs(value) < SMALLEST) return 0 * value;
  return Math.abs(value) > LARGEST_INPUT && Number.isFinite(value)
    ? Math.sign(value) * LARGEST_INPUT
    : Math.fround(value);
}

export const tfjsBackends: readonly BackendUnderTest[] = tfjsBackendNames.map((name) => ({
  name: `tfjs ${name}`,
  tolerance: 2e-5,
  round,
  holds: (value) => Number.isNaN(value) || Math.abs(value) === Number.POSITIVE_INFINITY || Math.abs(value) < LARGEST,
  evaluate: (outputs, values) => evaluateTfjs(name, outputs, values),
}));
