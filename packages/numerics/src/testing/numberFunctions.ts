/** The functions on numbers by name, for tests. */
import * as functions from '../generated/functions.js';

/** Functions of one to four numbers; those that are not given are NaN. */
export const numberFunctions: Readonly<Record<string, (...inputs: readonly number[]) => number>> = Object.fromEntries(
  Object.entries<(x: number, y: number, z: number, w: number) => number>(functions).map(([name, f]) => [
    name,
    (...inputs: readonly number[]) => {
      const [x = Number.NaN, y = Number.NaN, z = Number.NaN, w = Number.NaN] = inputs;
      return f(x, y, z, w);
    },
  ]),
);
