/**
 * Affine maps as calls on TensorFlow.js: reshapes (free), slices, reversals, transposes and tiles where the map is made
 * of these, else one gather by places that are computed once.
 */

import { walk } from '../../graph/indexSpace.js';
import type { AffineMap } from '../../graph/op.js';
import { contiguousStrides, type Shape, sameShape, sizeOf } from '../../graph/shape.js';
import type { TfjsCore, TfjsTensor } from './core.js';

/** One call. */
export type Move =
  | { readonly kind: 'reshape'; readonly shape: Shape }
  | { readonly kind: 'slice'; readonly begin: Shape; readonly end: Shape; readonly steps: Shape }
  | { readonly kind: 'reverse'; readonly axes: Shape }
  | { readonly kind: 'transpose'; readonly permutation: Shape }
  | { readonly kind: 'tile'; readonly repeats: Shape }
  /** From the flat input. */
  | { readonly kind: 'gather'; readonly places: Int32Array };

/** An axis of the output that moves through the input's storage. */
interface Axis {
  readonly size: number;
  /** Storage step, positive: reversals are set apart. */
  readonly stride: number;
}

/** The calls that read an input of shape `from` through a map into a shape without empty axes. */
export function movesOf(map: AffineMap, from: Shape, to: Shape): Move[] {
  const moving = to.flatMap((size, axis) => (size > 1 && map.strides[axis] !== 0 ? [axis] : []));
  const order = [...moving].sort((a, b) => Math.abs(map.strides[b]!) - Math.abs(map.strides[a]!));
  const flipped = moving.filter((axis) => map.strides[axis]! < 0);
  const offset = flipped.reduce((total, axis) => total + map.strides[axis]! * (to[axis]! - 1), map.offset);
  const axes = order.map((axis) => ({ size: to[axis]!, stride: Math.abs(map.strides[axis]!) }));
  const taken = take(axes, offset, from);
  if (!taken)
    return [
      { kind: 'gather', places: placesOf(map, to) },
      { kind: 'reshape', shape: to },
    ];
  const sizes = axes.map(({ size }) => size);
  const moves: Move[] = [...taken, { kind: 'reshape', shape: sizes }];
  if (flipped.length > 0) {
    moves.push({ kind: 'reverse', axes: flipped.map((axis) => order.indexOf(axis)).sort((a, b) => a - b) });
  }
  moves.push({ kind: 'transpose', permutation: moving.map((axis) => order.indexOf(axis)) });
  moves.push({ kind: 'reshape', shape: to.map((size, axis) => (moving.includes(axis) ? size : 1)) });
  moves.push({ kind: 'tile', repeats: to.map((size, axis) => (moving.includes(axis) ? 1 : size)) });
  return withoutIdle(moves, from);
}

/** The elements that axes (by falling stride) pass through, in storage order; undefined where no slice gives them. */
function take(axes: readonly Axis[], offset: number, from: Shape): Move[] | undefined {
  const size = sizeOf(from);
  const isAll =
    offset === 0 && sizeOf(axes.map((axis) => axis.size)) === size && sameShape(contiguous(axes), strides(axes));
  if (isAll) return [];
  const merged = merge(axes);
  return slice(axes, offset, from) ?? slice(merged, offset, from) ?? slice(merged, offset, [size]);
}

function contiguous(axes: readonly Axis[]): number[] {
  return contiguousStrides(axes.map(({ size }) => size));
}

function strides(axes: readonly Axis[]): number[] {
  return axes.map(({ stride }) => stride);
}

/** Neighbouring axes that move as one. */
function merge(axes: readonly Axis[]): Axis[] {
  const merged: Axis[] = [];
  for (const axis of axes) {
    const outer = merged.at(-1);
    if (outer && outer.stride === axis.stride * axis.size) {
      merged[merged.length - 1] = { size: outer.size * axis.size, stride: axis.stride };
    } else merged.push(axis);
  }
  return merged;
}

