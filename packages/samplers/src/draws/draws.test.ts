/** Draws come back as they went in, whatever the blocks. */
import { CredenceError } from '@credence/numerics';
import { createDrawBlock, type DrawBlock, STATISTICS } from '../block.js';
import { Draws } from './draws.js';

/** Value of draw r, dimension d: different everywhere. */
const value = (r: number, d: number) => r * 1000 + d;

function block(dimension: number, first: number, rows: number, capacity = rows): DrawBlock {
  const made = createDrawBlock(dimension, capacity);
  made.length = rows;
  for (let r = 0; r < rows; r++) {
    for (let d = 0; d < dimension; d++) made.draws[r * dimension + d] = value(first + r, d);
    STATISTICS.forEach((name, s) => {
      made.statistics[name][r] = -value(first + r, s);
    });
  }
  return made;
}

test.each([
  ['one block', 50, [50]],
  ['blocks that cross the memory first taken', 10, [7, 7, 40, 1]],
  ['fewer draws than expected', 1000, [33, 32, 31]],
  ['an empty block among them', 5, [3, 0, 4]],
])('%s', (_, expected, sizes) => {
  const draws = new Draws(2, 67, expected);
  let first = 0;
  for (const rows of sizes) {
    draws.append(1, block(67, first, rows, rows + 3));
    first += rows;
  }
  const chain = draws.chains[1]!;
  expect(chain.length).toBe(first);
  for (const d of [0, 31, 32, 66]) {
    expect([...chain.column(d)]).toEqual(Array.from({ length: first }, (_, r) => value(r, d)));
  }
  STATISTICS.forEach((name, s) => {
    expect([...chain.statistic(name)]).toEqual(Array.from({ length: first }, (_, r) => -value(r, s)));
  });
  for (const r of [0, first - 1]) expect(chain.row(r)[66]).toBe(value(r, 66));
});

test('diagnostics get what all chains with draws have', () => {
  const draws = new Draws(3, 2, 10);
  draws.append(0, block(2, 0, 9));
  draws.append(2, block(2, 100, 4));
  expect([draws.total, draws.shortest, draws.nonEmpty.length]).toEqual([13, 4, 2]);
  expect(draws.scalar(1).map((chain) => [...chain])).toEqual([
    [1, 1001, 2001, 3001],
    [100001, 101001, 102001, 103001],
  ]);
  expect(draws.statistic('energy').map((chain) => chain.length)).toEqual([4, 4]);
  expect(new Draws(3, 2, 10).shortest).toBe(0);
});

test('mistakes have codes', () => {
  const draws = new Draws(1, 2, 10);
  draws.append(0, block(2, 0, 9));
  const chain = draws.chains[0]!;
  expect(() => draws.append(0, block(3, 0, 1))).toThrow(
    'A block of 3 dimensions cannot be appended to draws of 2. [draws/dimension]',
  );
  expect(() => chain.column(2)).toThrow(
    'There is no dimension 2 in draws of 2 dimensions, counted from 0. [draws/index]',
  );
  expect(() => chain.row(9)).toThrow('There is no draw 9 among 9, counted from 0. [draws/index]');
  expect(() => new Draws(1, 2 ** 20, 2 ** 34).append(0, block(2 ** 20, 0, 1))).toThrow(CredenceError);
});
