/** An array cut into blocks that are contiguous in row-major order and small enough to handle one by one. */

export interface Block {
  readonly offset: readonly number[];
  readonly count: readonly number[];
  /** Position of its first value in the whole, row-major, and the number of its values. */
  readonly from: number;
  readonly length: number;
}

/** Shape of the largest block: 1 along the first axes, a part of one axis, all of the axes behind it. */
export function blockShape(shape: readonly number[], largest: number): readonly number[] {
  const block = shape.map(() => 1);
  let room = largest;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = Math.max(1, shape[axis]!);
    if (size <= room) {
      block[axis] = size;
      room = Math.floor(room / size);
    } else {
      // Equal parts, so that the last chunk is not mostly empty.
      block[axis] = Math.ceil(size / Math.ceil(size / Math.max(1, room)));
      break;
    }
  }
  return block;
}

/** The blocks of an array in order; none of an empty one. A scalar is one block. */
export function* blocksOf(shape: readonly number[], block: readonly number[]): Generator<Block> {
  if (shape.some((size) => size === 0)) return;
  const offset = shape.map(() => 0);
  for (let from = 0; ; ) {
    const count = shape.map((size, axis) => Math.min(block[axis]!, size - offset[axis]!));
    const length = count.reduce((product, n) => product * n, 1);
    yield { offset: [...offset], count, from, length };
    from += length;
    let axis = shape.length - 1;
    while (axis >= 0) {
      offset[axis] = offset[axis]! + block[axis]!;
      if (offset[axis]! < shape[axis]!) break;
      offset[axis] = 0;
      axis--;
    }
    if (axis < 0) return;
  }
}
