/** Reads draws one after another out of labelled arrays, many at a time: columns are laid out once a block, not once a draw. */
import type { LabelledArray } from '../inference/labelledArray.js';

/** Values laid out at a time: 4 MB. */
const BLOCK_VALUES = 2 ** 19;

/** A draw by its position, chain after chain; a view that is valid until the next call. */
export type DrawReader = (position: number) => Float64Array;

/**
 * @param array dimensions chain, draw, then those of a draw; meant to be read in ascending order
 */
export function drawReader(array: LabelledArray): DrawReader {
  const size = array.elements;
  const total = array.sizeAlong('chain') * array.sizeAlong('draw');
  const length = Math.max(1, Math.floor(BLOCK_VALUES / Math.max(1, size)));
  let first = 0;
  let end = 0;
  let block: Float64Array = new Float64Array(0);
  return (position) => {
    if (position < first || position >= end) {
      first = position;
      end = Math.min(total, position + length);
      block = array.rows(first, end);
    }
    return block.subarray((position - first) * size, (position - first + 1) * size);
  };
}
