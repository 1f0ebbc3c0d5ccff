import { exp, keyFromSeed, stream } from '@credence/numerics';
import { RankUniformity, rankShape, testRanks } from '@credence/samplers';
import { pictureFaults } from '../testing/pictureFaults.js';
import { type CalibrationSource, plotCalibration } from './calibration.js';

const DRAWS = 99;
const SIMULATIONS = 200;
const uniformity = new RankUniformity(SIMULATIONS, DRAWS);

/** Ranks that `place` moves from uniform ones, both as shares. */
function quantity(name: string, seed: number, place: (share: number) => number = (share) => share) {
  const rng = stream(keyFromSeed(seed), 0);
  const ranks = Int32Array.from({ length: SIMULATIONS }, () => Math.min(DRAWS, Math.floor(100 * place(rng.uniform()))));
  const { pValue } = testRanks(ranks, uniformity);
  return { name, ranks, pValue, calibrated: pValue > 0.001, shape: rankShape(ranks, DRAWS) };
}

const source: CalibrationSource = {
  draws: DRAWS,
  quantities: [
    quantity('mu', 1),
    quantity('theta[Choate]', 2, (share) => 1 / (1 + exp(-2 * (share - 0.5) * 2.2))),
    quantity('log likelihood', 3, (share) => share ** 1.6),
  ],
  band: uniformity.band(0.001),
};

test('differences of distribution functions with the band of the test; what leaves it stands out', () => {
  const plot = plotCalibration(source);
  expect(pictureFaults(plot.svg)).toEqual([]);
  const { x, lower, upper, quantities } = plot.data;
  expect(x.length).toBe(DRAWS);
  expect(quantities.map(({ calibrated }) => calibrated)).toEqual([true, false, false]);
  for (const { difference, calibrated } of quantities.filter(({ name }) => name !== 'theta[Choate]')) {
    expect(difference.some((value, i) => value < lower[i]! - 1e-12 || value > upper[i]! + 1e-12)).toBe(!calibrated);
  }
  // Half of the ranks of u^1.6 lie below 0.5^1.6 = 0.33.
  expect(quantities[2]?.difference[32]).toBeGreaterThan(0.1);
  expect(plot.alt).toBe(
    'Ranks of true values among draws for mu, theta[Choate], log likelihood; not uniform: theta[Choate], log likelihood.',
  );
});

test('the least uniform ones of many, and those that are named', () => {
  const many = { ...source, quantities: Array.from({ length: 40 }, (_, i) => quantity(`x[${i}]`, 10 + i)) };
  const plot = plotCalibration(many);
  expect(plot.data.quantities).toHaveLength(16);
  expect(plot.notes).toEqual(['24 quantities with larger p-values are left out']);
  const shown = new Set(plot.data.quantities.map(({ name }) => name));
  const largest = Math.max(...many.quantities.filter(({ name }) => shown.has(name)).map(({ pValue }) => pValue));
  for (const { name, pValue } of many.quantities) expect(shown.has(name) || pValue >= largest).toBe(true);
  const named = plotCalibration(many, { quantities: ['x[3]'] });
  expect(named.data.quantities.map(({ name }) => name)).toEqual(['x[3]']);
  expect(named.notes).toEqual([]);
  expect(() => plotCalibration(source, { quantities: ['nu'] })).toThrow(
    /no quantity 'nu'\. There are mu, theta\[Choate\]/,
  );
  expect(() => plotCalibration(source, { quantities: [] })).toThrow(/quantities is empty/);
});
