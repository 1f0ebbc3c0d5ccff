/**
 * The meaning of a graph, run plainly: every other backend is tested against it, and `debug` looks here. It takes any
 * graph that can be built, simplified or not.
 */

import { CredenceError, evaluate as evaluateProgram } from '@credence/numerics';
import { walk } from '../graph/indexSpace.js';
import { flatten } from '../graph/literal.js';
import type { AffineMap, CumsumOp, IndexingOp, LinearOp, ReductionOp, ScanOp } from '../graph/op.js';
import { broadcastStrides, contiguousStrides, formatShape, sameShape, sizeOf } from '../graph/shape.js';
import type { Tensor, TensorLike } from '../graph/tensor.js';
import { topologicalOrder } from '../graph/traverse.js';
import { writeOut } from '../ops/linearAlgebra.js';

/** Values of `data` and `parameter` nodes by name: numbers, flat typed arrays in row-major order, or nested arrays. */
export type InputValues = Readonly<Record<string, Exclude<TensorLike, Tensor>>>;

/**
 * Row-major values of each output.
 *
 * @example evaluate([parameter('x').square()], { x: 3 }) // [Float64Array [9]]
 */
export function evaluate(outputs: readonly Tensor[], values: InputValues = {}): Float64Array[] {
  const inputs = new Map<string, Float64Array>();
  return run(outputs, new Map(), (node, label) => {
    const known = inputs.get(label);
    if (known) return known;
    const given = inputValue(node, label, values);
    inputs.set(label, given);
    return given;
  });
}

/** The value of an output of one element. */
export function evaluateNumber(output: Tensor, values: InputValues = {}): number {
  return evaluate([output], values)[0]![0]!;
}

type ReadInput = (node: Tensor, label: string) => Float64Array;

function inputValue(node: Tensor, label: string, values: InputValues): Float64Array {
  const value = values[label];
  if (value === undefined) {
    throw new CredenceError('input/missing', `No value was given for the input '${label}'.`, { input: label });
  }
  if (typeof value === 'number' || typeof value === 'boolean') {
    if (node.size === 1) return Float64Array.of(Number(value));
    throw wrongShape(label, [], node);
  }
  const { shape, values: flat } = flatten(label, value);
  const isFlat = shape.length === 1 && flat.length === node.size && ArrayBuffer.isView(value);
  if (!isFlat && !sameShape(shape, node.shape)) throw wrongShape(label, shape, node);
  return flat;
}

function wrongShape(label: string, shape: readonly number[], node: Tensor): CredenceError {
  return new CredenceError(
    'input/shape',
    `The input '${label}' has shape ${formatShape(node.shape)}, but its value has shape ${formatShape(shape)}.`,
    { input: label, expected: node.shape, given: shape },
  );
}

function run(outputs: readonly Tensor[], known: Map<Tensor, Float64Array>, read: ReadInput): Float64Array[] {
  for (const node of topologicalOrder(outputs)) {
    if (!known.has(node)) {
      known.set(
        node,
        nodeValue(
          node,
          node.inputs.map((input) => known.get(input)!),
          read,
        ),
      );
    }
  }
  return outputs.map((output) => known.get(output)!);
}

function nodeValue(node: Tensor, values: readonly Float64Array[], read: ReadInput): Float64Array {
  const { op } = node;
  const output = new Float64Array(node.size);
  switch (op.kind) {
    case 'source':
      if (op.name === 'literal') return op.values;
      if (op.name === 'iota') return output.map((_, i) => i);
      if (op.name === 'argument')
        throw new CredenceError('graph/argument', "A scan's placeholder was used outside its step.");
      return read(node, op.label);
    case 'elementwise': {
      const { program } = op;
      const maps = node.inputs.map((input) => ({ offset: 0, strides: broadcastStrides(input.shape, node.shape) }));
      walk(node.shape, maps, (flat, places) => {
        output[flat] = evaluateProgram(program, ...values.map((value, k) => value[places[k]!]!));
      });
      return output;
    }
    case 'reduction':
      return reduce(op, node, values[0]!, output);
    case 'view':
      walk(node.shape, [op], (flat, places) => {
        output[flat] = values[0]![places[0]!]!;
      });
      return output;
    case 'assemble':
      op.placements.forEach((placement: AffineMap, k) => {
        walk(node.inputs[k]!.shape, [placement], (flat, places) => {
          output[places[0]!] = values[k]![flat]!;
        });
      });
      return output;
    case 'indexing':
      return index(op, node, values, output);
    case 'sequential':
      return op.name === 'cumsum' ? runningSum(op, node, values[0]!, output) : loop(op, node, values, output);
    case 'linear': {
      const primitive = writeOut(node);
      if (!primitive) return kernel(op, node, values, output);
      return run([primitive], new Map(node.inputs.map((input, k) => [input, values[k]!])), read)[0]!;
    }
  }
}

