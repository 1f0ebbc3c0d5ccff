/** A node as calls on TensorFlow.js, or as a host kernel where the active backend has none for it. */

import { CredenceError } from '@credence/numerics';
import type { AssembleOp, CumsumOp, ElementwiseOp, IndexingOp, LinearOp, ReductionOp, ViewOp } from '../../graph/op.js';
import { type Shape, sameShape, sizeOf } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import { applyMoves, kernelsOfMoves, type Move, movesOf } from './affine.js';
import { assemblyOf } from './boxes.js';
import { type Calls, constantly, type Step } from './calls.js';
import type { TfjsTensor } from './core.js';
import { kernelsOf } from './functions.js';
import { hostKernel } from './hostKernel.js';
import { lowerGather, lowerScatterAdd } from './indexing.js';
import type { Session } from './session.js';
import { Value } from './value.js';

export interface Lowered {
  readonly step: Step;
  /** Why the node runs on the host; undefined where it runs as calls. */
  readonly host?: string;
}

/** A node that depends on parameters. */
export function lower(session: Session, node: Tensor): Lowered {
  if (node.size === 0) return { step: constantly(session, node, 0) };
  const calls = callsOf(session, node);
  const missing = calls && [...calls.kernels].flatMap((kernel) => session.missing(kernel) ?? []);
  if (calls && missing?.length === 0) return { step: calls.step };
  const kernel = hostKernel(node);
  return {
    step: (inputs) => new Value(session.tf, node.shape, { host: kernel(inputs.map((input) => input.host())) }),
    host: missing
      ? `the backend '${session.backend}' has no ${missing.join(', ')}`
      : 'TensorFlow.js has no such operation',
  };
}

function callsOf(session: Session, node: Tensor): Calls | undefined {
  const { op } = node;
  switch (op.kind) {
    case 'elementwise':
      return elementwise(session, op, node);
    case 'reduction':
      return reduction(session, op, node);
    case 'view':
      return view(session, op, node);
    case 'assemble':
      return assemble(session, op, node);
    case 'indexing':
      return indexing(session, op, node);
    case 'sequential':
      return op.name === 'cumsum' ? cumsum(session, op, node) : undefined;
    case 'linear':
      return linear(session, op, node);
    case 'source':
      throw new CredenceError('graph/argument', `The graph reads '${op.name}' where it has no value.`, {});
  }
}

function elementwise(session: Session, op: ElementwiseOp, node: Tensor): Calls | undefined {
  const kernels = kernelsOf(op);
  const { tfjs } = op;
  if (!kernels || !tfjs) return undefined;
  return {
    kernels,
    step: (inputs) => {
      const value = tfjs<Value>(session.functions, ...inputs);
      if (sameShape(value.shape, node.shape)) return value;
      const missing = node.shape.length - value.shape.length;
      const shape = node.shape.map((_, axis) => (axis < missing ? 1 : value.shape[axis - missing]!));
      const repeats = node.shape.map((n, axis) => (shape[axis] === n ? 1 : n));
      const { tf } = session;
      return session.value(node.shape, tf.tile(tf.reshape(value.float(), shape), repeats));
    },
  };
}

function reduction(session: Session, op: ReductionOp, node: Tensor): Calls | undefined {
  const { tf } = session;
  const axes = [...op.axes];
  const { name } = op;
  if (node.inputs[0]!.size === 0) {
    return { kernels: [], step: constantly(session, node, op.identity) };
  }
  const reduce = (call: 'sum' | 'prod' | 'max' | 'min') => (x: TfjsTensor) =>
    axes.length === 0 ? x : tf[call](x, axes);
  const step =
    (call: (x: TfjsTensor) => TfjsTensor): Step =>
    ([x]) =>
      session.value(node.shape, call(x!.float()));
  switch (name) {
    case 'sum':
      return { kernels: ['Sum'], step: step(reduce('sum')) };
    case 'prod':
      return { kernels: ['Prod'], step: step(reduce('prod')) };
    case 'max':
    case 'min': {
      const extreme = reduce(name);
      const largest = reduce('max');
      // The kernels of some backends drop NaNs, so these are looked for apart.
      return {
        kernels: [name === 'max' ? 'Max' : 'Min', 'Max', 'NotEqual', 'Cast', 'Select'],
        step: step((x) => {
          const nan = tf.cast(tf.notEqual(x, x), 'float32');
          const found = tf.notEqual(largest(nan), session.scalar(0).float());
          return tf.where(found, session.scalar(Number.NaN).float(), extreme(x));
        }),
      };
    }
    case 'any':
    case 'all': {
      const combine = reduce(name === 'any' ? 'max' : 'min');
      return {
        kernels: [name === 'any' ? 'Max' : 'Min', 'NotEqual', 'Cast'],
        step: ([x]) => session.value(node.shape, combine(tf.cast(x!.bool(), 'float32'))),
      };
    }
  }
}

