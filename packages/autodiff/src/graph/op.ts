/**
 * What a node of the graph does: one tagged union, told apart by `kind`. Each kind carries all that a backend needs, so
 * a backend handles kinds and never lists operations; only the kernels of `linear` are told apart by name.
 *
 * Everything but the functions is plain data. Values of all types are float64 in memory, row-major.
 */

import type { LaneProgram } from '@credence/numerics';
import type { DTypeRule } from './dtype.js';
import type { Shape } from './shape.js';
import type { Tensor } from './tensor.js';
import type { TfjsLowering } from './tfjs.js';

/**
 * Reverse mode of one node: the adjoint of each wanted input (undefined for zero) from the adjoint of the output.
 * An adjoint may have any shape that broadcasts to that of the thing it belongs to: it stands for its broadcast.
 */
export type Adjoint = (
  context: {
    readonly upstream: Tensor;
    readonly output: Tensor;
    /** Which inputs' adjoints are wanted. */
    readonly wanted: readonly boolean[];
    /** A zero in `upstream` may mark an element that a `where` did not choose: 0 times anything must stay 0. */
    readonly guarded: boolean;
  },
  ...inputs: readonly Tensor[]
) => readonly (Tensor | undefined)[];

/** Forward mode of one node: the tangent of the output. A missing tangent is zero; at least one is there. */
export type Tangent = (
  context: { readonly tangents: readonly (Tensor | undefined)[]; readonly output: Tensor },
  ...inputs: readonly Tensor[]
) => Tensor;

/** The derivative of an elementwise function with respect to one input. */
export type PartialDerivative = (output: Tensor, ...inputs: readonly Tensor[]) => Tensor | number;

/** A leaf. */
export type SourceOp =
  /** Constants, `sizeOf(shape)` of them. Part of the module. */
  | { readonly kind: 'source'; readonly name: 'literal'; readonly values: Float64Array }
  /** An input that is fixed for one binding. */
  | { readonly kind: 'source'; readonly name: 'data'; readonly label: string }
  /** An input that changes with every evaluation. */
  | { readonly kind: 'source'; readonly name: 'parameter'; readonly label: string }
  /** 0, 1, ..., n - 1; the shape is `[n]`. */
  | { readonly kind: 'source'; readonly name: 'iota' }
  /** Argument number `index` of a scan's body. */
  | { readonly kind: 'source'; readonly name: 'argument'; readonly index: number };

/**
 * A function applied to each element; inputs have any shapes that broadcast. Bool results are the values 1 and 0.
 */
export interface ElementwiseOp {
  readonly kind: 'elementwise';
  readonly name: string;
  /** The meaning, and the lowering to a module. */
  readonly program: LaneProgram;
  readonly dtype: DTypeRule;
  /**
   * d output / d input k, as a graph or a number; undefined where it is zero everywhere. Both modes follow from these.
   * A bool partial chooses: the other elements get an exact 0, whatever flows.
   */
  readonly partials: readonly (PartialDerivative | undefined)[];
  /** Inputs (by number) behind which products are zero-absorbing, because a 0 may mean "not chosen" there. */
  readonly guards?: readonly number[];
  /** f(a, b) = f(b, a): input order carries no meaning. */
  readonly commutative?: boolean;
  /** As calls on TensorFlow.js' core; without one the op runs there as a host kernel. */
  readonly tfjs?: TfjsLowering;
  /** Arguments at which the shared laws compare backends and gradients: tuples of `program.arity` numbers. */
  readonly checkAt: readonly (readonly number[])[];
}

/** Combines elements along axes, in an order that is the backend's choice; `axes` (ascending) are dropped from the shape. */
export interface ReductionOp {
  readonly kind: 'reduction';
  readonly name: 'sum' | 'prod' | 'max' | 'min' | 'any' | 'all';
  readonly axes: readonly number[];
  /** The value of an empty reduction; combine(identity, x) = x. */
  readonly identity: number;
  /** Associative and commutative in exact arithmetic. */
  readonly combine: LaneProgram;
  readonly adjoint: Adjoint;
  readonly tangent: Tangent;
}

/** Where element i of one array lies in another one's row-major storage: `offset + sum_k strides[k] i_k`. */
export interface AffineMap {
  readonly offset: number;
  readonly strides: readonly number[];
}

/**
 * Reading one input through an affine map: output[i] = input.flat[offset + sum_k strides[k] i_k]. Strides are 0 along
 * broadcast axes, negative along flipped ones; apart from those axes the map is one-to-one.
 */
