/**
 * Assemblies as calls on TensorFlow.js: a pad where there is one part, a concat where parts stand side by side, else one
 * gather from all parts and a zero.
 */

import { walk } from '../../graph/indexSpace.js';
import type { AffineMap } from '../../graph/op.js';
import { contiguousStrides, type Shape, sizeOf } from '../../graph/shape.js';

/** How an assembly is made; parts are named by the number of the input. */
export type Assembly =
  /** Zeros around one part that is first given a shape. */
  | { readonly kind: 'pad'; readonly part: number; readonly shape: Shape; readonly paddings: readonly Pair[] }
  /** Parts, given shapes, along one axis. */
  | {
      readonly kind: 'concat';
      readonly axis: number;
      readonly parts: readonly { readonly part: number; readonly shape: Shape }[];
    }
  /** From the flat parts one after another and a last 0. */
  | { readonly kind: 'gather'; readonly places: Int32Array };
export type Pair = readonly [before: number, after: number];

/** A part that fills a block of the output in its own order. */
interface Box {
  readonly part: number;
  readonly begin: Shape;
  readonly size: Shape;
}

/** How parts of shapes `from` are put into an output without empty axes. */
export function assemblyOf(placements: readonly AffineMap[], from: readonly Shape[], to: Shape): Assembly {
  const parts = placements.flatMap((placement, part) =>
    sizeOf(from[part]!) === 0 ? [] : [{ part, placement, shape: from[part]! }],
  );
  const boxes = parts.map(({ part, placement, shape }) => boxOf(part, placement, shape, to));
  const whole = boxes.flatMap((box) => box ?? []);
  if (whole.length === boxes.length) {
    const [only] = whole;
    if (only && whole.length === 1) {
      const paddings = to.map((n, k): Pair => [only.begin[k]!, n - only.begin[k]! - only.size[k]!]);
      return { kind: 'pad', part: only.part, shape: only.size, paddings };
    }
    const axis = commonAxis(whole, to);
    if (axis !== undefined) {
      const sorted = [...whole].sort((a, b) => a.begin[axis]! - b.begin[axis]!);
      return { kind: 'concat', axis, parts: sorted.map(({ part, size }) => ({ part, shape: size })) };
    }
  }
  return { kind: 'gather', places: sourcesOf(placements, from, to) };
}

/** The block that a placement fills, if each of its axes runs along one of the output's. */
function boxOf(part: number, placement: AffineMap, shape: Shape, to: Shape): Box | undefined {
  const own = contiguousStrides(to);
  let rest = placement.offset;
  const begin = to.map((_, k) => {
    const place = Math.floor(rest / own[k]!);
    rest -= place * own[k]!;
    return place;
  });
  const size = to.map(() => 1);
  let free = 0;
  for (let axis = 0; axis < shape.length; axis++) {
    const n = shape[axis]!;
    if (n === 1) continue;
    while (free < to.length && (own[free] !== placement.strides[axis] || to[free] === 1)) free++;
    if (free === to.length || begin[free]! + n > to[free]!) return undefined;
    size[free++] = n;
  }
  return { part, begin, size };
}

/** The axis along which boxes fill the output one after another. */
function commonAxis(boxes: readonly Box[], to: Shape): number | undefined {
  return to
    .map((_, axis) => axis)
    .find((axis) => {
      if (boxes.some(({ size }) => size.some((n, k) => k !== axis && n !== to[k]))) return false;
      let next = 0;
      for (const { begin, size } of [...boxes].sort((a, b) => a.begin[axis]! - b.begin[axis]!)) {
        if (begin[axis] !== next) return false;
        next += size[axis]!;
      }
      return next === to[axis];
    });
}

function sourcesOf(placements: readonly AffineMap[], from: readonly Shape[], to: Shape): Int32Array {
  const total = from.reduce((sum, shape) => sum + sizeOf(shape), 0);
  const sources = new Int32Array(sizeOf(to)).fill(total);
  let start = 0;
  placements.forEach((placement, part) => {
    walk(from[part]!, [placement], (flat, [place]) => {
      sources[place!] = start + flat;
    });
    start += sizeOf(from[part]!);
  });
  return sources;
}
