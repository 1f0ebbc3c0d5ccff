/** The functions on numbers by name, for tests. */
import * as functions from '../generated/functions.js';

/** Functions of one or two numbers. */
export const numberFunctions: Readonly<Record<string, (...inputs: readonly number[]) => number>> = Object.fromEntries(
  Object.entries<(x: number, y: number) => number>(functions).map(([name, f]) => [
    name,
    (...inputs: readonly number[]) => f(inputs[0] ?? Number.NaN, inputs[1] ?? Number.NaN),
  ]),
);
