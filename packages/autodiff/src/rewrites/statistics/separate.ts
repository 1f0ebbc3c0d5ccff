/**
 * A tensor as data plus parameters times data, along some axes: the form in which sums over those axes need only a few
 * numbers of the data. It is proved from the ops on the way; what does not have it is refused with a reason.
 */

import { type Shape, sizeOf } from '../../graph/shape.js';
import { Tensor } from '../../graph/tensor.js';
import { topologicalOrder } from '../../graph/traverse.js';
import { add, mul, neg, reciprocal } from '../../ops/arithmetic.js';
import { matrixTranspose, reshape } from '../../ops/layout.js';
import { expand, isReshape } from '../../ops/view.js';
import { constantAlong } from '../query.js';

/** A parameter that is constant along the axes, times values of data. */
export interface Column {
  readonly coefficient: Tensor;
  readonly values: Tensor;
}

/** Elements of a vector of parameters, [J], chosen by data of [N], times values of data. */
export interface Gathered {
  readonly table: Tensor;
  readonly indices: Tensor;
  readonly values: Tensor | undefined;
}

/** A matrix of data, [N, K], times a vector of parameters, [K]. */
export interface Product {
  readonly matrix: Tensor;
  readonly vector: Tensor;
}

/** The sum of all these is the tensor. N is the number of its elements, in row-major order. */
export interface Separated {
  readonly data: Tensor | undefined;
  /** Broadcast to the tensor's shape; sizes are 1 along the axes. */
  readonly constant: Tensor | undefined;
  readonly columns: readonly Column[];
  readonly gathered: readonly Gathered[];
  readonly products: readonly Product[];
}

export interface Refusal {
  /** In words, e.g. `mu enters through exp: not linear`. */
  readonly reason: string;
}

/** What a term is multiplied by on the way down to it. */
interface Scale {
  readonly sign: 1 | -1;
  readonly data?: Tensor;
  readonly coefficient?: Tensor;
}

/** x, broadcast to `shape`, taken apart along the axes. */
export function separate(x: Tensor, shape: Shape, axes: readonly number[]): Separated | Refusal {
  const walk = new Walk(shape, axes);
  const reason = walk.visit(x, { sign: 1 });
  return reason === undefined ? walk.found : { reason };
}

class Walk {
  readonly #data: Tensor[] = [];
  readonly #constants: Tensor[] = [];
  readonly #columns: Column[] = [];
  readonly #gathered: Gathered[] = [];
  readonly #products: Product[] = [];

  constructor(
    private readonly shape: Shape,
    private readonly axes: readonly number[],
  ) {}

  get found(): Separated {
    return {
      data: total(this.#data),
      constant: total(this.#constants),
      columns: this.#columns,
      gathered: this.#gathered,
      products: this.#products,
    };
  }

  /** Takes a term in; a reason when it cannot. */
  visit(node: Tensor, scale: Scale): string | undefined {
    if (node.dtype === 'bool' && node.binding === 'parameter') return `${named(node)} chooses by ${node.op.name}`;
    if (node.binding !== 'parameter') {
      this.#takeData(node, scale);
      return undefined;
    }
    if (this.#isConstant(node)) {
      const coefficient = times(node, scale.coefficient, scale.sign);
      if (scale.data) this.#columns.push({ coefficient, values: scale.data });
      else this.#constants.push(coefficient);
      return undefined;
    }
    const [a, b] = node.inputs;
    switch (node.op.name) {
      case 'add':
        return this.visit(a!, scale) ?? this.visit(b!, scale);
      case 'sub':
        return this.visit(a!, scale) ?? this.visit(b!, { ...scale, sign: scale.sign === 1 ? -1 : 1 });
      case 'neg':
        return this.visit(a!, { ...scale, sign: scale.sign === 1 ? -1 : 1 });
      case 'toFloat':
        return this.visit(a!, scale);
      case 'mul':
        return this.#product(node, a!, b!, scale);
      case 'div':
        return this.#product(node, reciprocal(b!), a!, scale);
      case 'gather':
        return this.#gather(node, scale);
      case 'matMul':
        return this.#matMul(node, scale);
      default:
        return node.op.kind === 'view' ? this.#view(node, scale) : refusalOf(node);
    }
  }

  #isConstant(node: Tensor): boolean {
    return constantAlong(node, this.shape, this.axes);
  }

  #takeData(node: Tensor, { sign, data, coefficient }: Scale): void {
    const values = data ? mul(data, node) : node;
    if (!coefficient) this.#data.push(sign === 1 ? values : neg(values));
    else if (this.#isConstant(values)) this.#constants.push(times(values, coefficient, sign));
    else this.#columns.push({ coefficient: times(coefficient, undefined, sign), values });
  }

  #product(node: Tensor, a: Tensor, b: Tensor, scale: Scale): string | undefined {
    for (const [factor, rest] of [
      [a, b],
      [b, a],
    ] as const) {
      if (factor.binding !== 'parameter')
        return this.visit(rest, { ...scale, data: scale.data ? mul(scale.data, factor) : factor });
      if (this.#isConstant(factor))
        return this.visit(rest, { ...scale, coefficient: times(factor, scale.coefficient, 1) });
    }
    return `${named(node)} stands in both factors of a product: not linear`;
  }

  /** Whether the axes are all of the tensor's, and the node has an element for each of its. */
  #isWhole(node: Tensor): boolean {
    return this.axes.length === this.shape.length && node.size === sizeOf(this.shape);
  }

