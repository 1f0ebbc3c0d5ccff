/**
 * Random graphs of every kind of op: drawn from the outputs down, so that shapes always fit, with parts that are shared, and
 * leaves of all binding times. Functions are smooth or step at places that values do not meet, and stay moderate.
 */

import type { Rng } from '@credence/numerics';
import { constant, data, iota, parameter } from '../../graph/literal.js';
import { type Shape, sizeOf } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import * as ops from '../../ops/index.js';
import { randomLayout } from './randomLayouts.js';
import { randomLinear } from './randomLinear.js';

/** A density, other outputs, and the inputs they are made of. */
export interface RandomGraph {
  readonly parameters: readonly Tensor[];
  readonly data: readonly Tensor[];
  readonly density: Tensor;
  readonly outputs: readonly Tensor[];
  /** By name of int32 data: every value is below this. */
  readonly indexSizes: ReadonlyMap<string, number>;
}

export interface RandomGraphOptions {
  /** Nodes are drawn to about this depth. */
  readonly depth: number;
  /** No array has more elements than this. */
  readonly largest: number;
}

/** Sizes around those at which code changes: empty, single, the two lanes and their tails, unrolled rounds and tiles. */
const SIZES = [1, 1, 2, 2, 3, 3, 4, 5, 6, 7, 8, 9, 11, 13, 15, 16, 17, 31, 33, 64, 65];

export class GraphMaker {
  readonly parameters: Tensor[] = [];
  readonly data: Tensor[] = [];
  readonly indexSizes = new Map<string, number>();
  /** What may be used again, by shape. */
  readonly #pool = new Map<string, Tensor[]>();
  #room = 400;

  constructor(
    readonly rng: Rng,
    readonly largest: number,
  ) {}

  whole(n: number): number {
    return Math.floor(this.rng.uniform() * n);
  }

  pick<T>(from: readonly T[]): T {
    return from[this.whole(from.length)]!;
  }

  chance(probability: number): boolean {
    return this.rng.uniform() < probability;
  }

  size(largest = this.largest): number {
    if (this.chance(0.01)) return 0;
    const n = this.pick(SIZES);
    return n <= largest ? n : 1 + this.whole(Math.max(1, largest));
  }

  shape(rank = this.pick([0, 1, 1, 1, 2, 2, 2, 3, 3, 4]), largest = this.largest): number[] {
    const shape: number[] = [];
    for (let axis = 0; axis < rank; axis++) {
      shape.push(this.size(Math.floor(largest / Math.max(1, sizeOf(shape)))));
    }
    return shape.sort(() => this.rng.uniform() - 0.5);
  }

  fits(shape: Shape): boolean {
    return sizeOf(shape) <= this.largest;
  }

  /** A float64 tensor of a shape, with values within about (-3, 3). */
  make(shape: Shape, depth: number): Tensor {
    const known = this.#pool.get(shape.join()) ?? [];
    if (known.length > 0 && this.chance(0.25)) return this.pick(known);
    const made = depth <= 0 || this.#room-- <= 0 ? this.leaf(shape) : this.#node(shape, depth - 1);
    this.#pool.set(shape.join(), [...known, made]);
    return made;
  }

  leaf(shape: Shape): Tensor {
    const from = this.chance(0.25) ? this.smaller(shape) : shape;
    const made = this.#input(from);
    return from === shape ? made : ops.broadcastTo(made, shape);
  }

