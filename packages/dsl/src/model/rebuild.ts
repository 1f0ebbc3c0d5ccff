/** Builds an expression again over variables of other shapes. */
import { reshape, Tensor, topologicalOrder } from '@credence/autodiff';
import { CredenceError } from '@credence/numerics';
import { broadcast } from './parameters.js';
import { same } from './shapes.js';
import { Variable } from './variable.js';

/**
 * The same expression over the variables that `variable` gives by name. Where shapes change, those of elementwise
 * operations, reductions, matrix products, indexing and of axes of size 1 that come and go follow; an operation that states
 * a shape of its own (slice, broadcastTo, general reshape ...) cannot follow.
 * @throws CredenceError model/fixed-shape
 */
export function rebuilt(tensor: Tensor, variable: (name: string) => Tensor, where: string): Tensor {
  const done = new Map<Tensor, Tensor>();
  // What a variable is made of is none of this expression's.
  for (const node of orderOf(tensor)) {
    if (node instanceof Variable) {
      done.set(node, variable(node.name));
      continue;
    }
    const inputs = node.inputs.map((input) => done.get(input) ?? input);
    if (inputs.every((input, position) => input === node.inputs[position])) done.set(node, node);
    else done.set(node, again(node, inputs, where));
  }
  return done.get(tensor) ?? tensor;
}

/** Nodes in the order of computation, with variables as leaves. */
function orderOf(tensor: Tensor): readonly Tensor[] {
  const inside = new Set<Tensor>();
  const waiting = [tensor];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (inside.has(node)) continue;
    inside.add(node);
    if (!(node instanceof Variable)) waiting.push(...node.inputs);
  }
  return topologicalOrder([tensor]).filter((node) => inside.has(node));
}

function again(node: Tensor, inputs: readonly Tensor[], where: string): Tensor {
  const { op } = node;
  if (inputs.every((input, position) => same(input.shape, node.inputs[position]?.shape ?? []))) {
    return new Tensor(op, inputs, node.shape, node.dtype);
  }
  const [first, second] = inputs;
  if (first === undefined) throw fixedShape(node, where);
  switch (op.kind) {
    case 'elementwise': {
      const shape = inputs.map((input) => input.shape).reduce((a, b) => broadcast(a, b) ?? misfit(node, inputs, where));
      return new Tensor(op, inputs, shape, op.dtype(inputs.map((input) => input.dtype)));
    }
    case 'reduction':
      return new Tensor(
        op,
        inputs,
        first.shape.filter((_, axis) => !op.axes.includes(axis)),
        node.dtype,
      );
    case 'indexing': {
      if (op.name !== 'gather' || second === undefined) throw fixedShape(node, where);
      const shape = [...first.shape.slice(0, op.axis), ...second.shape, ...first.shape.slice(op.axis + 1)];
      return new Tensor({ ...op, size: first.shape[op.axis] ?? 0 }, inputs, shape, node.dtype);
    }
    case 'linear': {
      if (op.kernel.name === 'cholesky') return new Tensor(op, inputs, first.shape, node.dtype);
      if (op.kernel.name !== 'matMul' || second === undefined) throw fixedShape(node, where);
      const [rows, inner] = matrixSizes(first, op.kernel.transposeLeft);
      const [innerToo, columns] = matrixSizes(second, op.kernel.transposeRight);
      const batch = broadcast(first.shape.slice(0, -2), second.shape.slice(0, -2));
      if (inner !== innerToo || batch === undefined) misfit(node, inputs, where);
      return new Tensor(op, inputs, [...batch, rows, columns], node.dtype);
    }
    case 'view': {
      const shape = shapeWithOnes(node.inputs[0]?.shape ?? [], node.shape, first.shape);
      if (op.name !== 'reshape' || shape === undefined) throw fixedShape(node, where);
      return reshape(first, shape);
    }
    default:
      throw fixedShape(node, where);
  }
}

/**
 * Where `to` is `from` with axes of size 1 put in or left out, the same done to `shape`; undefined where it is not, or where
 * it cannot be told which axis is which.
 */
function shapeWithOnes(
  from: readonly number[],
  to: readonly number[],
  shape: readonly number[],
): readonly number[] | undefined {
  const kept = from.flatMap((size, axis) => (size === 1 ? [] : [axis]));
  if (
    !same(
      kept.map((axis) => from[axis] ?? 1),
      to.filter((size) => size !== 1),
    )
  )
    return undefined;
  // An axis of size 1 that is dropped or kept must stay of size 1.
  if (from.some((size, axis) => size === 1 && shape[axis] !== 1)) return undefined;
  let next = 0;
  return to.map((size) => (size === 1 ? 1 : (shape[kept[next++] ?? 0] ?? 1)));
}

function matrixSizes(matrix: Tensor, transposed: boolean): readonly [number, number] {
  const [rows = 1, columns = 1] = matrix.shape.slice(-2);
  return transposed ? [columns, rows] : [rows, columns];
}

function misfit(node: Tensor, inputs: readonly Tensor[], where: string): never {
  const shapes = inputs.map(({ shape }) => `[${shape.join(', ')}]`);
  throw new CredenceError(
    'shape/broadcast',
    `withData: ${node.op.name} cannot broadcast ${shapes.join(' with ')} in ${where}. Give all data that share this size.`,
    { operation: node.op.name, shapes: inputs.map(({ shape }) => shape) },
  );
}

function fixedShape(node: Tensor, where: string): CredenceError {
  return new CredenceError(
    'model/fixed-shape',
    `withData: data of another shape cannot be carried through '${node.op.name}' of shape [${node.shape.join(', ')}] in ${where}. ` +
      'Write the expression as a formula, or declare the model anew in a function of its data.',
    { operation: node.op.name, shape: node.shape },
  );
}