export interface ViewOp extends AffineMap {
  readonly kind: 'view';
  /** For printing: reshape, transpose, broadcastTo, slice, flip, diagonal, view. */
  readonly name: string;
}

/**
 * Writing inputs into one array: output.flat[placements[k](i)] = inputs[k][i], and 0 where nothing is written.
 * No two elements are written to one place.
 */
export interface AssembleOp {
  readonly kind: 'assemble';
  /** For printing: concat, stack, pad, embed. */
  readonly name: string;
  readonly placements: readonly AffineMap[];
}

/**
 * Reading and adding by computed places. Indices are int32, any shape.
 * - gather: inputs [table, indices]; output shape = table.shape with `axis` replaced by the axes of indices.
 *   An index out of range: an error at bind for data indices; for computed ones the value is NaN (and the density -Infinity).
 * - scatterAdd: inputs [updates, indices]; the other way round: output[..., indices[j], ...] += updates[..., j, ...], from
 *   zeros, with `size` elements along `axis`. In updates the axes of indices begin at `axis`. Repeated indices add up, in any order.
 *   An index out of range adds nothing.
 */
export interface IndexingOp {
  readonly kind: 'indexing';
  readonly name: 'gather' | 'scatterAdd';
  readonly axis: number;
  /** scatterAdd: the output's size along `axis`; gather: the table's. */
  readonly size: number;
}

/** Running sum along an axis (towards the end, or from the end when `reverse`); the shape stays. */
export interface CumsumOp {
  readonly kind: 'sequential';
  readonly name: 'cumsum';
  readonly axis: number;
  readonly reverse: boolean;
}

/**
 * A loop over a leading axis of length `length` with carried state. Inputs are, in order: `carries` initial values,
 * `sequences` arrays with leading axis `length`, and any number of fixed arrays. The body's arguments are, in the same
 * order, the carries, one slice of each sequence (leading axis dropped) and the fixed arrays, as `argument` sources.
 * The body's outputs are the next carries and then any further arrays. The node has shape [length, K]: row t is all
 * outputs of step t, flattened and laid side by side; views of it are the histories. `reverse` runs t from the end.
 */
export interface ScanOp {
  readonly kind: 'sequential';
  readonly name: 'scan';
  readonly length: number;
  readonly reverse: boolean;
  readonly carries: number;
  readonly sequences: number;
  readonly body: {
    readonly arguments: readonly Tensor[];
    readonly outputs: readonly Tensor[];
  };
}

/**
 * Kernels on the last two axes; leading axes are batches, and those of the inputs broadcast against each other (matMul,
 * triangularSolve). Lower factors have zeros above the diagonal.
 */
export type LinearKernel =
  /** op(A) op(B), op being the transpose where the flag says so. [.., n, k] x [.., k, m] -> [.., n, m] after transposing. */
  | { readonly name: 'matMul'; readonly transposeLeft: boolean; readonly transposeRight: boolean }
  /** Lower L with L L' = A; reads the lower triangle of A only. NaN everywhere when A is not positive definite. */
  | { readonly name: 'cholesky' }
  /** X with op(T) X = B. Inputs [T, B], B [.., n, m]. Reads only the triangle that `lower` names (before transposing). */
  | { readonly name: 'triangularSolve'; readonly lower: boolean; readonly transposed: boolean }
  /** (L L')^-1 from lower L, both triangles, by the inverse factor W = L^-1: W' W. */
  | { readonly name: 'choleskyInverse' }
  /**
   * log det A = 2 sum_i log L_ii from [L, A] with L the Cholesky factor of A: a batch of scalars. Its adjoint goes to A at
   * once, in inverse-factor form. `simplify` writes it out when it prepares a graph for a backend.
   */
  | { readonly name: 'logDeterminant' }
  /** sum of squares of L^-1 R over both axes, from [L, A, R]; for the rest as `logDeterminant`. */
  | { readonly name: 'quadraticForm' };

export interface LinearOp {
  readonly kind: 'linear';
  readonly name: LinearKernel['name'];
  readonly kernel: LinearKernel;
  readonly adjoint: Adjoint;
  readonly tangent: Tangent;
  /** The meaning on one batch element: row-major inputs with the given shapes (two axes each), result into `output`. */
  readonly evaluate: (inputs: readonly Float64Array[], shapes: readonly Shape[], output: Float64Array) => void;
}

export type Op =
  | SourceOp
  | ElementwiseOp
  | ReductionOp
  | ViewOp
  | AssembleOp
  | IndexingOp
  | CumsumOp
  | ScanOp
  | LinearOp;
