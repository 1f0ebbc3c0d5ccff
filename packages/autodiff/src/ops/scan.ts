/** A loop with carried state, as one node: never unrolled, so a series of any length costs the same to compile. */

import { CredenceError } from '@credence/numerics';
import { toTensor } from '../graph/literal.js';
import type { ScanOp } from '../graph/op.js';
import { contiguousStrides, formatShape, type Shape } from '../graph/shape.js';
import { Tensor, type TensorLike } from '../graph/tensor.js';
import { substitute, topologicalOrder } from '../graph/traverse.js';
import { slice } from './slicing.js';
import { expand } from './view.js';

export interface ScanInputs {
  /** State before the first step. */
  readonly initial: readonly TensorLike[];
  /** Arrays that are walked along their leading axes, all of one length. */
  readonly sequences?: readonly TensorLike[];
  /** Number of steps; needed when there are no sequences. */
  readonly length?: number;
  /** Walks from the end to the start; results stay at their places. Default false. */
  readonly reverse?: boolean;
}

export interface ScanStep {
  /** The next state, of the same shapes as the initial one. */
  readonly carries: readonly TensorLike[];
  /** What else to keep of each step. */
  readonly outputs?: readonly TensorLike[];
}

export interface ScanResult {
  /** State after each step, along a leading axis. */
  readonly histories: readonly Tensor[];
  /** State after the last step. */
  readonly final: readonly Tensor[];
  /** Further outputs of each step, along a leading axis. */
  readonly outputs: readonly Tensor[];
}

/**
 * Runs `step` along leading axes with carried state. The step is called once, on placeholders, and may use any tensors from
 * around it; what does not depend on the placeholders is computed once, outside the loop.
 *
 * @example
 * // h_t = 0.9 h_(t-1) + x_t
 * const { histories: [h] } = scan({ initial: [0], sequences: [x] }, ([before], [now]) => ({ carries: [mul(0.9, before).add(now)] }));
 */
export function scan(
  { initial, sequences = [], length, reverse = false }: ScanInputs,
  step: (carries: readonly Tensor[], slices: readonly Tensor[]) => ScanStep,
): ScanResult {
  const starts = initial.map((value) => toTensor(value));
  const walked = sequences.map((value) => toTensor(value));
  const steps = stepCount(walked, length);
  let outputCount = 0;
  const node = scanNode({ starts, walked, steps, reverse }, (carries, slices) => {
    const { carries: next, outputs = [] } = step(carries, slices);
    if (next.length !== starts.length) {
      throw new CredenceError(
        'scan/carries',
        `scan: the step returned ${next.length} carries for ${starts.length} initial values.`,
        {
          initial: starts.length,
          returned: next.length,
        },
      );
    }
    outputCount = outputs.length;
    const settled = next.map((value, k) => {
      const tensor = toTensor(value);
      const start = starts[k]!;
      if (tensor.rank > start.rank || (tensor.dtype === 'float64' && start.dtype !== 'float64')) {
        throw new CredenceError(
          'scan/carries',
          `scan: carry ${k} starts as ${start.dtype}${formatShape(start.shape)} and becomes ${tensor.dtype}${formatShape(tensor.shape)}; ` +
            'it must keep its type and shape. Start with an array of the right one.',
          { carry: k, initial: start.shape, next: tensor.shape },
        );
      }
      return expand(tensor, start.shape, 'scan');
    });
    return [...settled, ...outputs.map((value) => toTensor(value))];
  });
  const all = scanParts(node);
  const histories = all.slice(0, starts.length);
  return {
    histories,
    final: steps === 0 ? starts : histories.map((history) => slice(history, [reverse ? 0 : -1])),
    outputs: all.slice(starts.length, starts.length + outputCount),
  };
}

function stepCount(sequences: readonly Tensor[], length: number | undefined): number {
  const lengths = [...sequences.map((sequence) => sequence.shape[0]), ...(length === undefined ? [] : [length])];
  const first = lengths[0];
  if (first === undefined || lengths.some((n) => n !== first)) {
    throw new CredenceError(
      'scan/length',
      `scan needs sequences of one length, or 'length'; got lengths ${formatShape(lengths.map((n) => n ?? Number.NaN))}.`,
      { lengths },
    );
  }
  return first;
}

/** The scan node of a body that is given as a function of its placeholders. */
export function scanNode(
  {
    starts,
    walked,
    steps,
    reverse,
  }: {
    readonly starts: readonly Tensor[];
    readonly walked: readonly Tensor[];
    readonly steps: number;
    readonly reverse: boolean;
  },
  build: (carries: readonly Tensor[], slices: readonly Tensor[]) => readonly Tensor[],
): Tensor {
  const carries = starts.map((start, k) => argument(k, start.shape, start));
  const slices = walked.map((sequence, k) => argument(starts.length + k, sequence.shape.slice(1), sequence));
  const own = [...carries, ...slices];
  const { captured, placeholders, outputs } = close(build(carries, slices), own);
  const op: ScanOp = {
    kind: 'sequential',
    name: 'scan',
    length: steps,
    reverse,
    carries: starts.length,
    sequences: walked.length,
    body: { arguments: [...own, ...placeholders], outputs },
  };
  const width = outputs.reduce((sum, output) => sum + output.size, 0);
  return new Tensor(op, [...starts, ...walked, ...captured], [steps, width], 'float64');
}

function argument(index: number, shape: Shape, like: Tensor): Tensor {
  return new Tensor({ kind: 'source', name: 'argument', index }, [], shape, like.dtype);
}

/** Replaces what the body takes from around it by further arguments: the largest parts that use none of its own. */
function close(
  outputs: readonly Tensor[],
  own: readonly Tensor[],
): {
  readonly captured: readonly Tensor[];
  readonly placeholders: readonly Tensor[];
  readonly outputs: readonly Tensor[];
} {
  const inside = new Set<Tensor>(own);
  const order = topologicalOrder(outputs);
  for (const node of order) if (node.inputs.some((input) => inside.has(input))) inside.add(node);
  const replacements = new Map<Tensor, Tensor>();
  const captured: Tensor[] = [];
  const capture = (node: Tensor): void => {
    if (inside.has(node) || node.binding === 'literal' || replacements.has(node)) return;
    replacements.set(node, argument(own.length + captured.length, node.shape, node));
    captured.push(node);
  };
  for (const node of order) if (inside.has(node)) node.inputs.forEach(capture);
  outputs.forEach(capture);
  const placeholders = captured.map((node) => replacements.get(node)!);
  return { captured, placeholders, outputs: substitute(outputs, replacements) };
}

/** The history of each output of a scan's body, as views of the node's rows. */
export function scanParts(node: Tensor, like: Tensor = node): Tensor[] {
  const { op } = like;
  if (op.kind !== 'sequential' || op.name !== 'scan') return [];
  const width = node.shape[1]!;
  let offset = 0;
  return op.body.outputs.map((output) => {
    const strides = [width, ...contiguousStrides(output.shape)];
    const part = new Tensor(
      { kind: 'view', name: 'history', offset, strides },
      [node],
      [op.length, ...output.shape],
      output.dtype,
    );
    offset += output.size;
    return part;
  });
}
