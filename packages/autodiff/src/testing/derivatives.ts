/** Derivatives against differences: one random direction at a time, both modes, first and second order. */

import { evaluate, type InputValues } from '../backends/reference.js';
import { jvp } from '../gradient/forward.js';
import { gradient } from '../gradient/reverse.js';
import { constant, scalarLiteral } from '../graph/literal.js';
import type { Tensor } from '../graph/tensor.js';
import { findInputs } from '../graph/traverse.js';
import { add, mul } from '../ops/arithmetic.js';
import { sum } from '../ops/reduction.js';

/** Values of the inputs, flat, by name. */
export type FlatValues = Readonly<Record<string, Float64Array>>;

/** The name of a parameter or data node. */
export function labelOf({ op }: Tensor): string {
  return op.kind === 'source' && 'label' in op ? op.label : '';
}

/** The parameters behind some outputs. */
export function parametersOf(outputs: readonly Tensor[]): Tensor[] {
  return findInputs(outputs).filter(({ op }) => op.kind === 'source' && op.name === 'parameter');
}

/**
 * Fourth-order central difference of the outputs' first element along directions, by two steps; undefined where the two
 * disagree, so that a kink or a pole nearby is not taken for a derivative.
 */
export function difference(
  output: Tensor,
  values: FlatValues,
  directions: FlatValues,
  step: number,
): number | undefined {
  const at = (h: number): number => {
    const moved = Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, value.map((x, i) => x + h * (directions[name]?.[i] ?? 0))]),
    );
    return evaluate([output], moved)[0]![0]!;
  };
  const central = (h: number): number => (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
  const right = (at(step / 8) - at(0)) / (step / 8);
  const left = (at(0) - at(-step / 8)) / (step / 8);
  if (!(Math.abs(right - left) <= 0.05 * Math.max(1, Math.abs(right)))) return undefined; // a kink
  const wide = central(step);
  const narrow = central(step / 2);
  return Math.abs(wide - narrow) <= 1e-5 * Math.max(1, Math.abs(narrow)) ? narrow : undefined;
}

export interface DerivativeCheck {
  /** Derivative along the direction, by differences. */
  readonly difference: number;
  /** The same from reverse mode. */
  readonly reverse: number;
  /** The same from forward mode. */
  readonly forward: number;
}

/** The three derivatives of the weighted sum of an output along a direction; undefined where differences say nothing. */
export function checkDerivative(
  output: Tensor,
  values: FlatValues,
  {
    weights,
    directions,
    step = 1e-3,
  }: { readonly weights: Float64Array; readonly directions: FlatValues; readonly step?: number },
): DerivativeCheck | undefined {
  const parameters = parametersOf([output]);
  const weighted = sum(mul(output, constant(weights).reshape(output.shape)));
  const slope = difference(weighted, values, directions, step);
  if (slope === undefined) return undefined;
  const moves = parameters.map((parameter) => constant(directions[labelOf(parameter)]!).reshape(parameter.shape));
  const gradients = gradient(weighted, parameters);
  const along = gradients.reduce((total, g, k) => add(total, sum(mul(g, moves[k]!))), scalarLiteral(0));
  const [reverse, forward] = evaluate([along, jvp(weighted, parameters, moves)], values as InputValues);
  return { difference: slope, reverse: reverse![0]!, forward: forward![0]! };
}

/** The graph of the derivative of the weighted sum along a direction: what a second-order check differentiates. */
export function slopeGraph(output: Tensor, weights: Float64Array, directions: FlatValues): Tensor {
  const parameters = parametersOf([output]);
  const weighted = sum(mul(output, constant(weights).reshape(output.shape)));
  const gradients = gradient(weighted, parameters);
  return gradients.reduce(
    (total, g, k) => add(total, sum(mul(g, constant(directions[labelOf(parameters[k]!)]!).reshape(g.shape)))),
    scalarLiteral(0),
  );
}
