/**
 * The laws that every op obeys, read from its definition: shapes, meaning on every backend at its check points,
 * derivatives of both modes and of second order against differences, empty and scalar shapes, and that rewriting keeps
 * values. Call them inside a test file.
 */

import { CredenceError, evaluate as evaluateProgram } from '@credence/numerics';
import { evaluate } from '../backends/reference.js';
import { gradient } from '../gradient/reverse.js';
import { parameter } from '../graph/literal.js';
import type { ElementwiseOp } from '../graph/op.js';
import { broadcastShapes } from '../graph/shape.js';
import type { Tensor } from '../graph/tensor.js';
import { applyElementwise } from '../ops/elementwise.js';
import { sum } from '../ops/reduction.js';
import { simplify } from '../rewrites/simplify.js';
import { type BackendUnderTest, close, expectAgreement } from './agree.js';
import {
  checkDerivative,
  type DerivativeCheck,
  type FlatValues,
  labelOf,
  parametersOf,
  slopeGraph,
} from './derivatives.js';

/** A graph on which laws are checked, with values of its inputs. */
export interface LawCase {
  readonly name: string;
  readonly output: Tensor;
  /** Flat values of every input by name. */
  readonly values: FlatValues;
  /** Whether second derivatives are checked, default true. */
  readonly secondOrder?: boolean;
}

const names = ['a', 'b', 'c', 'd'];

/** Deterministic numbers in (-1, 1), for weights and directions. */
export function pattern(n: number, seed = 1): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => Math.sin(12.9898 * (i + 1) + 78.233 * seed));
}

/** The check points of an op as columns, one for each input. */
function columns(op: ElementwiseOp): FlatValues {
  return Object.fromEntries(
    op.partials.map((_, k) => [names[k]!, Float64Array.from(op.checkAt, (point) => point[k]!)]),
  );
}

/** Laws of an elementwise op, from its program, partials and check points. */
export function elementwiseLaws(op: ElementwiseOp, backends: readonly BackendUnderTest[]): void {
  const arity = op.partials.length;
  const inputs = (shapes: readonly (readonly number[])[]): Tensor[] =>
    shapes.map((shape, k) => parameter(names[k]!, shape));

  describe(op.name, () => {
    test('has a program of its arity and check points', () => {
      expect(op.program.arity).toBe(arity);
      expect(op.checkAt.length).toBeGreaterThan(0);
      for (const point of op.checkAt) expect(point).toHaveLength(arity);
    });

    test('broadcasts, and takes scalar and empty shapes', () => shapesAgree(op, backends));

    test('means its program at every check point, on every backend', () => {
      const n = op.checkAt.length;
      const output = applyElementwise(op, ...inputs(op.partials.map(() => [n])));
      const values = columns(op);
      const expected = op.checkAt.map((point) => evaluateProgram(op.program, ...point));
      expect([...evaluate([output], values)[0]!]).toEqual(expected);
      expectAgreement([output], values, backends);
    });

    test('its derivatives equal differences', () => {
      let checked = 0;
      for (const point of op.checkAt) {
        if (!point.every((x) => Math.abs(x) < 1e6)) continue;
        const values = Object.fromEntries(point.map((x, k) => [names[k]!, Float64Array.of(x)]));
        const output = applyElementwise(op, ...inputs(point.map(() => [])));
        if (output.dtype === 'bool' || !Number.isFinite(evaluateProgram(op.program, ...point))) continue;
        checked += derivativesAgree({ name: op.name, output, values });
      }
      if (op.partials.some((partial) => partial !== undefined)) expect(checked).toBeGreaterThan(0);
    });

    test('its gradient agrees on every backend at ordinary points', () => gradientAgrees(op, backends));
  });
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
    const output = applyElementwise(op, ...used.map((shape, k) => parameter(names[k]!, shape)));
    expect(output.shape).toEqual(broadcastShapes(op.name, used));
    const values = Object.fromEntries(
      used.map((shape, k) => [
        names[k]!,
        Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => op.checkAt[0]![k]!),
      ]),
    );
    expect(evaluate([output], values)[0]).toHaveLength(output.size);
    expectAgreement([output], values, backends);
  }
}

/** The laws of an elementwise op that speak of backends, for one that is tested apart. */
export function elementwiseAgreement(op: ElementwiseOp, backends: readonly BackendUnderTest[]): void {
  test(op.name, () => {
    shapesAgree(op, backends);
    const parameters = op.partials.map((_, k) => parameter(names[k]!, [op.checkAt.length]));
    expectAgreement([applyElementwise(op, ...parameters)], columns(op), backends);
    gradientAgrees(op, backends);
  });
}

