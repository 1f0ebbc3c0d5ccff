/** The laws that every elementwise op obeys, read from its definition: its program, partial derivatives and check points. */

import { evaluate as evaluateProgram } from '@credence/numerics';
import { evaluate } from '../backends/reference.js';
import { gradient } from '../gradient/reverse.js';
import { parameter } from '../graph/literal.js';
import type { ElementwiseOp } from '../graph/op.js';
import { broadcastShapes } from '../graph/shape.js';
import type { Tensor } from '../graph/tensor.js';
import { applyElementwise } from '../ops/elementwise.js';
import { sum } from '../ops/reduction.js';
import { type BackendUnderTest, expectAgreement } from './agree.js';
import { backendsUnderTest } from './backends.js';
import type { FlatValues } from './derivatives.js';
import { derivativesAgree } from './derivativesAgree.js';
import { expectSame, type Law } from './law.js';

const names = ['a', 'b', 'c', 'd'];

/** Beyond this size of an argument differences say nothing. */
const LARGEST_FOR_DIFFERENCES = 1e6;

/** The check points of an op as columns, one for each input. */
function columns(op: ElementwiseOp, points: readonly (readonly number[])[] = op.checkAt): FlatValues {
  return Object.fromEntries(op.partials.map((_, k) => [names[k]!, Float64Array.from(points, (point) => point[k]!)]));
}

/** An op on parameters of some shapes. */
function applied(op: ElementwiseOp, shapes: readonly (readonly number[])[]): Tensor {
  return applyElementwise(op, ...shapes.map((shape, k) => parameter(names[k]!, shape)));
}

/**
 * Laws of an elementwise op: shapes, the same values as its program on every backend, derivatives of first and second order
 * in both modes, the same gradient on every backend.
 *
 * @param defined the op, or the function that `unary`, `binary`, `ternary` or `quaternary` made
 * @example for (const { name, check } of elementwiseLaws(logCosh)) test(name, check);
 */
export function elementwiseLaws(
  defined: ElementwiseOp | { readonly op: ElementwiseOp },
  backends: readonly BackendUnderTest[] = backendsUnderTest,
): readonly Law[] {
  const op = 'op' in defined ? defined.op : defined;
  const law = (name: string, check: () => void): Law => ({ name: `${op.name}: ${name}`, check });
  return [
    law('has a program of its arity, and check points', () => {
      const arity = op.partials.length;
      expectSame(op.program.arity, arity, 'the arity of the program');
      if (op.checkAt.length === 0) throw new Error('there are no points in checkAt');
      for (const point of op.checkAt) expectSame(point.length, arity, `the length of the check point ${point}`);
    }),
    law('broadcasts, and takes scalar and empty shapes', () => shapesAgree(op, backends)),
    law('means its program at every check point, on every backend', () => meansProgram(op, backends)),
    law('its derivatives equal differences', () => derivativesOfOp(op)),
    law('its gradient agrees on every backend at ordinary points', () => gradientAgrees(op, backends)),
  ];
}

/** The laws of an elementwise op that speak of backends, as one, for a backend that is tested apart. */
export function elementwiseAgreement(op: ElementwiseOp, backends: readonly BackendUnderTest[]): Law {
  return {
    name: op.name,
    check: () => {
      shapesAgree(op, backends);
      expectAgreement(
        [
          applied(
            op,
            op.partials.map(() => [op.checkAt.length]),
          ),
        ],
        columns(op),
        backends,
      );
      gradientAgrees(op, backends);
    },
  };
}

function shapesAgree(op: ElementwiseOp, backends: readonly BackendUnderTest[]): void {
  const choices = [
    [[3, 1], [4], [], [1]],
    [[], [], [], []],
    [[0], [1], [], [1]],
    [[2, 0], [2, 1], [], [2, 1]],
  ];
  for (const shapes of choices) {
    const used = shapes.slice(0, op.partials.length);
    const output = applied(op, used);
    expectSame(output.shape, broadcastShapes(op.name, used), `the shape for inputs of shapes ${JSON.stringify(used)}`);
    const sizes = used.map((shape) => shape.reduce((a, b) => a * b, 1));
    const values = Object.fromEntries(
      sizes.map((size, k) => [names[k]!, new Float64Array(size).fill(op.checkAt[0]![k]!)]),
    );
    expectSame(evaluate([output], values)[0]!.length, output.size, 'the number of values');
    expectAgreement([output], values, backends);
  }
}

function meansProgram(op: ElementwiseOp, backends: readonly BackendUnderTest[]): void {
  const output = applied(
    op,
    op.partials.map(() => [op.checkAt.length]),
  );
  const values = columns(op);
  const [found] = evaluate([output], values);
  for (const [i, point] of op.checkAt.entries()) {
    const expected = evaluateProgram(op.program, ...point);
    if (!Object.is(found![i]!, expected)) throw new Error(`${found![i]} at ${point}; the program gives ${expected}`);
  }
  expectAgreement([output], values, backends);
}

function derivativesOfOp(op: ElementwiseOp): void {
  let checked = 0;
  for (const point of op.checkAt) {
    if (!point.every((x) => Math.abs(x) < LARGEST_FOR_DIFFERENCES)) continue;
    const output = applied(
      op,
      point.map(() => []),
    );
    if (output.dtype === 'bool' || !Number.isFinite(evaluateProgram(op.program, ...point))) continue;
    const values = Object.fromEntries(point.map((x, k) => [names[k]!, Float64Array.of(x)]));
    checked += derivativesAgree({ name: op.name, output, values });
  }
  if (checked === 0 && op.partials.some((partial) => partial !== undefined)) {
    throw new Error('no check point is fit for a comparison of derivatives with differences');
  }
}

function gradientAgrees(op: ElementwiseOp, backends: readonly BackendUnderTest[]): void {
  if (!op.partials.some((partial) => partial !== undefined)) return;
  const points = op.checkAt.filter((point) => point.every(Number.isFinite));
  const parameters = op.partials.map((_, k) => parameter(names[k]!, [points.length]));
  expectAgreement(gradient(sum(applyElementwise(op, ...parameters)), parameters), columns(op, points), backends);
}
