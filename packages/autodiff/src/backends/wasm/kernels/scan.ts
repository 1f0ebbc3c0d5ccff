/**
 * A scan as a loop: its body is a function of the module, called once a step with the places of this step's row, the row
 * before, and the slices. The state lives in the rows of the result; the initial state in one more row behind them.
 */

import type { Code, Local } from '@credence/numerics/wasm';
import type { ScanOp } from '../../../graph/op.js';
import { type Access, contiguousAccess, region } from '../access.js';
import { Analysis } from '../analysis.js';
import { FunctionEmitter, type ProgramContext } from '../functionEmitter.js';
import type { KernelStep } from './index.js';

/** Locals of a body: the caller's position and output as everywhere, then this row, the row before, slices, and what is passed on. */
const ROW = 2;
const BEFORE = 3;
const SLICES = 4;

export interface ScanPlan {
  readonly op: ScanOp;
  readonly body: FunctionEmitter;
  /** Locals of the function around with addresses that the body needs, too: of the row or slices of an outer scan. */
  readonly passed: readonly Local[];
}

export function planScan(step: KernelStep, op: ScanOp, program: ProgramContext): ScanPlan {
  const { carries, sequences, body } = op;
  const row = region(step.node.shape[1]!, 'elsewhere', ROW);
  const before = region(step.node.shape[1]!, 'elsewhere', BEFORE);
  const passed: Local[] = [];
  /** An array from around, by a pointer of the body's own where it is not one that all functions share. */
  const captured = (input: Access): Access => {
    const { pointer, size } = input.region;
    if (pointer === undefined || pointer < ROW) return input;
    if (!passed.includes(pointer)) passed.push(pointer);
    return { ...input, region: region(size, 'elsewhere', SLICES + sequences + passed.indexOf(pointer)) };
  };
  const places = new Map(
    body.arguments.map((argument, k): [unknown, Access] => {
      if (k < carries) {
        const offset = body.outputs.slice(0, k).reduce((sum, { size }) => sum + size, 0);
        return [argument, contiguousAccess(before, argument.shape, offset)];
      }
      if (k >= carries + sequences) return [argument, captured(step.inputs[k]!)];
      return [argument, contiguousAccess(region(argument.size, 'elsewhere', SLICES + k - carries), argument.shape)];
    }),
  );
  let offset = 0;
  const roots = body.outputs.map((node) => {
    const access = contiguousAccess(row, node.shape, offset);
    offset += node.size;
    return { node, access };
  });
  const analysis = new Analysis({
    roots,
    values: [],
    given: (node) => places.get(node) ?? program.literal(node),
    packing: false,
  });
  return { op, body: new FunctionEmitter(analysis, program), passed };
}

/** Writes the body's function and the loop; `clearInRange` runs after a step with a computed index out of range. */
export function emitScan(
  code: Code,
  step: KernelStep,
  { op, body, passed }: ScanPlan,
  program: ProgramContext,
  clearInRange: () => void,
): void {
  const { node, inputs, access } = step;
  const width = node.shape[1]!;
  const { length, carries, sequences, reverse } = op;
  const parameters = Array.from({ length: SLICES + sequences + passed.length }, () => 'i32' as const);
  const { index, code: inner } = program.module.function({ parameters, results: ['i32'] });
  body.emit(inner, (_, inRange) => {
    if (inRange === undefined) inner.i32(1);
    else inner.get(inRange).op('i64x2.all_true');
  });
  const start = (place: Access, elements: number): void => {
    if (place.region.pointer !== undefined) code.get(place.region.pointer);
    code.i32(place.region.address + 8 * (place.offset + elements));
    if (place.region.pointer !== undefined) code.op('i32.add');
  };
  let offset = length * width;
  for (let k = 0; k < carries; k++) {
    const { size } = op.body.outputs[k]!;
    if (size <= 4) {
      for (let i = 0; i < size; i++) {
        start(access, offset + i);
        start(inputs[k]!, i);
        code.memory('f64.load').memory('f64.store');
      }
    } else {
      start(access, offset);
      start(inputs[k]!, 0);
      code.i32(8 * size).memoryCopy();
    }
    offset += size;
  }
  const t = code.local('i32');
  const before = code.local('i32');
  const row = code.local('i32');
  start(access, length * width);
  code.set(before);
  start(access, reverse ? (length - 1) * width : 0);
  code.set(row);
  code.i32(reverse ? length - 1 : 0).set(t);
  const direction = reverse ? -1 : 1;
  code.loop((again) => {
    code.get(0).get(1).get(row).get(before);
    for (let q = 0; q < sequences; q++) {
      start(inputs[carries + q]!, 0);
      const { size } = op.body.arguments[carries + q]!;
      code
        .get(t)
        .i32(8 * size)
        .op('i32.mul')
        .op('i32.add');
    }
    for (const pointer of passed) code.get(pointer);
    code.call(index);
    if (body.hasChecks()) code.op('i32.eqz').if(clearInRange);
    else code.op('drop');
    code
      .get(row)
      .tee(before)
      .i32(8 * width * direction)
      .op('i32.add')
      .set(row);
    code.get(t).i32(direction).op('i32.add').tee(t);
    code
      .i32(reverse ? -1 : length)
      .op('i32.ne')
      .brIf(again);
  });
  for (const local of [t, before, row]) code.release('i32', local);
}