/** Places of gathers as tensors, uploaded once. */
function placesAsTensors(session: Session): (move: Move & { readonly kind: 'gather' }) => TfjsTensor {
  const known = new Map<Move, Value>();
  return (move) => {
    let value = known.get(move);
    if (!value) {
      value = session.fixed([move.places.length], Float64Array.from(move.places));
      known.set(move, value);
    }
    return value.index();
  };
}

function view(session: Session, op: ViewOp, node: Tensor): Calls {
  const moves = movesOf(op, node.inputs[0]!.shape, node.shape);
  const places = placesAsTensors(session);
  return {
    kernels: kernelsOfMoves(moves),
    step: ([x]) => session.value(node.shape, applyMoves(session.tf, x!.float(), moves, places)),
  };
}

function assemble(session: Session, op: AssembleOp, node: Tensor): Calls {
  const { tf } = session;
  const assembly = assemblyOf(
    op.placements,
    node.inputs.map(({ shape }) => shape),
    node.shape,
  );
  const part = (inputs: readonly Value[], k: number, shape: Shape): TfjsTensor => {
    const x = inputs[k]!.float();
    return sameShape(x.shape, shape) ? x : tf.reshape(x, [...shape]);
  };
  switch (assembly.kind) {
    case 'pad': {
      const paddings = assembly.paddings.map(([before, after]): [number, number] => [before, after]);
      return {
        kernels: ['PadV2'],
        step: (inputs) => session.value(node.shape, tf.pad(part(inputs, assembly.part, assembly.shape), paddings)),
      };
    }
    case 'concat':
      return {
        kernels: ['Concat'],
        step: (inputs) =>
          session.value(
            node.shape,
            tf.concat(
              assembly.parts.map((one) => part(inputs, one.part, one.shape)),
              assembly.axis,
            ),
          ),
      };
    case 'gather': {
      const places = session.fixed([node.size], Float64Array.from(assembly.places));
      return {
        kernels: ['Concat', 'GatherV2'],
        step: (inputs) => {
          const parts = inputs.flatMap(({ shape }, k) =>
            sizeOf(shape) === 0 ? [] : [part(inputs, k, [sizeOf(shape)])],
          );
          const all = tf.concat([...parts, tf.reshape(session.scalar(0).float(), [1])], 0);
          return session.value(node.shape, tf.reshape(tf.gather(all, places.index(), 0), [...node.shape]));
        },
      };
    }
  }
}

function indexing(session: Session, op: IndexingOp, node: Tensor): Calls {
  const computed = node.inputs[1]!.binding === 'parameter';
  return op.name === 'gather' ? lowerGather(session, op, node, computed) : lowerScatterAdd(session, op, node, computed);
}

function cumsum(session: Session, op: CumsumOp, node: Tensor): Calls {
  return {
    kernels: ['Cumsum'],
    step: ([x]) => session.value(node.shape, session.tf.cumsum(x!.float(), op.axis, false, op.reverse)),
  };
}

function linear(session: Session, op: LinearOp, node: Tensor): Calls | undefined {
  const { kernel } = op;
  if (kernel.name !== 'matMul') return undefined;
  const inner = node.inputs[0]!.shape.at(kernel.transposeLeft ? -2 : -1);
  if (inner === 0) return { kernels: [], step: constantly(session, node, 0) };
  return {
    kernels: ['BatchMatMul'],
    step: ([a, b]) =>
      session.value(node.shape, session.tf.matMul(a!.float(), b!.float(), kernel.transposeLeft, kernel.transposeRight)),
  };
}
