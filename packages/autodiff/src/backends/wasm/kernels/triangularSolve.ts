/** Triangular systems, by rows of the matrix: dot products for one right-hand side, sums of rows for many. */

import type { Code } from '@credence/numerics/wasm';
import { type Int, KernelBuilder, type Vector } from './builder.js';

export interface SolveShape {
  readonly n: number;
  readonly columns: number;
  readonly lower: boolean;
  readonly transposed: boolean;
}

/** (t, b, x): op(t) x = b. */
export function emitTriangularSolve(code: Code, shape: SolveShape): void {
  const b = new KernelBuilder(code);
  const { n, columns, lower, transposed } = shape;
  const [t, right, x] = [b.parameter(0), b.parameter(1), b.parameter(2)] as const;
  const forward = lower !== transposed;
  const overRows = (body: (i: Int) => void): void => {
    if (forward) b.for(b.int(0), b.int(n), 1, body);
    else b.down(b.int(n - 1), b.int(0), 1, body);
  };
  /** Rows that are solved before row i. */
  const done = (i: Int): readonly [Int, Int] => (forward ? [b.int(0), i] : [b.plus(i, b.int(1)), b.int(n)]);
  const diagonal = (i: Int): Vector => b.splat(b.plus(t, b.times(i, 8 * (n + 1))));
  const copy = (): void => {
    right();
    x();
    code.op('i32.ne').if(() => {
      x();
      right();
      code.i32(8 * n * columns).memoryCopy();
    });
  };
  if (columns === 1 && !transposed) {
    overRows((i) =>
      b.let(b.plus(t, b.times(i, 8 * n)), (row) => {
        const [from, to] = done(i);
        b.vectors(b.zeros(1), (_, [sum]) => {
          b.let(from, (first) => {
            const pairs = b.plus(first, b.floor(b.minus(to, first), 2));
            b.for(b.times(first, 8), b.times(pairs, 8), 16, (k) =>
              b.multiplyAdd(sum!, b.load(b.plus(row, k)), b.load(b.plus(x, k))),
            );
            b.sumLanes(sum!);
            b.for(b.times(pairs, 8), b.times(to, 8), 8, (k) =>
              b.multiplyAdd(sum!, b.splat(b.plus(row, k)), b.splat(b.plus(x, k))),
            );
          });
          const rest = b.binary('sub', b.splat(b.plus(right, b.times(i, 8))), () => code.get(sum!));
          b.storeOne(b.plus(x, b.times(i, 8)), b.binary('div', rest, diagonal(i)));
        });
      }),
    );
    return;
  }
  copy();
  if (columns === 1) {
    // Once x_i is known, its multiple of row i leaves the equations that are still open.
    overRows((i) =>
      b.vectors([b.binary('div', b.splat(b.plus(x, b.times(i, 8))), diagonal(i))], ([value]) => {
        b.storeOne(b.plus(x, b.times(i, 8)), value!);
        const [from, to] = forward ? [b.plus(i, b.int(1)), b.int(n)] : [b.int(0), i];
        b.let(b.plus(t, b.times(i, 8 * n)), (row) =>
          b.let(from, (first) => {
            const pairs = b.plus(first, b.floor(b.minus(to, first), 2));
            b.for(b.times(first, 8), b.times(pairs, 8), 16, (k) => {
              const place = b.plus(x, k);
              b.store(place, b.binary('sub', b.load(place), b.binary('mul', value!, b.load(b.plus(row, k)))));
            });
            b.for(b.times(pairs, 8), b.times(to, 8), 8, (k) => {
              const place = b.plus(x, k);
              b.storeOne(place, b.binary('sub', b.splat(place), b.binary('mul', value!, b.splat(b.plus(row, k)))));
            });
          }),
        );
      }),
    );
    return;
  }
  const [rowStep, columnStep] = transposed ? [8, 8 * n] : [8 * n, 8];
  overRows((i) =>
    b.let(b.plus(x, b.times(i, 8 * columns)), (target) => {
      const [from, to] = done(i);
      const subtract = (count: number, k: Int): void => {
        const place = b.plus(t, b.times(i, rowStep), b.times(k, columnStep));
        const factors = Array.from({ length: count }, (_, p) => b.splat(place, columnStep * p));
        b.vectors(factors, (c) =>
          b.let(b.plus(x, b.times(k, 8 * columns)), (source) => {
            const change = (read: (at: Int, offset: number) => Vector, j: Int): Vector => {
              const terms = c.map((factor, p) => b.binary('mul', factor, read(b.plus(source, j), 8 * columns * p)));
              const total = terms.reduce((sum, term) => b.binary('add', sum, term));
              return b.binary('sub', read(b.plus(target, j), 0), total);
            };
            b.for(b.int(0), b.int(8 * (columns & ~1)), 16, (j) =>
              b.store(
                b.plus(target, j),
                change((at, offset) => b.load(at, offset), j),
              ),
            );
            if (columns % 2 === 1) {
              const j = b.int(8 * (columns - 1));
              b.storeOne(
                b.plus(target, j),
                change((at, offset) => b.splat(at, offset), j),
              );
            }
          }),
        );
      };
      b.let(from, (first) => {
        const fours = b.plus(first, b.floor(b.minus(to, first), 4));
        b.for(first, fours, 4, (k) => subtract(4, k));
        b.for(fours, to, 1, (k) => subtract(1, k));
      });
      b.vectors([diagonal(i)], ([pivot]) => {
        b.for(b.int(0), b.int(8 * (columns & ~1)), 16, (j) => {
          const place = b.plus(target, j);
          b.store(place, b.binary('div', b.load(place), pivot!));
        });
        if (columns % 2 === 1) {
          const place = b.plus(target, b.int(8 * (columns - 1)));
          b.storeOne(place, b.binary('div', b.splat(place), pivot!));
        }
      });
    }),
  );
}
