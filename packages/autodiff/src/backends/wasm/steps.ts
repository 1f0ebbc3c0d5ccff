/** What a function does, before it is put into loops: things written element by element, and steps on whole arrays. */

import type { IndexingOp, LinearOp, ReductionOp, ScanOp } from '../../graph/op.js';
import type { Tensor } from '../../graph/tensor.js';
import type { Access } from './access.js';
import type { MatrixVector } from './matrixVector.js';

/** One thing that is written, in a loop over `space` after `stage` barriers. */
export type Item =
  | { readonly kind: 'store'; readonly value: Tensor; readonly stage: number; readonly access: Access }
  | {
      readonly kind: 'reduce';
      readonly node: Tensor;
      readonly op: ReductionOp;
      readonly value: Tensor;
      readonly stage: number;
      readonly access: Access | undefined;
    }
  | {
      readonly kind: 'scatter';
      readonly node: Tensor;
      readonly op: IndexingOp;
      readonly value: Tensor;
      readonly stage: number;
      readonly access: Access;
    }
  /** X' r by rows of X: the adjoint of X b. */
  | {
      readonly kind: 'columns';
      readonly product: MatrixVector;
      readonly value: Tensor;
      readonly stage: number;
      readonly access: Access;
    };

/** A step that is no loop over elements: a kernel on whole arrays, or filling with one number. */
export type Step =
  | {
      readonly kind: 'kernel';
      readonly node: Tensor;
      readonly op:
        | LinearOp
        | ScanOp
        | { readonly kind: 'sequential'; readonly name: 'cumsum'; readonly axis: number; readonly reverse: boolean };
      readonly stage: number;
      readonly inputs: readonly Access[];
      readonly access: Access;
    }
  | {
      readonly kind: 'fill';
      readonly value: number;
      readonly stage: number;
      readonly access: Access;
      readonly size: number;
    };