/** A slice of an array of a shape that passes through the axes, each along one of its own. */
function slice(axes: readonly Axis[], offset: number, shape: Shape): Move[] | undefined {
  const own = contiguousStrides(shape);
  let rest = offset;
  const begin = shape.map((_, k) => {
    const place = Math.floor(rest / own[k]!);
    rest -= place * own[k]!;
    return place;
  });
  if (begin.some((place, k) => place >= shape[k]!)) return undefined;
  const end = begin.map((place) => place + 1);
  const steps = shape.map(() => 1);
  let free = 0;
  for (const { size, stride } of axes) {
    const fits = (k: number): boolean => {
      const step = stride / own[k]!;
      return Number.isInteger(step) && begin[k]! + (size - 1) * step < shape[k]!;
    };
    while (free < shape.length && !fits(free)) free++;
    if (free === shape.length) return undefined;
    steps[free] = stride / own[free]!;
    end[free] = begin[free]! + (size - 1) * steps[free]! + 1;
    free++;
  }
  return [
    { kind: 'reshape', shape },
    { kind: 'slice', begin, end, steps },
  ];
}

function placesOf(map: AffineMap, shape: Shape): Int32Array {
  const places = new Int32Array(sizeOf(shape));
  walk(shape, [map], (flat, [place]) => {
    places[flat] = place!;
  });
  return places;
}

/** The moves without those that change nothing. */
function withoutIdle(moves: readonly Move[], from: Shape): Move[] {
  const kept: Move[] = [];
  let shape = from;
  for (const move of moves) {
    const next = shapeAfter(move, shape);
    const isIdle =
      move.kind === 'transpose'
        ? move.permutation.every((axis, k) => axis === k)
        : move.kind !== 'reverse' && sameShape(next, shape);
    if (!isIdle) {
      if (move.kind === 'reshape' && kept.at(-1)?.kind === 'reshape') kept.pop();
      kept.push(move);
    }
    shape = next;
  }
  return kept;
}

function shapeAfter(move: Move, shape: Shape): Shape {
  switch (move.kind) {
    case 'reshape':
      return move.shape;
    case 'slice':
      return move.begin.map((begin, k) => Math.floor((move.end[k]! - begin - 1) / move.steps[k]!) + 1);
    case 'reverse':
      return shape;
    case 'transpose':
      return move.permutation.map((axis) => shape[axis]!);
    case 'tile':
      return shape.map((size, axis) => size * move.repeats[axis]!);
    case 'gather':
      return [move.places.length];
  }
}

/** Kernels that a backend needs for moves. */
export function kernelsOfMoves(moves: readonly Move[]): string[] {
  return moves.map(kernelOf);
}

function kernelOf(move: Move): string {
  switch (move.kind) {
    case 'reshape':
      return 'Reshape';
    case 'slice':
      return move.steps.every((step) => step === 1) ? 'Slice' : 'StridedSlice';
    case 'reverse':
      return 'Reverse';
    case 'transpose':
      return 'Transpose';
    case 'tile':
      return 'Tile';
    case 'gather':
      return 'GatherV2';
  }
}

/** Makes the calls. `places` are the indices of each gather, by move. */
export function applyMoves(
  tf: TfjsCore,
  x: TfjsTensor,
  moves: readonly Move[],
  places: (move: Move & { readonly kind: 'gather' }) => TfjsTensor,
): TfjsTensor {
  let at = x;
  for (const move of moves) {
    switch (move.kind) {
      case 'reshape':
        at = tf.reshape(at, [...move.shape]);
        break;
      case 'slice':
        at = move.steps.every((step) => step === 1)
          ? tf.slice(
              at,
              [...move.begin],
              move.end.map((end, k) => end - move.begin[k]!),
            )
          : tf.stridedSlice(at, [...move.begin], [...move.end], [...move.steps]);
        break;
      case 'reverse':
        at = tf.reverse(at, [...move.axes]);
        break;
      case 'transpose':
        at = tf.transpose(at, [...move.permutation]);
        break;
      case 'tile':
        at = tf.tile(at, [...move.repeats]);
        break;
      case 'gather':
        at = tf.gather(tf.reshape(at, [-1]), places(move), 0);
        break;
    }
  }
  return at;
}
