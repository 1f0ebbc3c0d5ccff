/** Gathers and scatters as calls on TensorFlow.js, whose own do not say what an index out of range means. */

import type { IndexingOp } from '../../graph/op.js';
import { sizeOf } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import { type Calls, constantly } from './calls.js';
import type { TfjsTensor } from './core.js';
import type { Session } from './session.js';
import type { Value } from './value.js';

/** Computed indices with those out of range set to `instead`, and which are in range. */
function checked(session: Session, indices: Value, size: number, instead: number) {
  const { tf } = session;
  const x = indices.float();
  const valid = tf.logicalAnd(tf.lessEqual(session.scalar(0).float(), x), tf.less(x, session.scalar(size).float()));
  return { valid, index: tf.cast(tf.where(valid, x, session.scalar(instead).float()), 'int32') };
}

const checks = ['LogicalAnd', 'LessEqual', 'Less', 'Select', 'Cast'];

/** @param computed whether the indices change between evaluations; others were checked when data were bound */
export function lowerGather(session: Session, op: IndexingOp, node: Tensor, computed: boolean): Calls {
  const { tf } = session;
  if (op.size === 0) {
    const nothing = constantly(session, node, Number.NaN);
    return {
      kernels: [],
      step: (inputs) => {
        session.inRange.push(session.scalar(0).bool());
        return nothing(inputs);
      },
    };
  }
  if (!computed) {
    return {
      kernels: ['GatherV2'],
      step: ([table, indices]) => session.value(node.shape, tf.gather(table!.float(), indices!.index(), op.axis)),
    };
  }
  const rank = node.inputs[1]!.rank;
  const beside = node.shape.map((n, axis) => (axis < op.axis || axis >= op.axis + rank ? 1 : n));
  return {
    kernels: ['GatherV2', 'Min', ...checks],
    step: ([table, indices]) => {
      const { valid, index } = checked(session, indices!, op.size, 0);
      session.inRange.push(valid);
      const read = tf.gather(table!.float(), index, op.axis);
      return session.value(node.shape, tf.where(tf.reshape(valid, beside), read, session.scalar(Number.NaN).float()));
    },
  };
}

export function lowerScatterAdd(session: Session, op: IndexingOp, node: Tensor, computed: boolean): Calls {
  const { tf } = session;
  const before = sizeOf(node.shape.slice(0, op.axis));
  const after = sizeOf(node.shape.slice(op.axis + 1));
  const count = node.inputs[1]!.size;
  if (count === 0) return { kernels: [], step: constantly(session, node, 0) };
  /** Room for what is out of range, in one more row that is dropped. */
  const rows = computed ? op.size + 1 : op.size;
  const rowsFirst = (x: TfjsTensor): TfjsTensor => {
    const blocks = tf.reshape(x, [before, count, after]);
    return tf.reshape(before === 1 ? blocks : tf.transpose(blocks, [1, 0, 2]), [count, before * after]);
  };
  const axisBack = (x: TfjsTensor): TfjsTensor => {
    const used = computed ? tf.slice(x, [0, 0], [op.size, before * after]) : x;
    const blocks = tf.reshape(used, [op.size, before, after]);
    return tf.reshape(before === 1 ? blocks : tf.transpose(blocks, [1, 0, 2]), [...node.shape]);
  };
  return {
    kernels: ['ScatterNd', 'Transpose', ...(computed ? ['Slice', ...checks] : [])],
    step: ([updates, indices]) => {
      const index = computed ? checked(session, indices!, op.size, op.size).index : indices!.index();
      const sums = tf.scatterND(tf.reshape(index, [count, 1]), rowsFirst(updates!.float()), [rows, before * after]);
      return session.value(node.shape, axisBack(sums));
    },
  };
}
