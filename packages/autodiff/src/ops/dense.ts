/** Reference kernels on one row-major matrix: their meaning, written plainly. */

/** Lower L with L L' = A into `output`, zeros above; NaN everywhere when A is not positive definite. */
export function choleskyFactor(a: Float64Array, n: number, output: Float64Array): void {
  output.fill(0);
  for (let j = 0; j < n; j++) {
    let pivot = a[j * n + j]!;
    for (let k = 0; k < j; k++) pivot -= output[j * n + k]! * output[j * n + k]!;
    if (!(pivot > 0 && pivot < Infinity)) {
      output.fill(Number.NaN);
      return;
    }
    const root = Math.sqrt(pivot);
    output[j * n + j] = root;
    for (let i = j + 1; i < n; i++) {
      let value = a[i * n + j]!;
      for (let k = 0; k < j; k++) value -= output[i * n + k]! * output[j * n + k]!;
      output[i * n + j] = value / root;
    }
  }
}

export interface TriangularSystem {
  readonly n: number;
  readonly columns: number;
  readonly lower: boolean;
  readonly transposed: boolean;
}

/** X with op(T) X = B, B of [n, columns]. */
export function solveTriangular(
  t: Float64Array,
  b: Float64Array,
  { n, columns, lower, transposed }: TriangularSystem,
  output: Float64Array,
): void {
  output.set(b);
  const forward = lower !== transposed;
  for (let step = 0; step < n; step++) {
    const i = forward ? step : n - 1 - step;
    for (let c = 0; c < columns; c++) {
      let value = output[i * columns + c]!;
      for (let done = 0; done < step; done++) {
        const k = forward ? done : n - 1 - done;
        value -= t[transposed ? k * n + i : i * n + k]! * output[k * columns + c]!;
      }
      output[i * columns + c] = value / t[i * n + i]!;
    }
  }
}

/** (L L')^-1 as W' W with W = L^-1. */
export function inverseFromFactor(l: Float64Array, n: number, output: Float64Array): void {
  const identity = new Float64Array(n * n);
  for (let i = 0; i < n; i++) identity[i * n + i] = 1;
  const inverse = new Float64Array(n * n);
  solveTriangular(l, identity, { n, columns: n, lower: true, transposed: false }, inverse);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let total = 0;
      for (let k = i; k < n; k++) total += inverse[k * n + i]! * inverse[k * n + j]!;
      output[i * n + j] = total;
      output[j * n + i] = total;
    }
  }
}
