/** Makers of lane programs and of the tables they look up. */
import type { LaneProgram, LaneTable } from './lanes.js';

/** A named table of float64 constants. Make it once, at the top of a file; modules store it once, under its name. */
export function laneTable(name: string, values: ArrayLike<number>): LaneTable {
  return { name, values: Float64Array.from(values) };
}

/**
 * A lane program; its placement is `function` unless said otherwise.
 *
 * @example
 * const squareProgram = laneProgram({ name: 'square', arity: 1, placement: 'inline', body: (l, x) => l.mul(x, x) });
 * evaluate(squareProgram, 3); // 9
 */
export function laneProgram(definition: {
  readonly name: string;
  readonly arity: number;
  readonly placement?: LaneProgram['placement'];
  readonly body: LaneProgram['body'];
}): LaneProgram {
  return { placement: 'function', ...definition };
}
