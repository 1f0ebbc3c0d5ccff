/**
 * Cholesky factors and inverses from them. Both work on the upper factor U = L' by rows in memory of their own, with even
 * row lengths, so that everything that is dear runs along rows in vectors.
 */

import type { Code } from '@credence/numerics/wasm';
import { type Int, KernelBuilder, type Vector } from './builder.js';

/** Elements between rows in scratch memory. */
export function rowStride(n: number): number {
  return (n + 1) & ~1;
}

/** Rows of a panel. */
const PANEL = 4;

/**
 * (a, l, u): l = lower factor of a, by panels of four rows of U (right-looking); NaN everywhere when a is not positive
 * definite.
 */
export function emitCholesky(code: Code, n: number): void {
  const b = new KernelBuilder(code);
  const stride = rowStride(n);
  const row = 8 * stride;
  const [a, l, u] = [b.parameter(0), b.parameter(1), b.parameter(2)] as const;
  // U[j][i] = A[i][j] for j <= i, two rows of A at a time.
  b.for(b.int(0), b.int(n & ~1), 2, (i) => {
    b.let(b.plus(a, b.times(i, 8 * n)), (from) =>
      b.let(b.plus(u, b.times(i, 8)), (to) =>
        b.for(b.int(0), b.plus(i, b.int(2)), 1, (j) => {
          const pair = (): void => {
            b.plus(from, b.times(j, 8))();
            b.plus(from, b.times(j, 8))();
            code.memory('v128.load64_zero').memoryLane('v128.load64_lane', 8 * n, 1);
          };
          b.store(b.plus(to, b.times(j, row)), pair);
        }),
      ),
    );
  });
  if (n % 2 === 1) {
    b.for(b.int(0), b.int(n), 1, (j) => {
      const one = (): void => {
        b.plus(a, b.times(j, 8))();
        code.memory('v128.load64_zero', 8 * n * (n - 1));
      };
      b.store(b.plus(u, b.times(j, row)), one, 8 * (n - 1));
    });
  }
  const whole = n - (n % PANEL);
  if (whole > 0) b.for(b.int(0), b.int(whole), PANEL, (k0) => panel(b, n, PANEL, k0));
  if (n > whole) panel(b, n, n - whole, b.int(whole));
  copyOut(b, n, l, u);
}

/** Factors `rows` rows of U from k0 on and updates what is below. Returns from the kernel where it fails. */
function panel(b: KernelBuilder, n: number, rows: number, k0: Int): void {
  const { code } = b;
  const row = 8 * rowStride(n);
  const u = b.parameter(2);
  // U[k0][k0]
  b.let(b.plus(u, b.times(k0, row), b.times(k0, 8)), (corner) => {
    const end = b.plus(u, b.times(k0, row), b.int(row));
    for (let q = 0; q < rows; q++) {
      const coefficients = Array.from({ length: q }, (_, p) => b.splat(corner, p * row + 8 * q));
      b.vectors(coefficients, (c) => {
        b.vectors([b.splat(corner, q * (row + 8))], (_, [pivot]) => {
          for (const value of c) {
            code.get(pivot!);
            b.binary('mul', value, value)();
            code.op('f64x2.sub').set(pivot!);
          }
          code.get(pivot!).lane('f64x2.extract_lane', 0).f64(0).op('f64.gt');
          code.get(pivot!).lane('f64x2.extract_lane', 0).f64(Number.POSITIVE_INFINITY).op('f64.lt').op('i32.and');
          code.op('i32.eqz').if(() => {
            b.fill(b.parameter(1), n * n, Number.NaN);
            code.op('return');
          });
          code.get(pivot!).op('f64x2.sqrt').set(pivot!);
          b.vectors(
            [
              b.binary(
                'div',
                () => code.f64x2(1),
                () => code.get(pivot!),
              ),
            ],
            ([inverse]) => {
              // From the even column at or before the pivot; rows of a panel start at a multiple of four.
              b.let(b.plus(corner, b.int(8 * (q & ~1))), (from) =>
                b.for(from, end, 16, (j) => {
                  let value: Vector = b.load(j, q * row);
                  c.forEach((factor, p) => {
                    value = b.binary('sub', value, b.binary('mul', factor, b.load(j, p * row)));
                  });
                  b.store(j, b.binary('mul', value, inverse!), q * row);
                }),
              );
            },
          );
          b.storeOne(corner, () => code.get(pivot!), q * (row + 8));
        });
      });
    }
    // Trailing rows, two at a time: U[i][j] -= sum_p U[p][i] U[p][j].
    const update = (count: number, i: Int): void => {
      b.let(b.plus(u, b.times(k0, row), b.times(i, 8)), (top) => {
        const factors = Array.from({ length: count * rows }, (_, f) =>
          b.splat(top, (f % rows) * row + 8 * Math.floor(f / rows)),
        );
        b.vectors(factors, (c) => {
          b.let(b.times(b.minus(i, k0), row), (down) =>
            b.for(top, end, 16, (j) => {
              const above = Array.from({ length: rows }, (_, p) => b.load(j, p * row));
              b.vectors(above, (values) => {
                for (let r = 0; r < count; r++) {
                  const change = values.map((value, p) => b.binary('mul', c[r * rows + p]!, value));
                  const total = change.reduce((sum, term) => b.binary('add', sum, term));
                  const place = b.plus(j, down);
                  b.store(place, b.binary('sub', b.load(place, r * row), total), r * row);
                }
              });
            }),
          );
        });
      });
    };
    b.let(b.plus(k0, b.int(rows)), (first) => {
      const pairs = b.plus(first, b.floor(b.minus(b.int(n), first), 2));
      b.for(first, pairs, 2, (i) => update(2, i));
      if (n % 2 === 1) b.for(pairs, b.int(n), 1, (i) => update(1, i));
    });
  });
}

