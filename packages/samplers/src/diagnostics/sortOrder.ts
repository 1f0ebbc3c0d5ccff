/** The ascending order of doubles by a radix sort: much faster than a comparison sort at the sizes of a posterior. */

/** Arrays that `sortOrder` works in, for up to `size` values. */
export interface SortScratch {
  readonly size: number;
  readonly order: Int32Array;
  readonly key: Int32Array;
  readonly otherOrder: Int32Array;
  readonly otherKey: Int32Array;
  readonly counts: Int32Array;
}

export function sortScratch(size: number): SortScratch {
  return {
    size,
    order: new Int32Array(size),
    key: new Int32Array(size),
    otherOrder: new Int32Array(size),
    otherKey: new Int32Array(size),
    counts: new Int32Array(3 * 2048),
  };
}

/**
 * Indices of the first `size` of `values` in ascending order of value, in `scratch.order`. No value may be NaN.
 *
 * A double's bits, negative ones flipped, sort as unsigned integers. The leading bits all values share are skipped, the
 * next 32 are sorted in three passes, and the few neighbours still tied are put in order by value.
 */
export function sortOrder(values: Float64Array, size: number, scratch: SortScratch): Int32Array {
  const { order, key, otherOrder, otherKey, counts } = scratch;
  orderKeys(values, size, key);
  counts.fill(0);
  for (let i = 0; i < size; i++) {
    const k = key[i]!;
    counts[k & 2047]!++;
    counts[2048 + ((k >>> 11) & 2047)]!++;
    counts[4096 + (k >>> 22)]!++;
  }
  for (let pass = 0; pass < 3; pass++) {
    let total = 0;
    for (let digit = pass * 2048; digit < (pass + 1) * 2048; digit++) {
      const count = counts[digit]!;
      counts[digit] = total;
      total += count;
    }
  }
  for (let i = 0; i < size; i++) {
    const k = key[i]!;
    const to = counts[k & 2047]!++;
    otherKey[to] = k;
    otherOrder[to] = i;
  }
  for (let i = 0; i < size; i++) {
    const k = otherKey[i]!;
    const to = counts[2048 + ((k >>> 11) & 2047)]!++;
    key[to] = k;
    order[to] = otherOrder[i]!;
  }
  for (let i = 0; i < size; i++) {
    const k = key[i]!;
    const to = counts[4096 + (k >>> 22)]!++;
    otherKey[to] = k;
    otherOrder[to] = order[i]!;
  }
  order.set(size === otherOrder.length ? otherOrder : otherOrder.subarray(0, size));
  settleTies(values, size, otherKey, order);
  return order;
}

/** The 32 bits of each value's sortable form that follow the prefix common to all. */
function orderKeys(values: Float64Array, size: number, key: Int32Array): void {
  const words = new Int32Array(values.buffer, values.byteOffset, 2 * size);
  let smallest = Number.POSITIVE_INFINITY;
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < size; i++) {
    const value = values[i]!;
    if (value < smallest) smallest = value;
    if (value > largest) largest = value;
  }
  const [low] = sortable(smallest);
  const [high] = sortable(largest);
  const shift = Math.clz32(low ^ high);
  for (let i = 0; i < size; i++) {
    const top = words[2 * i + 1]!;
    const bottom = words[2 * i]!;
    const flip = top >> 31; // -1 for a negative value, else 0
    const upper = top ^ (flip | 0x80000000);
    const lower = bottom ^ flip;
    key[i] = shift === 0 ? upper : shift === 32 ? lower : (upper << shift) | (lower >>> (32 - shift));
  }
}

function sortable(value: number): readonly [number, number] {
  const words = new Int32Array(Float64Array.of(value).buffer);
  const flip = words[1]! >> 31;
  return [words[1]! ^ (flip | 0x80000000), words[0]! ^ flip];
}

/** Puts runs of equal keys in order of value; runs are short unless their values are equal too. */
function settleTies(values: Float64Array, size: number, key: Int32Array, order: Int32Array): void {
  let start = 0;
  while (start < size) {
    let end = start + 1;
    while (end < size && key[end] === key[start]) end++;
    if (end - start > 1) settleRun(values, order, start, end);
    start = end;
  }
}

function settleRun(values: Float64Array, order: Int32Array, start: number, end: number): void {
  let ascending = true;
  for (let i = start + 1; i < end && ascending; i++) ascending = values[order[i - 1]!]! <= values[order[i]!]!;
  if (ascending) return;
  if (end - start > 32) {
    order.subarray(start, end).sort((a, b) => values[a]! - values[b]! || a - b);
    return;
  }
  for (let i = start + 1; i < end; i++) {
    const moving = order[i]!;
    const value = values[moving]!;
    let j = i - 1;
    while (j >= start && values[order[j]!]! > value) {
      order[j + 1] = order[j]!;
      j--;
    }
    order[j + 1] = moving;
  }
}
