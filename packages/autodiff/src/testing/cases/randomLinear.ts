/** Random products, factors, solves and scans that give an array of a wanted shape. */

import { constant } from '../../graph/literal.js';
import { type Shape, sizeOf } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import * as ops from '../../ops/index.js';
import type { GraphMaker } from './randomGraphs.js';

/** Inner sizes of factors: matrices grow as squares. */
const MATRIX_SIZES = [1, 2, 3, 4, 5, 7, 8, 9, 13, 16, 17];

export function randomLinear(maker: GraphMaker, shape: Shape, depth: number): Tensor {
  for (;;) {
    const made = maker.pick(shape.length === 0 ? numbers : arrays)(maker, shape, depth);
    if (made) return made;
  }
}

type Make = (maker: GraphMaker, shape: Shape, depth: number) => Tensor | undefined;

function maybeTransposed(maker: GraphMaker, shape: Shape, depth: number): Tensor {
  if (shape.length < 2 || maker.chance(0.6)) return maker.make(shape, depth);
  const from = [...shape.slice(0, -2), shape.at(-1)!, shape.at(-2)!];
  return ops.matrixTranspose(maker.make(from, depth));
}

function batch(maker: GraphMaker, shape: Shape): number[] {
  return maker.chance(0.6) ? [...shape] : maker.smaller(shape);
}

const product: Make = (maker, shape, depth) => {
  const k = maker.size(Math.max(1, Math.floor(maker.largest / Math.max(1, sizeOf(shape)))));
  const scale = 1 / Math.max(1, k);
  const [n, m] = [shape.at(-2), shape.at(-1)!];
  const vectors = maker.whole(3);
  if (n === undefined && vectors > 0) {
    return ops.mul(scale, ops.matMul(maker.make([k], depth), maybeTransposed(maker, [k, m], depth)));
  }
  if (vectors === 0 || n === undefined) {
    const left = [...shape, k];
    if (!maker.fits(left)) return undefined;
    return ops.mul(scale, ops.matMul(maybeTransposed(maker, left, depth), maker.make([k], depth)));
  }
  if (vectors === 1) {
    const right = [...shape.slice(0, -1), k, m];
    if (!maker.fits(right)) return undefined;
    return ops.mul(scale, ops.matMul(maker.make([k], depth), maybeTransposed(maker, right, depth)));
  }
  const outer = shape.slice(0, -2);
  const [left, right] = [batch(maker, outer), maker.chance(0.5) ? outer : []];
  const full = left.length >= outer.length && left.every((size, axis) => size === outer[axis]);
  const a = [...left, n, k];
  const b = [...(full ? right : outer), k, m];
  if (!maker.fits(a) || !maker.fits(b)) return undefined;
  return ops.mul(scale, ops.matMul(maybeTransposed(maker, a, depth), maybeTransposed(maker, b, depth)));
};

function eye(n: number, value: number): Tensor {
  return constant(Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? value : 0))));
}

/** M M' / k + 2 I */
function definite(maker: GraphMaker, outer: Shape, n: number, depth: number): Tensor {
  const m = ops.tanh(maker.make([...outer, n, n], depth));
  return ops.add(ops.mul(1 / n, ops.matMul(m, ops.matrixTranspose(m))), eye(n, 2));
}

const factor: Make = (maker, shape, depth) => {
  const n = shape.at(-1)!;
  if (shape.length < 2 || shape.at(-2) !== n || n === 0) return undefined;
  const l = ops.cholesky(definite(maker, shape.slice(0, -2), n, depth));
  return maker.chance(0.5) ? l : ops.choleskyInverse(l);
};

