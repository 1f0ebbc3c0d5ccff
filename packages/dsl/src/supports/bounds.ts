/** Ends of intervals: numbers, or tensors such as other variables. */
import { maximum, minimum, type Tensor } from '@credence/autodiff';

/** A bound: a number, or a tensor that broadcasts against the variable. */
export type Bound = number | Tensor;

const infinity = Number.POSITIVE_INFINITY;

/** The number that a bound is, where it is one. */
export function numberOf(bound: Bound): number | undefined {
  if (typeof bound === 'number') return bound;
  const { op } = bound;
  return op.kind === 'source' && op.name === 'literal' && bound.rank === 0 ? op.values[0] : undefined;
}

/** A bound in words. */
export function boundText(bound: Bound, otherwise: string): string {
  const value = numberOf(bound);
  if (value !== undefined) return value === infinity ? '∞' : value === -infinity ? '-∞' : String(value);
  // An array given for a parameter is data of the name `variable#parameter`.
  if (typeof bound === 'object' && 'name' in bound) return String(bound.name).replace(/^.*#/, '');
  return otherwise;
}

/** The larger of two bounds, a number where both are. */
export function larger(a: Bound, b: Bound): Bound {
  const [x, y] = [numberOf(a), numberOf(b)];
  if (x !== undefined && y !== undefined) return Math.max(x, y);
  if (x === -infinity) return b;
  return y === -infinity ? a : maximum(a, b);
}

/** The smaller of two bounds, a number where both are. */
export function smaller(a: Bound, b: Bound): Bound {
  const [x, y] = [numberOf(a), numberOf(b)];
  if (x !== undefined && y !== undefined) return Math.min(x, y);
  if (x === infinity) return b;
  return y === infinity ? a : minimum(a, b);
}
