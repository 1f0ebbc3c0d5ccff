/** Kernels on whole arrays: one function of the module for each kernel and size, called for each batch element. */

import { CredenceError } from '@credence/numerics';
import type { Code } from '@credence/numerics/wasm';
import { walk } from '../../../graph/indexSpace.js';
import type { LinearOp } from '../../../graph/op.js';
import { broadcastStrides, sizeOf } from '../../../graph/shape.js';
import { type Access, type Region, region } from '../access.js';
import type { ProgramContext } from '../functionEmitter.js';
import type { Step } from '../steps.js';
import { KernelBuilder } from './builder.js';
import { emitCholesky, emitCholeskyInverse, rowStride } from './cholesky.js';
import { emitMatMul, normalized } from './matMul.js';
import { emitTriangularSolve } from './triangularSolve.js';

export type KernelStep = Step & { readonly kind: 'kernel' };

const scratches = new WeakMap<KernelStep, readonly Region[]>();

/** Regions that a kernel works in, to be laid out with the others. */
export function kernelScratch(step: KernelStep): readonly Region[] {
  const known = scratches.get(step);
  if (known) return known;
  const { op, node } = step;
  const n = node.shape[node.rank - 1] ?? 0;
  const needs = op.name === 'cholesky' || op.name === 'choleskyInverse';
  const made = needs ? [region(n * rowStride(n), 'temporary')] : [];
  scratches.set(step, made);
  return made;
}

/** Writes any kernel but a scan. */
export function emitKernel(code: Code, step: KernelStep, program: ProgramContext): void {
  const { op } = step;
  if (op.kind === 'linear') linear(code, step, op, program);
  else if (op.name === 'cumsum') cumsum(code, step, op);
}

function pushAddress(code: Code, { region: place, offset }: Access, elements: number): void {
  if (place.pointer === undefined) code.i32(place.address + 8 * (offset + elements));
  else
    code
      .get(place.pointer)
      .i32(place.address + 8 * (offset + elements))
      .op('i32.add');
}

function linear(code: Code, step: KernelStep, op: LinearOp, program: ProgramContext): void {
  const { node, inputs, access } = step;
  const { kernel } = op;
  const [n, m] = node.shape.slice(-2) as [number, number];
  let index: number;
  let isSwapped = false;
  switch (kernel.name) {
    case 'matMul': {
      const { transposeLeft, transposeRight } = kernel;
      const k = node.inputs[0]!.shape.at(transposeLeft ? -2 : -1)!;
      const { shape, swapped } = normalized({ n, k, m, transposeLeft, transposeRight });
      isSwapped = swapped;
      const key = `matMul ${Object.values(shape).join(' ')}`;
      index = program.kernelFunction(key, (body) => emitMatMul(body, shape), 3);
      break;
    }
    case 'cholesky':
      index = program.kernelFunction(`cholesky ${n}`, (body) => emitCholesky(body, n), 3);
      break;
    case 'choleskyInverse':
      index = program.kernelFunction(`choleskyInverse ${n}`, (body) => emitCholeskyInverse(body, n), 3);
      break;
    case 'triangularSolve': {
      const { lower, transposed } = kernel;
      const key = `triangularSolve ${n} ${m} ${lower} ${transposed}`;
      index = program.kernelFunction(key, (body) => emitTriangularSolve(body, { n, columns: m, lower, transposed }), 3);
      break;
    }
    default:
      throw new CredenceError('wasm/kernel', `${kernel.name} is written out before it is compiled.`, {
        kernel: kernel.name,
      });
  }
  const scratch = kernelScratch(step);
  const call = (places: readonly number[], output: number): void => {
    const order = isSwapped ? [1, 0] : inputs.keys();
    for (const k of order) pushAddress(code, inputs[k]!, places[k]!);
    pushAddress(code, access, output);
    for (const place of scratch) code.i32(place.address);
    code.call(index);
  };
  const batch = node.shape.slice(0, -2);
  const count = sizeOf(batch);
  const sizes = node.inputs.map((input) => sizeOf(input.shape.slice(-2)));
  if (count <= BATCH_WRITTEN_OUT) {
    const maps = node.inputs.map((input) => ({
      offset: 0,
      strides: broadcastStrides(input.shape.slice(0, -2), batch),
    }));
    walk(batch, maps, (flat, places) => {
      call(
        places.map((place, k) => place * sizes[k]!),
        flat * n * m,
      );
    });
    return;
  }
  // Many elements: a loop for each batch axis, with addresses from its counters.
  const counters = batch.map(() => code.local('i32'));
  const nest = (axis: number): void => {
    if (axis < batch.length) {
      code.count(counters[axis]!, 0, batch[axis]!, 1, () => nest(axis + 1));
      return;
    }
    const moved = (access: Access, strides: readonly number[], size: number): void => {
      pushAddress(code, access, 0);
      strides.forEach((stride, d) => {
        if (stride !== 0)
          code
            .get(counters[d]!)
            .i32(8 * size * stride)
            .op('i32.mul')
            .op('i32.add');
      });
    };
    for (const k of isSwapped ? [1, 0] : inputs.keys()) {
      moved(inputs[k]!, broadcastStrides(node.inputs[k]!.shape.slice(0, -2), batch), sizes[k]!);
    }
    moved(access, broadcastStrides(batch, batch), n * m);
    for (const place of scratch) code.i32(place.address);
    code.call(index);
  };
  nest(0);
  for (const counter of counters) code.release('i32', counter);
}

const BATCH_WRITTEN_OUT = 4;

function cumsum(
  code: Code,
  { node, inputs, access }: KernelStep,
  op: { readonly axis: number; readonly reverse: boolean },
): void {
  const b = new KernelBuilder(code);
  const n = node.shape[op.axis]!;
  const after = sizeOf(node.shape.slice(op.axis + 1));
  const before = sizeOf(node.shape.slice(0, op.axis));
  const total = code.local('f64');
  const start = (place: Access) => () => pushAddress(code, place, 0);
  b.for(b.int(0), b.int(8 * before * n * after), 8 * n * after, (outer) =>
    b.for(b.int(0), b.int(8 * after), 8, (inner) => {
      code.f64(0).set(total);
      const step = (at: (f: (i: () => void) => void) => void): void =>
        at((i) => {
          b.plus(start(access), outer, inner, i)();
          code.get(total);
          b.plus(start(inputs[0]!), outer, inner, i)();
          code.memory('f64.load').op('f64.add').tee(total).memory('f64.store');
        });
      if (op.reverse) step((f) => b.down(b.int(8 * (n - 1) * after), b.int(0), 8 * after, f));
      else step((f) => b.for(b.int(0), b.int(8 * n * after), 8 * after, f));
    }),
  );
  code.release('f64', total);
}