const solve: Make = (maker, shape, depth) => {
  const isVector = shape.length === 1 || maker.chance(0.2);
  const [outer, n] = isVector ? [shape.slice(0, -1), shape.at(-1)!] : [shape.slice(0, -2), shape.at(-2)!];
  if (n === 0 || n > 33 || !maker.fits([...outer, n, n])) return undefined;
  const own = isVector ? outer : batch(maker, outer);
  const triangle = ops.add(ops.mul(0.5 / n, ops.tanh(maker.make([...own, n, n], depth))), eye(n, 1.5));
  const t = maker.chance(0.3) ? ops.cholesky(definite(maker, own, n, depth - 1)) : triangle;
  const options = { lower: t.op.name === 'cholesky' || maker.chance(0.5), transposed: maker.chance(0.5) };
  return ops.triangularSolve(t, maker.make(isVector ? [n] : shape, depth), options);
};

/** log det and quadratic form through one factor, as in a normal density. */
const normal: Make = (maker, _, depth) => {
  const n = maker.pick(MATRIX_SIZES);
  if (!maker.fits([n, n])) return undefined;
  const l = ops.cholesky(definite(maker, [], n, depth));
  const z = ops.triangularSolve(l, maker.make([n], depth));
  return ops.mul(-0.5 / n, ops.add(ops.sum(ops.square(z)), ops.logDeterminant(l)));
};

const dot: Make = (maker, _, depth) => {
  const n = maker.size();
  return ops.mul(1 / Math.max(1, n), ops.dot(maker.make([n], depth), maker.make([n], depth)));
};

/** A loop with up to three carried states, some sequences, arrays from around it, and perhaps a loop inside. */
function loop(maker: GraphMaker, shape: Shape, length: number, depth: number) {
  const initial = [maker.make(shape, depth), ...(maker.chance(0.5) ? [maker.make([], depth)] : [])];
  const sequences = [
    ...(maker.chance(0.7) ? [maker.make([length, ...shape], depth)] : []),
    ...(maker.chance(0.4) ? [maker.make([length], depth)] : []),
  ];
  const around = maker.make(maker.smaller(shape), depth);
  const nested = maker.chance(0.25) && depth > 0;
  const weights = maker.chance(0.3) && shape.length === 1 && maker.fits([shape[0]!, shape[0]!]);
  const matrix = weights ? maker.make([shape[0]!, shape[0]!], depth - 1) : undefined;
  const options = { initial, sequences, length, reverse: maker.chance(0.5) };
  return ops.scan(options, (carries, slices) => {
    const [state, total] = carries as [Tensor, Tensor | undefined];
    const input = slices.reduce<Tensor>((sum, slice) => ops.add(sum, ops.mul(0.3, slice)), ops.mul(0.2, around));
    const moved = matrix
      ? ops.mul(1 / Math.max(1, shape[0]!), ops.matMul(matrix, state))
      : ops.mul(0.4, ops.tanh(state));
    const inner = nested
      ? ops.scan({ initial: [state], length: 2 }, ([x]) => ({
          carries: [
            ops.add(ops.mul(0.5, ops.sin(x!)), ops.mul(0.1, ops.add(input, total ?? around))).broadcastTo(shape),
          ],
        })).final[0]!
      : state;
    const next = ops.add(ops.add(moved, input), ops.mul(0.1, inner)).broadcastTo(shape);
    const mean = ops.mul(1 / Math.max(1, sizeOf(shape)), ops.sum(next));
    return {
      carries: [next, ...(total ? [ops.add(ops.mul(0.5, total), mean)] : [])],
      outputs: [ops.add(ops.cos(next), total ?? 0).broadcastTo(shape)],
    };
  });
}

const finalState: Make = (maker, shape, depth) => {
  const length = 1 + maker.whole(5);
  if (!maker.fits([length, ...shape])) return undefined;
  const { final, outputs } = loop(maker, shape, length, depth);
  return maker.chance(0.5) ? final[0]! : ops.sum(outputs[0]!, { axes: 0 });
};

const history: Make = (maker, shape, depth) => {
  const { histories, outputs } = loop(maker, shape.slice(1), shape[0]!, depth);
  return maker.chance(0.5) ? histories[0]! : outputs[0]!;
};

const numbers: readonly Make[] = [normal, normal, dot, finalState];
const arrays: readonly Make[] = [product, product, factor, solve, finalState, history];