  #input(shape: Shape): Tensor {
    const kind = this.rng.uniform();
    if (kind < 0.45) {
      const known = this.parameters.filter((node) => node.shape.join() === shape.join());
      if (known.length > 0 && this.chance(0.5)) return this.pick(known);
      this.parameters.push(parameter(`p${this.parameters.length}`, shape));
      return this.parameters.at(-1)!;
    }
    if (kind < 0.8) {
      const known = this.data.filter((node) => node.dtype === 'float64' && node.shape.join() === shape.join());
      if (known.length > 0 && this.chance(0.5)) return this.pick(known);
      this.data.push(data(`d${this.data.length}`, shape));
      return this.data.at(-1)!;
    }
    if (kind < 0.86 && shape.length > 0)
      return ops.mul(0.37 / Math.max(1, shape.at(-1)!), iota(shape.at(-1)!)).broadcastTo(shape);
    const values = Float64Array.from({ length: sizeOf(shape) }, () => this.number());
    return ops.reshape(constant(values), shape);
  }

  number(): number {
    return this.chance(0.1) ? this.pick([0, 1, -1, 2, 0.5]) : (this.rng.uniform() - 0.5) * 4;
  }

  /** A shape that broadcasts to another one. */
  smaller(shape: Shape): number[] {
    const cut = this.chance(0.5) ? this.whole(shape.length + 1) : 0;
    return shape.slice(cut).map((n) => (this.chance(0.3) ? 1 : n));
  }

  /** Shapes that together broadcast to one. */
  operands(shape: Shape, count: number): Shape[] {
    if (this.chance(0.5)) {
      return Array.from({ length: count }, (_, k) => (k === 0 || this.chance(0.5) ? shape : this.smaller(shape)));
    }
    const shapes = Array.from({ length: count }, () => this.smaller(shape));
    shapes[0] = shape.map((n, axis) => {
      const covered = shapes.slice(1).some((other) => {
        const at = axis - (shape.length - other.length);
        return at >= 0 && other[at] === n;
      });
      return covered && this.chance(0.7) ? 1 : n;
    });
    return shapes;
  }

  /** Whole numbers in [0, size): literals, data, or computed from anything. */
  indices(shape: Shape, size: number, depth: number): Tensor {
    const kind = this.rng.uniform();
    if (kind < 0.3) {
      const values = Float64Array.from({ length: sizeOf(shape) }, () => this.whole(size));
      return ops.reshape(constant(values, { dtype: 'int32' }), shape);
    }
    if (kind < 0.65) {
      const name = `i${this.data.length}`;
      this.data.push(data(name, shape, 'int32'));
      this.indexSizes.set(name, size);
      return this.data.at(-1)!;
    }
    if (kind < 0.75 && shape.length === 1 && shape[0]! <= size) return ops.flip(iota(shape[0]!));
    const share = ops.sigmoid(ops.mul(1.37, this.make(shape, depth)));
    return ops.cast(ops.clip(ops.floor(ops.mul(share, size)), 0, size - 1), 'int32');
  }

  condition(shape: Shape, depth: number): Tensor {
    const [a, b] = this.operands(shape, 2).map((part) => this.make(part, depth)) as [Tensor, Tensor];
    const first = this.pick([ops.less, ops.lessEqual, ops.greater, ops.notEqual])(a, ops.add(0.0123456789, b));
    if (this.chance(0.7)) return first;
    return this.pick([ops.logicalAnd, ops.logicalOr])(ops.logicalNot(first), ops.less(this.make(shape, 0), 0.34567891));
  }

  /** Values drawn together until they are moderate. */
  calm(x: Tensor): Tensor {
    return this.pick([ops.tanh, ops.sigmoid, ops.sin, (y: Tensor) => ops.clip(y, -1.2345, 1.4567), ops.atan])(x);
  }

  #node(shape: Shape, depth: number): Tensor {
    const kind = this.rng.uniform();
    if (kind < 0.13) return this.#unary(shape, depth);
    if (kind < 0.4) return this.#several(shape, depth);
    if (kind < 0.52) return this.#reduction(shape, depth);
    if (kind < 0.82) return randomLayout(this, shape, depth);
    if (kind < 0.93) return randomLinear(this, shape, depth);
    return this.calm(this.make(shape, depth));
  }

  #unary(shape: Shape, depth: number): Tensor {
    return this.pick(unary)(this.make(shape, depth));
  }

  #several(shape: Shape, depth: number): Tensor {
    const [a, b, c] = this.operands(shape, 3).map((part) => this.make(part, depth)) as [Tensor, Tensor, Tensor];
    const join = this.pick(binary)(a, b);
    if (this.chance(0.3))
      return this.pick(ternary)(join, c, this.condition(this.smaller(shape), depth - 1)).broadcastTo(shape);
    const both = ops.add(join, ops.mul(0.1, c));
    return both.broadcastTo(shape);
  }

  #reduction(shape: Shape, depth: number): Tensor {
    const keepDims = shape.includes(1) && this.chance(0.5);
    const full: number[] = [];
    const axes: number[] = [];
    const room = Math.max(1, Math.floor(this.largest / Math.max(1, sizeOf(shape))));
    let left = room;
    const insert = (): void => {
      axes.push(full.length);
      full.push(this.size(left));
      left = Math.max(1, Math.floor(left / Math.max(1, full.at(-1)!)));
    };
    shape.forEach((n) => {
      if (!keepDims && this.chance(0.35)) insert();
      if (keepDims && n === 1) insert();
      else full.push(n);
    });
    if (!keepDims && (axes.length === 0 || this.chance(0.3))) insert();
    const x = this.make(full, depth);
    const count = axes.reduce((product, axis) => product * full[axis]!, 1);
    const options = { axes, keepDims };
    const untied = ops.add(x, ops.mul(0.0371, ops.reshape(ops.cast(iota(x.size), 'float64'), full)));
    switch (this.whole(9)) {
      case 0:
        return ops.mean(ops.prod(ops.add(1, ops.mul(0.5 / Math.max(1, count), x)), { axes, keepDims: true }), options);
      case 1:
        return count > 0 ? this.calm(ops.max(untied, options)) : ops.sum(x, options);
      case 2:
        return count > 0 ? this.calm(ops.min(untied, options)) : ops.sum(x, options);
      case 3:
        return count > 0 ? ops.sub(ops.logSumExp(x, options), Math.log(count)) : ops.sum(x, options);
      case 4:
        return ops.where(
          this.pick([ops.any, ops.all])(ops.less(x, 0.7654321), options),
          this.make(shape, depth - 1),
          ops.mul(1 / Math.max(1, count), ops.sum(x, options)),
        );
      case 5:
        return ops.mul(1 / Math.max(1, count), ops.sum(ops.square(x), options));
      default:
        return ops.mul(1 / Math.max(1, count), ops.sum(x, options));
    }
  }
}

