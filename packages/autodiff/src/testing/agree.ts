/** The same graph on several backends: each must give what the reference gives, to its own tolerance. */

import { evaluate, type InputValues } from '../backends/reference.js';
import { print } from '../graph/print.js';
import type { Tensor } from '../graph/tensor.js';

/** A backend as the shared laws see it. */
export interface BackendUnderTest {
  readonly name: string;
  /** Relative to the larger of the reference value and 1. Infinities and NaN must be the same. */
  readonly tolerance: number;
  /** Row-major values of the outputs. */
  readonly evaluate: (outputs: readonly Tensor[], values: InputValues) => readonly Float64Array[];
  /** Rounds an input to what the backend can hold; the reference is given the rounded values too. Default: all values. */
  readonly round?: (value: number) => number;
  /** Whether it can represent this value; a float32 backend cannot hold 1e300. Default: all. */
  readonly holds?: (value: number) => boolean;
}

/** Whether two numbers agree; -0 and 0 do. */
export function close(actual: number, expected: number, tolerance: number): boolean {
  if (Object.is(actual, expected) || actual === expected) return true;
  return Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected));
}

/** Numbers and flat arrays with each number rounded; nested arrays are of small whole numbers and stay. */
function rounded(values: InputValues, round: (value: number) => number): InputValues {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      if (typeof value === 'number') return [name, round(value)];
      return [name, value instanceof Float64Array ? value.map(round) : value];
    }),
  );
}

/** Throws, with the graph and the values, where a backend differs from the reference. */
export function expectAgreement(
  outputs: readonly Tensor[],
  values: InputValues,
  backends: readonly BackendUnderTest[],
): void {
  const exact = evaluate(outputs, values);
  for (const backend of backends) {
    const given = backend.round ? rounded(values, backend.round) : values;
    const expected = backend.round ? evaluate(outputs, given) : exact;
    const actual = backend.evaluate(outputs, given);
    const holds = backend.holds ?? (() => true);
    expected.forEach((array, k) => {
      array.forEach((value, i) => {
        if (!holds(value) || close(actual[k]![i]!, value, backend.tolerance)) return;
        const where = `output ${k}, element ${i}`;
        throw new Error(
          `${backend.name} gives ${actual[k]![i]} where the reference gives ${value} (${where}) at ${JSON.stringify(given)}\n${print(outputs)}`,
        );
      });
    });
  }
}
