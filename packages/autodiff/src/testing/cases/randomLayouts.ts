/** Random views, assemblies, indexing and running sums that give an array of a wanted shape. */

import { type Shape, sizeOf } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import * as ops from '../../ops/index.js';
import type { GraphMaker } from './randomGraphs.js';

type Layout = (maker: GraphMaker, shape: Shape, depth: number) => Tensor | undefined;

/** A random arrangement; two or three of them chained now and then. */
export function randomLayout(maker: GraphMaker, shape: Shape, depth: number): Tensor {
  for (;;) {
    const made = maker.pick(layouts)(maker, shape, depth);
    if (made) return made;
  }
}

/** Views over views, with nothing between them. */
function source(maker: GraphMaker, shape: Shape, depth: number): Tensor {
  const chained = maker.chance(0.35) ? maker.pick(views)(maker, shape, depth) : undefined;
  return chained ?? maker.make(shape, depth);
}

const transposed: Layout = (maker, shape, depth) => {
  const axes = shape.map((_, axis) => axis).sort(() => maker.rng.uniform() - 0.5);
  const from = new Array<number>(shape.length);
  axes.forEach((axis, k) => {
    from[axis] = shape[k]!;
  });
  return ops.transpose(source(maker, from, depth), axes);
};

/** Another shape of as many elements. */
const reshaped: Layout = (maker, shape, depth) => {
  let left = sizeOf(shape);
  if (left === 0) return undefined;
  const from: number[] = [];
  for (let k = maker.whole(4); k > 0 && left > 1; k--) {
    const divisors = [1, 2, 3, 4, 5, 7, 8].filter((n) => left % n === 0);
    const n = maker.pick(divisors);
    from.push(n);
    left /= n;
  }
  from.push(left);
  return ops.reshape(
    source(
      maker,
      from.sort(() => maker.rng.uniform() - 0.5),
      depth,
    ),
    shape,
  );
};

const flipped: Layout = (maker, shape, depth) => {
  const axes = shape.map((_, axis) => axis).filter(() => maker.chance(0.5));
  return ops.flip(source(maker, shape, depth), axes);
};

const sliced: Layout = (maker, shape, depth) => {
  const full: number[] = [];
  const ranges: ops.SliceRange[] = [];
  const index = (): void => {
    const n = 1 + maker.whole(4);
    full.push(n);
    ranges.push(maker.whole(n) - (maker.chance(0.3) ? n : 0));
  };
  for (const n of shape) {
    if (maker.chance(0.2)) index();
    const step = maker.pick([1, 1, 2, 3]);
    const before = maker.whole(3);
    const size = Math.max(before, before + (n - 1) * step + 1 + maker.whole(3));
    full.push(size);
    const last = before + (n - 1) * step;
    if (n === 0) ranges.push({ from: before, to: before });
    else if (maker.chance(0.6)) ranges.push({ from: before, to: last + 1, step });
    else ranges.push(before === 0 ? { from: last, step: -step } : { from: last, to: before - 1, step: -step });
  }
  if (maker.chance(0.2)) index();
  return maker.fits(full) ? ops.slice(source(maker, full, depth), ranges) : undefined;
};

const broadcast: Layout = (maker, shape, depth) => ops.broadcastTo(source(maker, maker.smaller(shape), depth), shape);

const squeezed: Layout = (maker, shape, depth) => {
  const at = maker.whole(shape.length + 1);
  return ops.squeeze(source(maker, [...shape.slice(0, at), 1, ...shape.slice(at)], depth), at);
};

const diagonal: Layout = (maker, shape, depth) => {
  const n = shape.at(-1);
  if (n === undefined) return undefined;
  const offset = maker.whole(5) - 2;
  const full = [...shape.slice(0, -1), n + Math.max(0, -offset), n + Math.max(0, offset)];
  return maker.fits(full) && n > 0 ? ops.diagonal(source(maker, full, depth), offset) : undefined;
};

const views: readonly Layout[] = [transposed, reshaped, flipped, sliced, broadcast, squeezed, diagonal];

