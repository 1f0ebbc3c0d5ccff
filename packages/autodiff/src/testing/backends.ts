/** The backends that the shared laws compare with the reference. */

import type { InputValues } from '../backends/reference.js';
import { compileWasm, instantiate } from '../backends/wasm/index.js';
import type { Tensor } from '../graph/tensor.js';
import { findInputs } from '../graph/traverse.js';
import type { BackendUnderTest } from './agree.js';
import { labelOf } from './derivatives.js';

function isParameter({ op }: Tensor): boolean {
  return op.kind === 'source' && op.name === 'parameter';
}

/** A group of outputs, at the position that the values of the parameters make. */
function evaluateWasm(outputs: readonly Tensor[], values: InputValues, fastMath = false): Float64Array[] {
  const inputs = findInputs(outputs);
  const parameters = inputs.filter(isParameter);
  const data = inputs.filter((input) => !isParameter(input));
  const program = compileWasm({ parameters, data, outputs: { all: outputs }, fastMath });
  const bound = instantiate(program, Object.fromEntries(data.map((node) => [labelOf(node), values[labelOf(node)]!])));
  const position = Float64Array.from(parameters.flatMap((node) => [...numbers(values[labelOf(node)]!)]));
  return bound.evaluate('all', position);
}

function numbers(value: InputValues[string]): number[] {
  if (typeof value === 'number' || typeof value === 'boolean') return [Number(value)];
  return Array.from(value as ArrayLike<number | ArrayLike<number>>).flatMap((part) =>
    typeof part === 'number' ? [part] : Array.from(part),
  );
}

export const backendsUnderTest: readonly BackendUnderTest[] = [
  { name: 'wasm', tolerance: 1e-12, evaluate: evaluateWasm },
  {
    name: 'wasm with fastMath',
    tolerance: 1e-12,
    evaluate: (outputs, values) => evaluateWasm(outputs, values, true),
  },
];
