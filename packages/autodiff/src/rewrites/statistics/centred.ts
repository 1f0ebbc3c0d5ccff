/** Moments of data about their centre, worked out once per data set, and sums of squares from them. */

import { toTensor } from '../../graph/literal.js';
import type { Shape } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import { abs, add, mul, reciprocal, square, sub } from '../../ops/arithmetic.js';
import { equal } from '../../ops/comparison.js';
import { gather, scatterAdd } from '../../ops/indexing.js';
import { broadcastTo } from '../../ops/layout.js';
import { sum } from '../../ops/reduction.js';
import { expand, reinterpret } from '../../ops/view.js';
import { where } from '../../ops/where.js';

/** Adds up values of the data, [N] or any shape: over axes, or within groups. */
interface Sums {
  readonly total: (values: Tensor) => Tensor;
  /** A sum of each element's own axes or group, beside the elements. */
  readonly beside: (sums: Tensor) => Tensor;
}

/**
 * sum of w (y + m)^2, for data y and w and a parameter m that is the same for all that are summed together.
 *
 * With any centre c and e = y - c, d = m + c it is d (W d + 2 E1) + E2, from W = sum w, E1 = sum w e, E2 = sum w e^2. With the
 * mean for c, E1 is what rounding left of it, so that no digits are lost, whatever the data's offset. It holds for weights of
 * any sign, for none, and for no data.
 */
function squares(
  y: Tensor,
  weights: Tensor | undefined,
  m: Tensor,
  { total, beside }: Sums,
): readonly [Tensor, Tensor] {
  const w = weights ?? toTensor(1);
  const size = total(abs(w));
  const centre = mul(total(mul(abs(w), y)), reciprocal(where(equal(size, 0), 1, size)));
  const e = sub(y, beside(centre));
  const d = add(m, centre);
  return [mul(d, add(mul(total(w), d), mul(2, total(mul(w, e))))), mul(w, square(e))];
}

/** sum over the axes of w (y + m)^2, with m constant along them. */
export function squaresAbout(
  y: Tensor,
  m: Tensor,
  {
    weights,
    shape,
    axes,
  }: { readonly weights: Tensor | undefined; readonly shape: Shape; readonly axes: readonly number[] },
): Tensor {
  const drop = (x: Tensor): Tensor => {
    const shift = shape.length - x.rank;
    return reinterpret(
      x,
      x.shape.filter((_, axis) => !axes.includes(axis + shift)),
    );
  };
  const kept = shape.map((n, axis) => (axes.includes(axis) ? 1 : n));
  const total = (values: Tensor) => sum(broadcastTo(values, shape), { axes });
  const [moving, still] = squares(y, weights, drop(m), { total, beside: (sums) => reinterpret(sums, kept) });
  return add(moving, total(still));
}

/** sum of w (y + table[group])^2 over all data; y and w are [N]. Groups may be empty. */
export function squaresAboutGroups(
  y: Tensor,
  table: Tensor,
  { weights, indices }: { readonly weights: Tensor | undefined; readonly indices: Tensor },
): Tensor {
  const total = (values: Tensor) => scatterAdd(expand(values, indices.shape), indices, { size: table.size });
  const [moving, still] = squares(y, weights, table, { total, beside: (sums) => gather(sums, indices) });
  return add(sum(moving), sum(still));
}