function gradientAgrees(op: ElementwiseOp, backends: readonly BackendUnderTest[]): void {
  if (!op.partials.some((partial) => partial !== undefined)) return;
  const points = op.checkAt.filter((point) => point.every(Number.isFinite));
  const parameters = op.partials.map((_, k) => parameter(names[k]!, [points.length]));
  const output = applyElementwise(op, ...parameters);
  const values = Object.fromEntries(
    op.partials.map((_, k) => [names[k]!, Float64Array.from(points, (point) => point[k]!)]),
  );
  expectAgreement(gradient(sum(output), parameters), values, backends);
}

/** Laws of a graph with given values: derivatives, rewriting, backends. */
export function graphLaws(lawCase: LawCase, backends: readonly BackendUnderTest[]): void {
  const { name, output, values } = lawCase;
  describe(name, () => {
    test('agrees on every backend', () => expectAgreement([output], values, backends));

    test('rewriting keeps its values and gradient', () => {
      const parameters = parametersOf([output]);
      const loss = sum(output);
      const plain = [output, ...(output.dtype === 'float64' ? gradient(loss, parameters) : [])];
      const { outputs: first } = simplify([output, loss]);
      const rewritten = simplify([first[0]!, ...(output.dtype === 'float64' ? gradient(first[1]!, parameters) : [])], {
        stage: 'last',
      }).outputs;
      const expected = evaluate(plain, values);
      evaluate(rewritten, values).forEach((array, k) => {
        array.forEach((value, i) => {
          if (!close(value, expected[k]![i]!, 1e-10))
            throw new Error(`${name}: ${expected[k]![i]} became ${value} (output ${k}, element ${i})`);
        });
      });
      expectAgreement(rewritten, values, backends);
    });

    if (output.dtype === 'float64' && parametersOf([output]).length > 0) {
      test('its derivatives equal differences', () => expect(derivativesAgree(lawCase)).toBeGreaterThan(0));
    }
  });
}

/** The law of a graph that speaks of backends: the graph and its gradient, rewritten as before a backend. */
export function graphAgreement({ name, output, values }: LawCase, backends: readonly BackendUnderTest[]): void {
  test(name, () => {
    const [first, loss] = simplify([output, sum(output)]).outputs;
    const slopes = output.dtype === 'float64' ? gradient(loss!, parametersOf([output])) : [];
    expectAgreement(simplify([first!, ...slopes], { stage: 'last' }).outputs, values, backends);
    expectAgreement([output], values, backends);
  });
}

/** The check of a second derivative; undefined where there is none and differentiating says so. */
function unlessRefused(...[graph, values, options]: Parameters<typeof checkDerivative>): DerivativeCheck | undefined {
  try {
    return checkDerivative(graph, values, options);
  } catch (error) {
    if (error instanceof CredenceError && error.code === 'gradient/order') return undefined;
    throw error;
  }
}

/** The number of checks made, 0 where differences say nothing; throws where a derivative is wrong. */
export function derivativesAgree({ name, output, values, secondOrder = true }: LawCase): number {
  const weights = pattern(output.size);
  const directions = Object.fromEntries(
    parametersOf([output]).map((node) => [labelOf(node), pattern(node.size, 2 + labelOf(node).length)]),
  );
  const scale = Math.max(1e-300, ...Object.values(values).flatMap((array) => [...array].map(Math.abs)));
  const step = 1e-3 * Math.min(1, Math.max(scale, 1e-2));
  let checked = 0;
  const graphs = secondOrder ? [output, slopeGraph(output, weights, directions)] : [output];
  graphs.forEach((graph, order) => {
    const options = { weights: order === 0 ? weights : Float64Array.of(1), directions, step };
    const check = order === 0 ? checkDerivative(graph, values, options) : unlessRefused(graph, values, options);
    if (!check) return;
    checked++;
    for (const mode of ['reverse', 'forward'] as const) {
      if (close(check[mode], check.difference, 1e-4)) continue;
      throw new Error(
        `${name}: ${mode} mode gives ${check[mode]} for the derivative of order ${order + 1}, differences give ${check.difference} at ${JSON.stringify(values)}`,
      );
    }
  });
  return checked;
}