function reduce(op: ReductionOp, node: Tensor, x: Float64Array, output: Float64Array): Float64Array {
  const { shape } = node.inputs[0]!;
  const own = contiguousStrides(node.shape);
  let next = 0;
  const strides = shape.map((_, axis) => (op.axes.includes(axis) ? 0 : own[next++]!));
  output.fill(op.identity);
  walk(shape, [{ offset: 0, strides }], (flat, places) => {
    const place = places[0]!;
    output[place] = evaluateProgram(op.combine, output[place]!, x[flat]!);
  });
  return output;
}

function index(
  op: IndexingOp,
  node: Tensor,
  [x, indices]: readonly Float64Array[],
  output: Float64Array,
): Float64Array {
  const gathers = op.name === 'gather';
  const outside = gathers ? node.inputs[0]!.shape : node.shape;
  const before = sizeOf(outside.slice(0, op.axis));
  const after = sizeOf(outside.slice(op.axis + 1));
  const count = indices!.length;
  for (let b = 0; b < before; b++) {
    for (let j = 0; j < count; j++) {
      const place = indices![j]!;
      const inside = place >= 0 && place < op.size;
      for (let a = 0; a < after; a++) {
        const many = (b * count + j) * after + a;
        const one = (b * op.size + place) * after + a;
        if (gathers) output[many] = inside ? x![one]! : Number.NaN;
        else if (inside) output[one]! += x![many]!;
      }
    }
  }
  return output;
}

function runningSum(op: CumsumOp, node: Tensor, x: Float64Array, output: Float64Array): Float64Array {
  const n = node.shape[op.axis]!;
  const after = sizeOf(node.shape.slice(op.axis + 1));
  const before = sizeOf(node.shape.slice(0, op.axis));
  for (let b = 0; b < before; b++) {
    for (let a = 0; a < after; a++) {
      let total = 0;
      for (let step = 0; step < n; step++) {
        const place = (b * n + (op.reverse ? n - 1 - step : step)) * after + a;
        total += x[place]!;
        output[place] = total;
      }
    }
  }
  return output;
}

function loop(op: ScanOp, node: Tensor, values: readonly Float64Array[], output: Float64Array): Float64Array {
  const { body, carries, sequences } = op;
  const noInputs: ReadInput = (_, label) => {
    throw new CredenceError('graph/argument', `The body of a scan reads the input '${label}' past its arguments.`);
  };
  let state = values.slice(0, carries);
  const width = node.shape[1]!;
  for (let step = 0; step < op.length; step++) {
    const t = op.reverse ? op.length - 1 - step : step;
    const known = new Map<Tensor, Float64Array>();
    body.arguments.forEach((argument, k) => {
      const value = values[k]!;
      const isSequence = k >= carries && k < carries + sequences;
      if (k < carries) known.set(argument, state[k]!);
      else known.set(argument, isSequence ? value.slice(t * argument.size, (t + 1) * argument.size) : value);
    });
    const results = run(body.outputs, known, noInputs);
    let place = t * width;
    for (const result of results) {
      output.set(result, place);
      place += result.length;
    }
    state = results.slice(0, carries);
  }
  return output;
}

function kernel(op: LinearOp, node: Tensor, values: readonly Float64Array[], output: Float64Array): Float64Array {
  const matrices = node.inputs.map(({ shape }) => shape.slice(-2));
  const sizes = matrices.map(sizeOf);
  const size = sizeOf(node.shape.slice(-2));
  const batch = node.shape.slice(0, -2);
  const maps = node.inputs.map((input) => ({ offset: 0, strides: broadcastStrides(input.shape.slice(0, -2), batch) }));
  walk(batch, maps, (flat, places) => {
    const parts = values.map((value, k) => value.subarray(places[k]! * sizes[k]!, (places[k]! + 1) * sizes[k]!));
    op.evaluate(parts, matrices, output.subarray(flat * size, (flat + 1) * size));
  });
  return output;
}
