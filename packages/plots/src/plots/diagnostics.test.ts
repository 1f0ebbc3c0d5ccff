import { energyFraction } from '@credence/samplers';
import { rankBand } from '../density/ranks.js';
import { exampleDraws } from '../testing/exampleDraws.js';
import { pictureFaults } from '../testing/pictureFaults.js';
import { normals } from '../testing/samples.js';
import { plotAutocorrelation } from './autocorrelation.js';
import { plotEnergy } from './energy.js';
import { plotRank } from './rank.js';

const source = exampleDraws();
const chains = (count: number, draws: number, seed: number) =>
  Array.from({ length: count }, (_, c) => normals(draws, 1000 * seed + c));

describe('rank', () => {
  test.each(['bars', 'ecdf'] as const)('%s', (kind) => {
    const plot = plotRank(source, { variables: ['mu', 'k', 'theta'], kind });
    expect(pictureFaults(plot.svg)).toEqual([]);
    expect(plot.data.elements).toHaveLength(10);
    if (kind === 'bars')
      for (const shares of plot.data.elements[0]!.chains) expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
    else for (const values of plot.data.elements[0]!.chains) expect(values.at(-1)).toBeCloseTo(0, 12);
  });

  test('chains that agree leave the band as rarely as it says, and one that is off leaves it', () => {
    // 200 sets: 12 expected outside a 94 % band; fewer than 2 or more than 27 has a chance under 1e-4.
    let outside = 0;
    for (let seed = 1; seed <= 200; seed++) outside += plotData(chains(3, 60, seed)).outside ? 1 : 0;
    expect(outside).toBeGreaterThan(1);
    expect(outside).toBeLessThan(28);
    const [first, ...rest] = chains(3, 200, 500);
    expect(plotData([first!.map((x) => x + 0.6), ...rest]).outside).toBe(true);
    expect(plotData([first!.map((x) => 2.5 * x), ...rest]).outside).toBe(true);
  });

  test('the band is that of one chain among two, narrowest at the ends', () => {
    const band = rankBand(4, 250, 50, 0.94);
    expect(band.at(-1)).toBe(0);
    expect(Math.max(...band)).toBe(band[24]);
    // Between the pointwise 1.88 and the bound by Bonferroni over 4 x 50, 3.6 standard deviations of sqrt(0.25 x 0.75 / 250).
    expect(band[24]! / Math.sqrt((0.25 * 0.75) / 250)).toBeGreaterThan(1.9);
    expect(band[24]! / Math.sqrt((0.25 * 0.75) / 250)).toBeLessThan(3.6);
  });

  test('constant draws have ranks at random', () => {
    expect(
      pictureFaults(
        plotRank({
          c: [
            [1, 1, 1, 1],
            [1, 1, 1, 1],
          ],
        }).svg,
      ),
    ).toEqual([]);
  });

  test.each([
    [{ mu: [1, 2, 3] }, 'plots/chains', /'mu' has one/],
    [
      {
        mu: [
          [1, Number.NaN],
          [1, 2],
        ],
      },
      'plots/not-finite',
      /have no ranks/,
    ],
  ])('%j is refused', (draws, code, text) => {
    expect(() => plotRank(draws)).toThrow(expect.objectContaining({ code, message: expect.stringMatching(text) }));
  });

  function plotData(x: readonly Float64Array[]) {
    return plotRank({ x }).data.elements[0]!;
  }
});

describe('energy', () => {
  test('E-BFMI by chain', () => {
    const plot = plotEnergy(source);
    expect(pictureFaults(plot.svg)).toEqual([]);
    expect(plot.data.energyFractions).toEqual(
      source.statistic!('energy').map((chain) => energyFraction(Float64Array.from(chain))),
    );
  });

  test('needs energies', () => {
    expect(() => plotEnergy({ mu: [1, 2] })).toThrow(
      expect.objectContaining({
        code: 'plots/no-statistic',
        message: expect.stringMatching(/needs the energy of every draw/),
      }),
    );
  });

  test('constant energies are drawn as lines', () => {
    expect(
      pictureFaults(plotEnergy({ variables: [], draws: () => source.draws('mu'), statistic: () => [[1, 1, 1]] }).svg),
    ).toEqual([]);
  });
});

describe('autocorrelation', () => {
  test('that of a first-order process falls by its coefficient', () => {
    let x = 0;
    const process = normals(20_000, 3).map((step) => (x = 0.7 * x + step));
    const [values] = plotAutocorrelation({ x: process }).data.elements[0]!.chains;
    expect(values![0]).toBe(1);
    for (let lag = 1; lag <= 5; lag++) expect(Math.abs(values![lag]! - 0.7 ** lag)).toBeLessThan(0.04);
  });

  test('several elements and chains; constants have none', () => {
    const plot = plotAutocorrelation(source);
    expect(pictureFaults(plot.svg)).toEqual([]);
    const constant = plotAutocorrelation({
      c: [
        [1, 1, 1],
        [1, 2, 1],
      ],
    });
    expect(constant.notes).toEqual(['1 of 2 chains of c are constant or not finite and have no autocorrelation']);
    expect(pictureFaults(constant.svg)).toEqual([]);
    expect(pictureFaults(plotAutocorrelation({ c: [1] }).svg)).toEqual([]);
    expect(() => plotAutocorrelation(source, { maxLag: 0 })).toThrow(expect.objectContaining({ code: 'plots/lag' }));
  });
});