/** L[i][j] = U[j][i] for j <= i, 0 above. */
function copyOut(b: KernelBuilder, n: number, l: Int, u: Int): void {
  const { code } = b;
  const row = 8 * rowStride(n);
  b.for(b.int(0), b.int(n), 1, (i) =>
    b.let(b.plus(l, b.times(i, 8 * n)), (to) =>
      b.let(b.plus(u, b.times(i, 8)), (from) => {
        b.for(b.int(0), b.plus(i, b.int(1)), 1, (j) => {
          b.plus(to, b.times(j, 8))();
          b.plus(from, b.times(j, row))();
          code.memory('f64.load').memory('f64.store');
        });
        b.for(b.plus(i, b.int(1)), b.int(n), 1, (j) => {
          b.plus(to, b.times(j, 8))();
          code.f64(0).memory('f64.store');
        });
      }),
    ),
  );
}

/** (l, inverse, w): inverse = (l l')^-1 = W W', W = U^-1 by rows from the last, then dot products of its rows. */
export function emitCholeskyInverse(code: Code, n: number): void {
  const b = new KernelBuilder(code);
  const stride = rowStride(n);
  const row = 8 * stride;
  const [l, out, w] = [b.parameter(0), b.parameter(1), b.parameter(2)] as const;
  b.fill(w, n * stride, 0);
  b.down(b.int(n - 1), b.int(0), 1, (i) =>
    b.let(b.plus(w, b.times(i, row)), (target) => {
      // U[i][k] = L[k][i]
      const column = b.plus(l, b.times(i, 8));
      const subtract = (count: number, k: Int): void => {
        const factors = Array.from({ length: count }, (_, p) => b.splat(b.plus(column, b.times(k, 8 * n)), 8 * n * p));
        b.vectors(factors, (c) =>
          b.let(b.plus(w, b.times(k, row)), (source) =>
            b.for(b.times(b.floor(k, 2), 8), b.int(row), 16, (j) => {
              const terms = c.map((factor, p) => b.binary('mul', factor, b.load(b.plus(source, j), p * row)));
              const total = terms.reduce((sum, term) => b.binary('add', sum, term));
              const place = b.plus(target, j);
              b.store(place, b.binary('sub', b.load(place), total));
            }),
          ),
        );
      };
      b.let(b.plus(i, b.int(1)), (first) => {
        const fours = b.plus(first, b.floor(b.minus(b.int(n), first), 4));
        b.for(first, fours, 4, (k) => subtract(4, k));
        b.for(fours, b.int(n), 1, (k) => subtract(1, k));
      });
      const pivot = b.binary('div', () => code.f64x2(1), b.splat(b.plus(column, b.times(i, 8 * n))));
      b.vectors([pivot], ([inverse]) => {
        b.for(b.times(b.floor(i, 2), 8), b.int(row), 16, (j) => {
          const place = b.plus(target, j);
          b.store(place, b.binary('mul', b.load(place), inverse!));
        });
        b.storeOne(b.plus(target, b.times(i, 8)), inverse!);
      });
    }),
  );
  // out[i][j] = sum over c >= max(i, j) of W[i][c] W[j][c], in tiles of up to 4 x 2.
  const tile = (rows: number, columns: number, i: Int, j: Int): void =>
    b.let(b.plus(w, b.times(i, row)), (left) =>
      b.let(b.plus(w, b.times(j, row)), (right) =>
        b.vectors(b.zeros(rows * columns), (_, sums) => {
          b.for(b.times(b.floor(j, 2), 8), b.int(row), 16, (c) => {
            const here = Array.from({ length: rows }, (_, r) => b.load(b.plus(left, c), row * r));
            const there = Array.from({ length: columns }, (_, q) => b.load(b.plus(right, c), row * q));
            b.vectors([...here, ...there], (values) => {
              for (let r = 0; r < rows; r++) {
                for (let q = 0; q < columns; q++) b.multiplyAdd(sums[r * columns + q]!, values[r]!, values[rows + q]!);
              }
            });
          });
          b.let(b.plus(out, b.times(i, 8 * n), b.times(j, 8)), (to) =>
            b.let(b.plus(out, b.times(j, 8 * n), b.times(i, 8)), (mirror) => {
              for (let r = 0; r < rows; r++) {
                for (let q = 0; q < columns; q++) {
                  const sum = sums[r * columns + q]!;
                  b.sumLanes(sum);
                  b.storeOne(to, () => code.get(sum), 8 * (n * r + q));
                  b.storeOne(mirror, () => code.get(sum), 8 * (n * q + r));
                }
              }
            }),
          );
        }),
      ),
    );
  // Columns j in pairs against rows i <= j; a tile over the diagonal writes some places twice, with the same numbers.
  const against = (columns: number, j: Int): void =>
    b.let(b.plus(j, b.int(columns)), (end) => {
      const fours = b.floor(end, 4);
      b.for(b.int(0), fours, 4, (i) => tile(4, columns, i, j));
      b.for(fours, end, 1, (i) => tile(1, columns, i, j));
    });
  b.for(b.int(0), b.int(n & ~1), 2, (j) => against(2, j));
  if (n % 2 === 1) against(1, b.int(n - 1));
}
