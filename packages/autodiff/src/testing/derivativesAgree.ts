/** Derivatives of both modes, of first and second order, against differences, for a graph with given values. */

import { CredenceError } from '@credence/numerics';
import type { Tensor } from '../graph/tensor.js';
import { close } from './agree.js';
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

/** Deterministic numbers in (-1, 1), for weights and directions. */
export function pattern(n: number, seed = 1): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => Math.sin(12.9898 * (i + 1) + 78.233 * seed));
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