const joined: Layout = (maker, shape, depth) => {
  if (shape.length === 0) return undefined;
  const axis = maker.whole(shape.length);
  const parts: Tensor[] = [];
  let left = shape[axis]!;
  for (let k = 1 + maker.whole(maker.chance(0.2) ? 9 : 3); k > 0; k--) {
    const n = k === 1 ? left : maker.whole(left + 1);
    left -= n;
    parts.push(
      maker.make(
        shape.map((m, d) => (d === axis ? n : m)),
        depth - (k > 3 ? 1 : 0),
      ),
    );
  }
  return ops.concat(parts, axis);
};

const stacked: Layout = (maker, shape, depth) => {
  const axis = shape.findIndex((n) => n > 0 && n <= 5);
  if (axis < 0) return undefined;
  const rest = shape.filter((_, d) => d !== axis);
  return ops.stack(
    Array.from({ length: shape[axis]! }, () => maker.make(rest, depth)),
    axis,
  );
};

const padded: Layout = (maker, shape, depth) => {
  const before = shape.map((n) => maker.whole(Math.min(3, n + 1)));
  const after = shape.map((n, axis) => maker.whole(Math.min(3, n - before[axis]! + 1)));
  return ops.pad(
    maker.make(
      shape.map((n, axis) => n - before[axis]! - after[axis]!),
      depth,
    ),
    before,
    after,
  );
};

const onDiagonal: Layout = (maker, shape, depth) => {
  const n = shape.at(-1);
  if (n === undefined || shape.length < 2 || shape.at(-2) !== n) return undefined;
  return ops.diagonalMatrix(maker.make(shape.slice(0, -1), depth));
};

const triangle: Layout = (maker, shape, depth) => {
  if (shape.length < 2) return undefined;
  return maker.pick([ops.tril, ops.triu])(source(maker, shape, depth), maker.whole(3) - 1);
};

const gathered: Layout = (maker, shape, depth) => {
  const from = maker.whole(shape.length + 1);
  const to = from + maker.whole(Math.min(3, shape.length - from + 1));
  const size = 1 + maker.whole(9);
  const table = [...shape.slice(0, from), size, ...shape.slice(to)];
  if (!maker.fits(table)) return undefined;
  return ops.gather(maker.make(table, depth), maker.indices(shape.slice(from, to), size, depth - 1), { axis: from });
};

const scattered: Layout = (maker, shape, depth) => {
  const axis = shape.findIndex((n) => n > 0);
  if (axis < 0) return undefined;
  const indexShape = maker.shape(maker.whole(3), Math.floor(maker.largest / Math.max(1, sizeOf(shape))));
  const full = [...shape.slice(0, axis), ...indexShape, ...shape.slice(axis + 1)];
  if (!maker.fits(full)) return undefined;
  const size = shape[axis]!;
  const sums = ops.scatterAdd(maker.make(full, depth), maker.indices(indexShape, size, depth - 1), { axis, size });
  return ops.mul(1 / Math.max(1, sizeOf(indexShape) / size), sums);
};

const accumulated: Layout = (maker, shape, depth) => {
  if (shape.length === 0) return undefined;
  const axis = maker.whole(shape.length);
  return ops.mul(
    1 / Math.max(1, shape[axis]!),
    ops.cumsum(maker.make(shape, depth), { axis, reverse: maker.chance(0.5) }),
  );
};

const chosen: Layout = (maker, shape, depth) => {
  const n = 2 + maker.whole(4);
  const full = [...shape, n];
  if (!maker.fits(full)) return undefined;
  const x = maker.make(full, depth);
  const spread = ops.add(
    x,
    Array.from({ length: n }, (_, i) => 0.0413 * i),
  );
  return ops.mul(1 / n, ops.cast(maker.pick([ops.argMax, ops.argMin])(spread), 'float64'));
};

const layouts: readonly Layout[] = [
  ...views,
  joined,
  joined,
  stacked,
  padded,
  onDiagonal,
  triangle,
  gathered,
  gathered,
  scattered,
  accumulated,
  chosen,
];