  #gather(node: Tensor, { sign, data, coefficient }: Scale): string | undefined {
    const [table, indices] = node.inputs as readonly [Tensor, Tensor];
    if (indices.binding === 'parameter') return `the indices of ${named(table)} vary with ${named(indices)}`;
    if (table.rank !== 1 || !this.#isWhole(node))
      return `${named(node)} is gathered along some of the summed axes only`;
    this.#gathered.push({
      table: times(table, coefficient && reshape(coefficient, []), sign),
      indices: reshape(indices, [indices.size]),
      values: data && this.#flat(data),
    });
    return undefined;
  }

  #matMul(node: Tensor, { sign, data, coefficient }: Scale): string | undefined {
    const { op, inputs } = node;
    if (op.kind !== 'linear' || op.kernel.name !== 'matMul') return refusalOf(node);
    const [left, right] = inputs as readonly [Tensor, Tensor];
    const leftIsMatrix = node.shape[node.rank - 1] === 1;
    const [matrix, vector] = leftIsMatrix ? [left, right] : [right, left];
    if (
      node.rank !== 2 ||
      left.rank !== 2 ||
      right.rank !== 2 ||
      !this.#isWhole(node) ||
      node.size !== Math.max(...node.shape)
    )
      return `${named(node)} enters through a product of matrices`;
    if (matrix.binding === 'parameter') return `both factors of a product of matrices vary with ${named(node)}`;
    const turned = leftIsMatrix ? op.kernel.transposeLeft : !op.kernel.transposeRight;
    const rows = turned ? matrixTranspose(matrix) : matrix;
    this.#products.push({
      matrix: data ? mul(rows, reshape(this.#flat(data), [rows.shape[0]!, 1])) : rows,
      vector: times(reshape(vector, [vector.size]), coefficient && reshape(coefficient, []), sign),
    });
    return undefined;
  }

  /** Another shape of a gather or a product, which have no axes of their own here; or copies of something constant. */
  #view(node: Tensor, scale: Scale): string | undefined {
    const input = node.inputs[0]!;
    const { op } = input;
    if (isReshape(node) && this.#isWhole(node)) {
      if (op.name === 'gather') return this.#gather(input, scale);
      if (op.name === 'matMul') return this.#matMul(input, scale);
      if (isReshape(input)) return this.#view(new Tensor(node.op, input.inputs, node.shape, node.dtype), scale);
    }
    return input.size === 1 && op.kind !== 'view'
      ? this.visit(reshape(input, []), scale)
      : `${named(node)} enters through ${node.op.name}`;
  }

  /** Data in one axis, with an element for each of the tensor's. */
  #flat(values: Tensor): Tensor {
    return reshape(expand(values, this.shape), [sizeOf(this.shape)]);
  }
}

function total(terms: readonly Tensor[]): Tensor | undefined {
  return terms.length === 0 ? undefined : terms.reduce((sum, term) => add(sum, term));
}

function times(x: Tensor, factor: Tensor | undefined, sign: 1 | -1): Tensor {
  const product = factor ? mul(factor, x) : x;
  return sign === 1 ? product : neg(product);
}

function refusalOf(node: Tensor): string {
  const [source] = sourcesOf(node);
  const isElement = node.op.kind === 'source';
  return isElement
    ? `${source} has an element for each of the data`
    : `${source} enters through ${node.op.name}: not linear`;
}

/** The parameters that a node depends on, by name: the first is enough for a reason. */
function named(node: Tensor): string {
  return sourcesOf(node)[0] ?? 'it';
}

function sourcesOf(node: Tensor): string[] {
  return topologicalOrder([node]).flatMap(({ op }) =>
    op.kind === 'source' && op.name === 'parameter' ? [op.label] : [],
  );
}
