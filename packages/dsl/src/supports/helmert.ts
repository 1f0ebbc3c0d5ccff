/**
 * The isometry between n numbers and n + 1 numbers that sum to zero, along an axis: coordinates in the basis of Helmert,
 * whose k-th vector is (1, ..., 1, -k, 0, ..., 0) / sqrt(k (k + 1)). It costs two running sums and no matrix.
 */
import { cumsum, iota, pad, reciprocal, reshape, type SliceRange, slice, sqrt, type Tensor } from '@credence/autodiff';

/** n + 1 numbers that sum to zero from n numbers along an axis, counted from the back (-1 the last). */
export function spread(y: Tensor, axis: number): Tensor {
  const along = y.rank + axis;
  const { numbers, roots } = steps(y.shape[along] ?? 0, y.rank, along);
  const weights = y.mul(reciprocal(roots));
  const before = y.shape.map((_, k) => (k === along ? 1 : 0));
  const none = y.shape.map(() => 0);
  const above = pad(cumsum(weights, { axis: along, reverse: true }), none, before);
  return above.sub(pad(weights.mul(numbers), before, none));
}

/** The n numbers that `spread` makes n + 1 of. */
export function gathered(x: Tensor, axis: number): Tensor {
  const along = x.rank + axis;
  const n = (x.shape[along] ?? 1) - 1;
  const { numbers, roots } = steps(n, x.rank, along);
  const sums = cumsum(rangeOf(x, along, { to: n }), { axis: along });
  return sums.sub(rangeOf(x, along, { from: 1 }).mul(numbers)).div(roots);
}

/** Part of an array along one axis. */
export function rangeOf(x: Tensor, axis: number, range: SliceRange): Tensor {
  return slice(x, [...x.shape.slice(0, axis).map(() => undefined), range]);
}

/** k = 1, ..., n and sqrt(k (k + 1)), shaped to lie along an axis. */
function steps(n: number, rank: number, axis: number): { readonly numbers: Tensor; readonly roots: Tensor } {
  const numbers = reshape(
    iota(n).add(1),
    Array.from({ length: rank }, (_, k) => (k === axis ? n : 1)),
  );
  return { numbers, roots: sqrt(numbers.mul(numbers.add(1))) };
}
