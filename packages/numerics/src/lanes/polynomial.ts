/** Polynomials in lanes. */
import type { Lanes } from './lanes.js';

/** c[0] + c[1] x + c[2] x^2 + ... by Horner's scheme; at least one coefficient. */
export function polynomial<V, M>(lanes: Lanes<V, M>, x: V, coefficients: readonly number[]): V {
  const last = coefficients.length - 1;
  let sum = lanes.constant(coefficients[last]!);
  for (let i = last - 1; i >= 0; i--) sum = lanes.add(lanes.mul(sum, x), lanes.constant(coefficients[i]!));
  return sum;
}

/** P(x) and the divided difference (P(x) - P(y)) / (x - y), which is exact in meaning when x = y too. */
export function polynomialDifference<V, M>(
  lanes: Lanes<V, M>,
  x: V,
  y: V,
  coefficients: readonly number[],
): { readonly value: V; readonly difference: V } {
  const last = coefficients.length - 1;
  let value = lanes.constant(coefficients[last]!);
  let difference = lanes.constant(0);
  for (let i = last - 1; i >= 0; i--) {
    difference = lanes.add(lanes.mul(difference, y), value);
    value = lanes.add(lanes.mul(value, x), lanes.constant(coefficients[i]!));
  }
  return { value, difference };
}
