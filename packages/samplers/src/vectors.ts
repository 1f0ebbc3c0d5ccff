/** Arithmetic of vectors; sums in the order that `Workspace` fixes: two partial sums, their total, then the last element. */

/** sum_i a_i b_i over i < n. */
export function dot(a: Float64Array, b: Float64Array, n: number): number {
  const end = n - (n & 1);
  let s0 = 0;
  let s1 = 0;
  for (let i = 0; i < end; i += 2) {
    s0 += a[i]! * b[i]!;
    s1 += a[i + 1]! * b[i + 1]!;
  }
  const total = s0 + s1;
  return end < n ? total + a[end]! * b[end]! : total;
}

/** out = q + h (k + k) with k = p + h g, h = half s, over i < n: a step's way from a state to the next position. */
export function drift(
  q: Float64Array,
  p: Float64Array,
  g: Float64Array,
  s: Float64Array,
  half: number,
  out: Float64Array,
  n: number,
): void {
  for (let i = 0; i < n; i++) {
    const h = half * s[i]!;
    const kicked = p[i]! + h * g[i]!;
    out[i] = q[i]! + h * (kicked + kicked);
  }
}

/** out = (p + h g) + h newG, h = half s, over i < n: the momentum at the end of a step. */
export function kick(
  p: Float64Array,
  g: Float64Array,
  newG: Float64Array,
  s: Float64Array,
  half: number,
  out: Float64Array,
  n: number,
): void {
  for (let i = 0; i < n; i++) {
    const h = half * s[i]!;
    out[i] = p[i]! + h * g[i]! + h * newG[i]!;
  }
}

/** mean += share before, squares += before (value - mean) with before = value - mean, over i < n. */
export function accumulate(
  value: Float64Array,
  mean: Float64Array,
  squares: Float64Array,
  share: number,
  n: number,
): void {
  for (let i = 0; i < n; i++) {
    const before = value[i]! - mean[i]!;
    const updated = mean[i]! + before * share;
    mean[i] = updated;
    squares[i] = squares[i]! + before * (value[i]! - updated);
  }
}

/** out = a + b over i < n. */
export function add(a: Float64Array, b: Float64Array, out: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) out[i] = a[i]! + b[i]!;
}
