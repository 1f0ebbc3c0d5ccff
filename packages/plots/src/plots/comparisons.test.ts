import { exampleDraws, SCHOOLS } from '../testing/exampleDraws.js';
import { pictureFaults } from '../testing/pictureFaults.js';
import { normals } from '../testing/samples.js';
import { plotCorner } from './corner.js';
import { plotForest } from './forest.js';
import { plotPair } from './pair.js';
import { plotShrinkage } from './shrinkage.js';

const source = exampleDraws();

describe('corner', () => {
  test('histograms, contours, titles, truths', () => {
    const plot = plotCorner(source, {
      variables: ['mu', 'tau', 'k', 'theta[Phillips Andover]'],
      truths: { mu: 4, tau: 3 },
    });
    expect(pictureFaults(plot.svg)).toEqual([]);
    const { elements, pairs } = plot.data;
    expect(elements.map(({ truth }) => truth)).toEqual([4, 3, undefined, undefined]);
    for (const { samples } of elements) {
      const { shares, outside } = samples[0]!.histogram;
      expect(shares.reduce((sum, share) => sum + share, 0) + outside / 2000).toBeCloseTo(1, 12);
    }
    expect(pairs).toHaveLength(6);
    for (const { samples } of pairs.slice(0, 1))
      for (const { mass, enclosed } of samples[0]!.levels) expect(Math.abs(mass - enclosed)).toBeLessThan(0.001);
  });

  test('several samples over each other, with a legend', () => {
    const other = { mu: normals(3000, 1), tau: normals(3000, 2).map(Math.abs) };
    const plot = plotCorner(
      [
        { label: 'NUTS', source },
        { label: 'ensemble of $\\theta$', source: other },
      ],
      { variables: ['mu', 'tau'] },
    );
    expect(pictureFaults(plot.svg)).toEqual([]);
    expect(plot.data.samples).toEqual(['NUTS', 'ensemble of $\\theta$']);
    expect(plot.data.pairs[0]!.samples).toHaveLength(2);
  });

  test.each([
    ['one quantity', { mu: [1, 2, 3, 2, 1.5] }],
    ['a constant', { mu: normals(100, 1), c: new Float64Array(100).fill(3) }],
    ['few draws', { mu: [1, 2, 3], tau: [2, 1, 2.5] }],
    ['one draw', { mu: [1], tau: [2] }],
    ['equal quantities', { a: normals(500, 4), b: normals(500, 4) }],
    [
      'long names',
      { a_very_long_name_of_a_quantity: normals(100, 1), another_very_long_name_of_a_quantity: normals(100, 2) },
    ],
    ['large numbers', { a: normals(100, 1).map((x) => 1e9 + 1e5 * x), b: normals(100, 2).map((x) => 1e-7 * x) }],
  ])('%s gives a picture without faults', (_, draws) => {
    expect(pictureFaults(plotCorner(draws).svg)).toEqual([]);
  });

  test('draws that are not finite in one quantity are left out of all', () => {
    const plot = plotCorner({ a: [1, 2, Number.NaN, 4], b: [1, 5, 3, 2] });
    expect(plot.notes).toEqual(['1 of 4 draws of a, b are not finite and are left out']);
    expect(() => plotCorner({ a: [Number.NaN, 1], b: [1, Number.NaN] })).toThrow(
      expect.objectContaining({ code: 'plots/not-finite' }),
    );
  });

  test.each([
    [{ quantiles: [0.5, 1.2] }, 'plots/probability'],
    [{ ranges: { mu: [1, 0] as const } }, 'plots/range'],
    [{ variables: ['nu'] }, 'plots/unknown-variable'],
  ])('%j is refused', (options, code) => {
    expect(() => plotCorner(source, options)).toThrow(expect.objectContaining({ code }));
  });

  test('no sources are refused', () => {
    expect(() => plotCorner([])).toThrow(
      expect.objectContaining({
        code: 'plots/empty-selection',
        message: expect.stringMatching(/list of sources is empty/),
      }),
    );
  });
});

