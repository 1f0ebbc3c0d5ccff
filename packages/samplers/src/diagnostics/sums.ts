/** Sums over draws in four parts that do not wait for each other, about values near the data so that no digits are lost. */

/** Mean of `count` values from index `from`. */
export function meanOf(values: Float64Array, from: number, count: number): number {
  const pivot = count > 0 ? values[from]! : 0;
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  const end = from + count;
  let i = from;
  for (; i + 3 < end; i += 4) {
    sum0 += values[i]! - pivot;
    sum1 += values[i + 1]! - pivot;
    sum2 += values[i + 2]! - pivot;
    sum3 += values[i + 3]! - pivot;
  }
  for (; i < end; i++) sum0 += values[i]! - pivot;
  return pivot + (sum0 + sum1 + (sum2 + sum3)) / count;
}

/** Sum of (value - centre)^2 over `count` values from index `from`. */
export function squaresAbout(centre: number, values: Float64Array, from: number, count: number): number {
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  const end = from + count;
  let i = from;
  for (; i + 3 < end; i += 4) {
    const d0 = values[i]! - centre;
    const d1 = values[i + 1]! - centre;
    const d2 = values[i + 2]! - centre;
    const d3 = values[i + 3]! - centre;
    sum0 += d0 * d0;
    sum1 += d1 * d1;
    sum2 += d2 * d2;
    sum3 += d3 * d3;
  }
  for (; i < end; i++) sum0 += (values[i]! - centre) ** 2;
  return sum0 + sum1 + (sum2 + sum3);
}
