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
    counts: new Int32Array(3 * DIGIT),
  };
}

/** Values of one digit of a key: 11 bits. */
const DIGIT = 2048;

/** Below this size the passes that a linear key saves are not worth the look at how it spreads. */
const LINEAR_SIZE = 1024;

/**
 * Indices of the first `size` of `values` in ascending order of value, in `scratch.order`. No value may be NaN.
 *
 * Keys are sorted digit by digit, from the last to the first, and the few neighbours whose keys tie are put in order by
 * value. Where values lie spread over their range, the key is their place in it, two digits; else it is the 32 bits that
 * follow the bits that all of them share, three digits.
 */
export function sortOrder(values: Float64Array, size: number, scratch: SortScratch): Int32Array {
  const { order, key, otherOrder, otherKey, counts } = scratch;
  if (size >= LINEAR_SIZE && linearKeys(values, size, key) && countDigits(key, size, counts, 2) <= size / 16) {
    firstPass(key, size, counts, otherKey, otherOrder);
    laterPass(otherKey, otherOrder, size, counts, 1, key, order);
    settleTies(values, size, key, order);
    return order;
  }
  orderKeys(values, size, key);
  countDigits(key, size, counts, 3);
  firstPass(key, size, counts, otherKey, otherOrder);
  laterPass(otherKey, otherOrder, size, counts, 1, key, order);
  laterPass(key, order, size, counts, 2, otherKey, otherOrder);
  order.set(size === otherOrder.length ? otherOrder : otherOrder.subarray(0, size));
  settleTies(values, size, otherKey, order);
  return order;
}

/** Turns counts of each digit into the places where its values begin; returns the largest count of the last digit. */
function countDigits(key: Int32Array, size: number, counts: Int32Array, digits: 2 | 3): number {
  counts.fill(0, 0, digits * DIGIT);
  for (let i = 0; i < size; i++) {
    const k = key[i]!;
    counts[k & 2047]!++;
    counts[DIGIT + ((k >>> 11) & 2047)]!++;
  }
  if (digits === 3) for (let i = 0; i < size; i++) counts[2 * DIGIT + (key[i]! >>> 22)]!++;
  let most = 0;
  for (let pass = 0; pass < digits; pass++) {
    let total = 0;
    most = 0;
    for (let digit = pass * DIGIT; digit < (pass + 1) * DIGIT; digit++) {
      const count = counts[digit]!;
      if (count > most) most = count;
      counts[digit] = total;
      total += count;
    }
  }
  return most;
}

function firstPass(key: Int32Array, size: number, counts: Int32Array, toKey: Int32Array, toOrder: Int32Array): void {
  for (let i = 0; i < size; i++) {
    const k = key[i]!;
    const to = counts[k & 2047]!++;
    toKey[to] = k;
    toOrder[to] = i;
  }
}

function laterPass(
  key: Int32Array,
  order: Int32Array,
  size: number,
  counts: Int32Array,
  digit: 1 | 2,
  toKey: Int32Array,
  toOrder: Int32Array,
): void {
  const shift = 11 * digit;
  const base = DIGIT * digit;
  for (let i = 0; i < size; i++) {
    const k = key[i]!;
    const to = counts[base + ((k >>> shift) & 2047)]!++;
    toKey[to] = k;
    toOrder[to] = order[i]!;
  }
}

/** Each value's place in their range, in 22 bits; false where there is no such place. */
function linearKeys(values: Float64Array, size: number, key: Int32Array): boolean {
  let smallest = Number.POSITIVE_INFINITY;
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < size; i++) {
    const value = values[i]!;
    if (value < smallest) smallest = value;
    if (value > largest) largest = value;
  }
  const scale = (DIGIT * DIGIT - 1) / (largest - smallest);
  if (!(scale > 0 && scale < Number.POSITIVE_INFINITY)) return false;
  for (let i = 0; i < size; i++) key[i] = (values[i]! - smallest) * scale;
  return true;
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