describe('pair', () => {
  test.each(['scatter', 'kde', 'hexbin'] as const)('%s, with divergences', (kind) => {
    const plot = plotPair(source, { variables: ['mu', 'log_tau', 'theta[Choate]'], kind });
    expect(pictureFaults(plot.svg)).toEqual([]);
    expect(plot.data.panels.map(({ x, y }) => `${x} ${y}`)).toEqual([
      'mu log_tau',
      'mu theta[Choate]',
      'log_tau theta[Choate]',
    ]);
    const flagged = source.statistic!('divergent').reduce(
      (sum, chain) => sum + Array.from(chain).reduce((a, b) => a + b, 0),
      0,
    );
    expect(plot.data.panels[0]!.divergences.x).toHaveLength(flagged);
    // Divergences of the example are where tau is small.
    expect(Math.max(...plot.data.panels[0]!.divergences.y)).toBeLessThan(Math.log(0.3));
    const { hexagons } = plot.data.panels[0]!;
    if (kind === 'hexbin') expect(hexagons!.count.reduce((a, b) => a + b, 0)).toBe(2000);
  });

  test('needs two elements', () => {
    expect(() => plotPair(source, { variables: 'mu' })).toThrow(
      expect.objectContaining({ code: 'plots/empty-selection' }),
    );
  });
});

describe('forest', () => {
  test('intervals and diagnostics', () => {
    const plot = plotForest(source, { refVal: 0 });
    expect(pictureFaults(plot.svg)).toEqual([]);
    expect(plot.data.rows).toHaveLength(5 + SCHOOLS.length);
    for (const { hdi, quartiles, median } of plot.data.rows) {
      expect(hdi.lower).toBeLessThanOrEqual(quartiles.lower);
      expect(quartiles.lower).toBeLessThanOrEqual(median);
      expect(quartiles.upper).toBeLessThanOrEqual(hdi.upper);
    }
  });

  test('models side by side; what one lacks is left out there', () => {
    const plot = plotForest(
      [
        { label: 'all', source },
        { label: 'two', source: { mu: normals(100, 1), tau: normals(100, 2) } },
      ],
      { variables: ['mu', 'tau'] },
    );
    expect(plot.data.rows.map(({ name, model }) => `${name} ${model}`)).toEqual([
      'mu all',
      'mu two',
      'tau all',
      'tau two',
    ]);
    expect(pictureFaults(plot.svg)).toEqual([]);
  });

  test('ten thousand elements: the first sixty', () => {
    const mu = [[normals(10_000, 1), normals(10_000, 2), normals(10_000, 3)].map((row) => Array.from(row))];
    const plot = plotForest({ mu });
    expect(plot.data.rows).toHaveLength(60);
    expect(plot.notes).toEqual(['first 60 of 10\u2009000 elements']);
    expect(pictureFaults(plot.svg)).toEqual([]);
  });

  test('constant draws have dashes for diagnostics', () => {
    const plot = plotForest({
      a: [
        [2, 2, 2],
        [2, 2, 2],
      ],
    });
    expect(plot.data.rows[0]!.rHat).toBeNaN();
    expect(pictureFaults(plot.svg)).toEqual([]);
  });
});

describe('shrinkage', () => {
  const raw = [28, 8, -3, 7, -1, 1, 18, 12];
  const theta = Array.from({ length: 400 }, (_, draw) =>
    raw.map((value, i) => 8 + 0.25 * (value - 8) + normals(1, 400 * i + draw + 1)[0]! / 10),
  );

  test('the slope is how little is pooled', () => {
    const plot = plotShrinkage(
      { theta: [theta], mu: [normals(400, 9).map((x) => 8 + x / 100)] },
      { variable: 'theta', raw, populationMean: 'mu' },
    );
    expect(pictureFaults(plot.svg)).toEqual([]);
    expect(plot.data.slope).toBeCloseTo(0.25, 2);
    expect(plot.data.populationMean).toBeCloseTo(8, 2);
    expect(plot.data.lower).toHaveLength(8);
  });

  test('needs an estimate for each element', () => {
    expect(() => plotShrinkage({ theta: [theta] }, { variable: 'theta', raw: [1, 2] })).toThrow(
      expect.objectContaining({
        code: 'plots/lengths',
        message: expect.stringMatching(/2 raw estimates and 8 elements/),
      }),
    );
    expect(() => plotShrinkage({ theta: [theta] }, { variable: 'theta', raw: raw.map(() => Number.NaN) })).toThrow(
      expect.objectContaining({ code: 'plots/not-finite' }),
    );
  });
});
