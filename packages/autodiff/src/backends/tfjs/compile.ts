/**
 * Graphs made ready for TensorFlow.js: the density with its gradient and groups of other outputs, rewritten, with the
 * composite kernels written out. Calls are chosen when a program is bound, for the backend that is active then.
 */

import { CredenceError } from '@credence/numerics';
import { gradient } from '../../gradient/reverse.js';
import { formatShape } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import { topologicalOrder, withInputs } from '../../graph/traverse.js';
import { writeOut } from '../../ops/linearAlgebra.js';
import { simplify } from '../../rewrites/simplify.js';
import { type Count, firedRules } from '../explanation.js';
import type { CompileRequest } from '../wasm/compile.js';

/** A compiled program: graphs, without data and without tensors. */
export interface TfjsProgram {
  readonly dimension: number;
  readonly parameters: readonly Tensor[];
  readonly data: readonly Tensor[];
  /** The log density and d logDensity / d parameter, for each parameter. */
  readonly density: { readonly value: Tensor; readonly slopes: readonly Tensor[] } | undefined;
  readonly groups: ReadonlyMap<string, readonly Tensor[]>;
  /** Rewrite rules that fired. */
  readonly rewrites: readonly Count[];
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
  const { parameters, data = [], logDensity, outputs = {} } = request;
  if (logDensity && logDensity.size !== 1) {
    throw new CredenceError(
      'compile/density',
      `The log density must be one number, got shape ${formatShape(logDensity.shape)}. Sum it over all axes.`,
      { shape: logDensity.shape },
    );
  }
  const names = Object.keys(outputs);
  const lists = Object.values(outputs);
  const first = simplify([...(logDensity ? [logDensity] : []), ...lists.flat()]);
  const [value, ...others] = first.outputs;
  const slopes = logDensity && value ? (request.gradient ?? gradient(value, parameters)) : [];
  const last = simplify([...(value ? [value] : []), ...slopes, ...others], { stage: 'last' });
  const ready = prepare(last.outputs);
  checkInputs(ready, new Set([...parameters, ...data]));
  let next = 0;
  const take = (count: number): readonly Tensor[] => {
    next += count;
    return ready.slice(next - count, next);
  };
  const [total] = logDensity ? take(1) : [];
  const density = total && { value: total, slopes: take(slopes.length) };
  return {
    dimension: parameters.reduce((total, { size }) => total + size, 0),
    parameters,
    data,
    density,
    // Without a density, its place among the outputs was that of the first of the others.
    groups: new Map(names.map((name, k) => [name, take(lists[k]!.length)])),
    rewrites: firedRules(first.trace, last.trace),
  };
}

/** The graphs with composite kernels written out. */
function prepare(outputs: readonly Tensor[]): Tensor[] {
  const done = new Map<Tensor, Tensor>();
  for (const node of topologicalOrder(outputs)) {
    const same = withInputs(
      node,
      node.inputs.map((input) => done.get(input)!),
    );
    done.set(node, writeOut(same) ?? same);
  }
  return outputs.map((output) => done.get(output)!);
}

function checkInputs(outputs: readonly Tensor[], known: ReadonlySet<Tensor>): void {
  for (const node of topologicalOrder(outputs)) {
    const { op } = node;
    if (op.kind !== 'source' || (op.name !== 'data' && op.name !== 'parameter') || known.has(node)) continue;
    throw new CredenceError(
      'compile/input',
      `The graph reads the ${op.name} '${op.label}', which is not among the ${op.name === 'data' ? 'data' : 'parameters'} to compile with. List the same node there.`,
      { name: op.label },
    );
  }
}