const unary: readonly ((x: Tensor) => Tensor)[] = [
  ops.neg,
  ops.sigmoid,
  ops.softplus,
  ops.logSigmoid,
  ops.tanh,
  ops.sin,
  ops.cos,
  ops.atan,
  ops.erf,
  ops.normalCdf,
  ops.abs,
  ops.sign,
  (x) => ops.floor(ops.mul(1.7, x)),
  (x) => ops.exp(ops.neg(ops.square(x))),
  (x) => ops.log1p(ops.square(x)),
  (x) => ops.sqrt(ops.add(1, ops.square(x))),
  (x) => ops.log(ops.add(0.5, ops.abs(x))),
  (x) => ops.expm1(ops.tanh(x)),
  (x) => ops.lgamma(ops.add(1.5, ops.sigmoid(x))),
  (x) => ops.digamma(ops.add(1.5, ops.square(x))),
  (x) => ops.reciprocal(ops.add(1.5, ops.softplus(x))),
  (x) => ops.log1mexp(ops.neg(ops.add(0.2, ops.softplus(x)))),
  (x) => ops.logNormalCdf(x),
  (x) => ops.where(ops.greater(x, 0.1234567), ops.log(x), ops.mul(0.5, x)),
  (x) => ops.where(ops.less(x, 0.2345678), ops.sin(x), ops.sqrt(x)),
  (x) => ops.where(ops.equal(x, 17), ops.div(x, 0), x),
];

const binary: readonly ((a: Tensor, b: Tensor) => Tensor)[] = [
  ops.add,
  ops.add,
  ops.sub,
  (a, b) => ops.mul(0.5, ops.mul(a, b)),
  ops.mul,
  (a, b) => ops.div(a, ops.add(1.5, ops.square(b))),
  (a, b) => ops.minimum(a, ops.add(0.0234567, b)),
  (a, b) => ops.maximum(ops.add(0.0345678, a), b),
  (a, b) => ops.pow(ops.add(0.5, ops.softplus(a)), ops.tanh(b)),
  (a, b) => ops.atan2(a, ops.add(1.1, ops.square(b))),
  ops.logAddExp,
  (a, b) => ops.xlogy(ops.sigmoid(a), ops.add(0.3, ops.softplus(b))),
  (a, b) => ops.square(ops.div(ops.sub(a, b), ops.add(1.5, ops.softplus(b)))),
];

const ternary: readonly ((a: Tensor, b: Tensor, condition: Tensor) => Tensor)[] = [
  (a, b, condition) => ops.where(condition, a, b),
  (a, b, condition) => ops.where(condition, a, ops.mul(0.5, b)),
  (a, b) => ops.clip(a, ops.sub(-0.5, ops.softplus(b)), 0.7),
  (a, b, condition) => ops.add(ops.mul(a, condition), b),
];

/** A random density with other outputs. */
export function randomGraph(rng: Rng, { depth, largest }: RandomGraphOptions): RandomGraph {
  const maker = new GraphMaker(rng, largest);
  const outputs = Array.from({ length: 1 + maker.whole(3) }, () => maker.make(maker.shape(), depth));
  const terms = outputs.map((output) => ops.mul(1 / Math.max(1, output.size), ops.sum(output)));
  const density = terms.reduce((total, term) => ops.add(total, term), maker.make([], Math.min(depth, 3)));
  const inners = maker.chance(0.3) ? [ops.less(outputs[0]!, 0.3), ops.cast(ops.floor(outputs[0]!), 'int32')] : [];
  return {
    parameters: maker.parameters,
    data: maker.data,
    density,
    outputs: [...outputs, ...inners],
    indexSizes: maker.indexSizes,
  };
}
