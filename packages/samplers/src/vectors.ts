/** Sums over vectors in the order that `Workspace` fixes: four partial sums, joined as (s0 + s2) + (s1 + s3), then the rest. */

/** sum_i a_i b_i over i < n. */
export function dot(a: Float64Array, b: Float64Array, n: number): number {
  const end = n - (n & 3);
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let i = 0;
  for (; i < end; i += 4) {
    s0 += a[i]! * b[i]!;
    s1 += a[i + 1]! * b[i + 1]!;
    s2 += a[i + 2]! * b[i + 2]!;
    s3 += a[i + 3]! * b[i + 3]!;
  }
  let total = s0 + s2 + (s1 + s3);
  for (; i < n; i++) total += a[i]! * b[i]!;
  return total;
}

/** p += (half s) g over i < n, in place; returns the kinetic energy (1/2) sum_i p_i p_i of the new p. */
export function kickKinetic(p: Float64Array, g: Float64Array, s: Float64Array, half: number, n: number): number {
  const end = n - (n & 3);
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let i = 0;
  for (; i < end; i += 4) {
    const p0 = p[i]! + half * s[i]! * g[i]!;
    const p1 = p[i + 1]! + half * s[i + 1]! * g[i + 1]!;
    const p2 = p[i + 2]! + half * s[i + 2]! * g[i + 2]!;
    const p3 = p[i + 3]! + half * s[i + 3]! * g[i + 3]!;
    p[i] = p0;
    p[i + 1] = p1;
    p[i + 2] = p2;
    p[i + 3] = p3;
    s0 += p0 * p0;
    s1 += p1 * p1;
    s2 += p2 * p2;
    s3 += p3 * p3;
  }
  let total = s0 + s2 + (s1 + s3);
  for (; i < n; i++) {
    const momentum = p[i]! + half * s[i]! * g[i]!;
    p[i] = momentum;
    total += momentum * momentum;
  }
  return 0.5 * total;
}

/** Whether sum_i a_i r_i > 0 and sum_i b_i r_i > 0 with r_i = f_i + s_i, over i < n. */
export function goesOn(a: Float64Array, b: Float64Array, f: Float64Array, s: Float64Array, n: number): boolean {
  const end = n - (n & 3);
  let a0 = 0;
  let a1 = 0;
  let a2 = 0;
  let a3 = 0;
  let b0 = 0;
  let b1 = 0;
  let b2 = 0;
  let b3 = 0;
  let i = 0;
  for (; i < end; i += 4) {
    const r0 = f[i]! + s[i]!;
    const r1 = f[i + 1]! + s[i + 1]!;
    const r2 = f[i + 2]! + s[i + 2]!;
    const r3 = f[i + 3]! + s[i + 3]!;
    a0 += a[i]! * r0;
    a1 += a[i + 1]! * r1;
    a2 += a[i + 2]! * r2;
    a3 += a[i + 3]! * r3;
    b0 += b[i]! * r0;
    b1 += b[i + 1]! * r1;
    b2 += b[i + 2]! * r2;
    b3 += b[i + 3]! * r3;
  }
  let alongA = a0 + a2 + (a1 + a3);
  let alongB = b0 + b2 + (b1 + b3);
  for (; i < n; i++) {
    const r = f[i]! + s[i]!;
    alongA += a[i]! * r;
    alongB += b[i]! * r;
  }
  return alongA > 0 && alongB > 0;
}

/** out = a + b over i < n. */
export function add(a: Float64Array, b: Float64Array, out: Float64Array, n: number): void {
  const end = n - (n & 3);
  let i = 0;
  for (; i < end; i += 4) {
    out[i] = a[i]! + b[i]!;
    out[i + 1] = a[i + 1]! + b[i + 1]!;
    out[i + 2] = a[i + 2]! + b[i + 2]!;
    out[i + 3] = a[i + 3]! + b[i + 3]!;
  }
  for (; i < n; i++) out[i] = a[i]! + b[i]!;
}
