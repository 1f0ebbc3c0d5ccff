import { exampleDraws } from '../testing/exampleDraws.js';
import { pictureFaults } from '../testing/pictureFaults.js';
import { plotTrace } from './trace.js';

test('densities and traces by chain, divergences as ticks', () => {
  const source = exampleDraws();
  const plot = plotTrace(source, { variables: ['mu', 'k', 'theta'] });
  expect(pictureFaults(plot.svg)).toEqual([]);
  const [mu] = plot.data.elements;
  expect(mu!.chains.map(({ value }) => value.length)).toEqual([500, 500, 500, 500]);
  const flagged = source.statistic!('divergent').flatMap((chain, c) =>
    Array.from(chain).flatMap((flag, draw) =>
      flag ? [{ chain: c, draw, value: source.draws('mu').element()[c]![draw] }] : [],
    ),
  );
  expect(flagged.length).toBeGreaterThan(10);
  expect(mu!.divergences).toEqual(flagged);
});

test('a long chain keeps its extremes', () => {
  const mu = Array.from({ length: 50_000 }, (_, i) => Math.sin(i) + (i === 31_415 ? 40 : i === 27_182 ? -40 : 0));
  const [element] = plotTrace({ mu }).data.elements;
  const { draw, value } = element!.chains[0]!;
  expect(draw.length).toBeLessThanOrEqual(1200);
  expect(draw).toEqual([...draw].sort((a, b) => a - b));
  expect(draw).toEqual(expect.arrayContaining([31_415, 27_182]));
  expect([Math.min(...value), Math.max(...value)]).toEqual([mu[27_182], mu[31_415]]);
});

test.each([
  [
    'constant',
    [
      [1, 1, 1],
      [1, 1, 1],
    ],
  ],
  ['one draw', [[0.5]]],
  [
    'a gap',
    [
      [1, Number.NaN, 2, 1.5],
      [1, 2, 3, 4],
    ],
  ],
  [
    'one chain without finite draws',
    [
      [Number.NaN, Number.NaN],
      [1.5, 2],
    ],
  ],
])('%s gives a picture without faults', (_, mu) => {
  expect(pictureFaults(plotTrace({ mu }).svg)).toEqual([]);
});
