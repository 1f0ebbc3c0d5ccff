/** Running sums along an axis. */

import { toTensor } from '../graph/literal.js';
import { normalizeAxis } from '../graph/shape.js';
import { Tensor, type TensorLike } from '../graph/tensor.js';

export interface CumsumOptions {
  /** Default 0. */
  readonly axis?: number;
  /** Sums from the end: element i is the sum of the elements from i on. Default false. */
  readonly reverse?: boolean;
}

/**
 * Running sum along an axis, each element included in its own sum.
 * @example cumsum([1, 2, 3]) // 1, 3, 6
 */
export function cumsum(value: TensorLike, { axis = 0, reverse = false }: CumsumOptions = {}): Tensor {
  const x = toTensor(value);
  const along = normalizeAxis('cumsum', axis, x.rank);
  const dtype = x.dtype === 'bool' ? 'int32' : x.dtype;
  return new Tensor({ kind: 'sequential', name: 'cumsum', axis: along, reverse }, [x], x.shape, dtype);
}
