/** How a tensor depends on a variable: on which elements, and whether affinely; proved from the operations between the two. */

import { scalarLiteral } from '../graph/literal.js';
import type { Op } from '../graph/op.js';
import type { Shape } from '../graph/shape.js';
import { Tensor } from '../graph/tensor.js';
import { graphKey, topologicalOrder } from '../graph/traverse.js';
import { reshape } from '../ops/layout.js';
import { slice } from '../ops/slicing.js';
import { expand } from '../ops/view.js';
import { simplify } from '../rewrites/simplify.js';

/** What is proved of y = f(x), for x with all else fixed. */
export type Dependence =
  | { readonly kind: 'none' }
  /**
   * Each element of y moves with one element of x at most: y = f(element), element by element, where `element` has the shape of y
   * and is read out of x by views and gathers alone. Where y does not move it means nothing.
   */
  | { readonly kind: 'elements'; readonly element: Tensor; readonly form: Form }
  /** Elements of y may move with several elements of x; `through` names the operation that brings them together. */
  | { readonly kind: 'mixture'; readonly through: string; readonly form: Form };

/** Affine in x, or not proved to be: then the name of the operation that is not. */
export type Form = { readonly affine: true } | { readonly affine: false; readonly through: string };

const none: Dependence = { kind: 'none' };
const affine: Form = { affine: true };

/**
 * How y depends on x. What cannot be proved is taken for the worse.
 *
 * @param x a node that y may be built from
 * @example dependenceOn(gather(a, group).sub(y), a) // affine in gather(a, group)
 */
export function dependenceOn(y: Tensor, x: Tensor): Dependence {
  const found = new Map<Tensor, Dependence>();
  for (const node of topologicalOrder([y])) {
    const inputs = node.inputs.map((input) => found.get(input) ?? none);
    found.set(node, node === x ? { kind: 'elements', element: x, form: affine } : through(node, inputs, x));
  }
  return found.get(y) ?? none;
}

/**
 * Whether no two elements read the same element of x: x is only ordered anew, or some of it left out. Answers false where
 * that depends on data.
 */
export function isOneToOne(element: Tensor, x: Tensor): boolean {
  let node: Tensor | undefined = element;
  while (node !== undefined && node !== x && node.op.kind === 'view') {
    const { strides } = node.op;
    if (node.shape.some((n, axis) => n > 1 && strides[axis] === 0)) return false;
    node = node.inputs[0];
  }
  return node === x;
}

function through(node: Tensor, inputs: readonly Dependence[], x: Tensor): Dependence {
  const moving = inputs.flatMap((input, k) => (input.kind === 'none' ? [] : [k]));
  if (moving.length === 0) return none;
  const { op } = node;
  const form = formOf(node, inputs, moving);
  const mixed = inputs.find((input) => input.kind === 'mixture');
  if (mixed?.kind === 'mixture') return { ...mixed, form };
  if (x.size === 1) return { kind: 'elements', element: expand(reshape(x, []), node.shape), form };
  const element = elementThrough(node, inputs, moving);
  return element === undefined ? { kind: 'mixture', through: op.name, form } : { kind: 'elements', element, form };
}

function formOf(node: Tensor, inputs: readonly Dependence[], moving: readonly number[]): Form {
  for (const k of moving) {
    const input = inputs[k];
    if (input !== undefined && input.kind !== 'none' && !input.form.affine) return input.form;
  }
  return isLinear(node, moving) ? affine : { affine: false, through: node.op.name };
}

/** Whether the node is linear in its moving inputs together. */
function isLinear({ op, inputs }: Tensor, moving: readonly number[]): boolean {
  switch (op.kind) {
    case 'elementwise':
      switch (op.name) {
        case 'add':
        case 'sub':
        case 'neg':
        case 'toFloat':
          return true;
        case 'mul':
          return moving.length === 1;
        case 'div':
          return !moving.includes(1);
        case 'where':
          return !moving.includes(0);
        default:
          return false;
      }
    case 'view':
    case 'assemble':
      return true;
    case 'reduction':
      return op.name === 'sum';
    case 'indexing':
      return !moving.includes(1) && inputs[1]?.binding !== 'parameter';
    case 'sequential':
      return op.name === 'cumsum';
    case 'linear':
      if (op.kernel.name === 'matMul') return moving.length === 1;
      return op.kernel.name === 'triangularSolve' && !moving.includes(0);
    default:
      return false;
  }
}

/** The element of x that each element of the node moves with, when it is one. */
function elementThrough(node: Tensor, inputs: readonly Dependence[], moving: readonly number[]): Tensor | undefined {
  const { op } = node;
  const elementOf = (k: number): Tensor | undefined => {
    const input = inputs[k];
    return input?.kind === 'elements' ? input.element : undefined;
  };
  switch (op.kind) {
    case 'elementwise': {
      const [first, ...others] = moving.map((k) => expand(elementOf(k)!, node.shape));
      return first !== undefined && others.every((other) => sameGraph(first, other)) ? first : undefined;
    }
    case 'view':
      return new Tensor(op, [elementOf(0)!], node.shape, elementOf(0)!.dtype);
    case 'reduction':
      return alongAxes(elementOf(0)!, op.axes, node.shape);
    case 'assemble': {
      const [first] = moving;
      const { dtype } = elementOf(first!)!;
      const parts = node.inputs.map((input, k) => elementOf(k) ?? expand(scalarLiteral(0, dtype), input.shape));
      return new Tensor(op, parts, node.shape, dtype);
    }
    case 'indexing': {
      const [table, indices] = node.inputs;
      if (op.name !== 'gather' || table === undefined || indices === undefined || moving.length !== 1) return undefined;
      if (moving[0] === 0) {
        if (indices.binding === 'parameter') return undefined;
        return new Tensor(op, [elementOf(0)!, indices], node.shape, elementOf(0)!.dtype);
      }
      return alongIndices(elementOf(1)!, op, table.shape, node.shape);
    }
    default:
      return undefined;
  }
}

/** What is repeated along the axes that are reduced; undefined where several elements meet there. */
function alongAxes(element: Tensor, axes: readonly number[], output: Shape): Tensor | undefined {
  const { op, shape } = element;
  if (op.kind !== 'view' || element.size === 0) return undefined;
  if (axes.some((axis) => shape[axis] !== 1 && op.strides[axis] !== 0)) return undefined;
  return reshape(
    slice(
      element,
      shape.map((_, axis) => (axes.includes(axis) ? 0 : {})),
    ),
    output,
  );
}

/** What each index moves with, for every element that it chooses: the axes of the indices lie at `axis` of the output. */
function alongIndices(
  element: Tensor,
  { axis }: Extract<Op, { kind: 'indexing' }>,
  table: Shape,
  output: Shape,
): Tensor {
  const behind = table.length - axis - 1;
  const shape = [...element.shape, ...new Array<number>(behind).fill(1)];
  return expand(reshape(element, shape), output);
}

function sameGraph(a: Tensor, b: Tensor): boolean {
  if (a === b) return true;
  const [x, y] = simplify([a, b]).outputs;
  return x === y || graphKey([x!]) === graphKey([y!]);
}
