/** Polynomials in lanes. */
import type { Lanes } from './lanes.js';

const LONG = 8;

function horner<V, M>(lanes: Lanes<V, M>, x: V, coefficients: readonly number[]): V {
  const last = coefficients.length - 1;
  let sum = lanes.constant(coefficients[last]!);
  for (let i = last - 1; i >= 0; i--) sum = lanes.add(lanes.mul(sum, x), lanes.constant(coefficients[i]!));
  return sum;
}

/** Even and odd powers apart, again and again: chains short enough that a processor runs them side by side. */
function chains<V, M>(lanes: Lanes<V, M>, x: V, coefficients: readonly number[]): V {
  if (coefficients.length < LONG) return horner(lanes, x, coefficients);
  const square = lanes.mul(x, x);
  const [even, odd] = [0, 1].map((parity) => {
    const part = coefficients.filter((_, i) => i % 2 === parity);
    return chains(lanes, square, part);
  });
  return lanes.add(even!, lanes.mul(x, odd!));
}

/**
 * As `polynomial`, by one cut into even and odd powers: for where the chain is what a loop waits for, and an ulp of the value
 * matters little.
 */
export function polynomialByParity<V, M>(lanes: Lanes<V, M>, x: V, coefficients: readonly number[]): V {
  const square = lanes.mul(x, x);
  const [even, odd] = [0, 1].map((parity) =>
    horner(
      lanes,
      square,
      coefficients.filter((_, i) => i % 2 === parity),
    ),
  );
  return lanes.add(even!, lanes.mul(x, odd!));
}

/** c[0] + c[1] x + c[2] x^2 + ...; at least one coefficient. Long ones are split, but for c[0], whose rounding counts. */
export function polynomial<V, M>(lanes: Lanes<V, M>, x: V, coefficients: readonly number[]): V {
  if (coefficients.length < LONG) return horner(lanes, x, coefficients);
  return lanes.add(lanes.constant(coefficients[0]!), lanes.mul(x, chains(lanes, x, coefficients.slice(1))));
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
