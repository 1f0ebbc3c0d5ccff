/** Summaries: intervals, energies, and what has no value and why. */
import { energyFraction } from './energy.js';
import * as diagnostics from './index.js';
import { SplitDraws } from './splitDraws.js';

const sequence = (length: number, phase = 0) =>
  Float64Array.from({ length }, (_, i) => (((i + phase) * 7919) % 1009) / 1009 + 0.3 * Math.sin(i));

test('the highest-density interval is the shortest, first of equals', () => {
  // 60 of 100 draws: from 0 to 6 in steps of 1/8, and a sparse tail.
  const draws = Float64Array.from({ length: 100 }, (_, i) => (i < 61 ? i / 8 : 8 + (i - 60)));
  expect(diagnostics.highestDensityInterval([draws], 0.6)).toEqual({ lower: 0, upper: 7.5 });
  expect(diagnostics.highestDensityInterval([draws], 0.5)).toEqual({ lower: 0, upper: 6.25 });
  const chains = [sequence(500), sequence(500, 31)];
  const sorted = Float64Array.from([...chains[0]!, ...chains[1]!]).sort();
  const widths = Array.from({ length: 60 }, (_, i) => sorted[i + 940]! - sorted[i]!);
  const first = widths.indexOf(Math.min(...widths));
  const expected = { lower: sorted[first], upper: sorted[first + 940] };
  expect(diagnostics.highestDensityInterval(chains)).toEqual(expected);
  expect(diagnostics.summarizeQuantity(chains).hdi).toEqual(expected);
  expect(diagnostics.highestDensityInterval(chains, 1)).toEqual({ lower: sorted[0], upper: sorted[999] });
});

test('quantiles lie between order statistics, and exactly on them', () => {
  const chains = [Float64Array.of(3, 1, 2), Float64Array.of(5, 4, 11)];
  expect([0, 0.2, 0.5, 0.9, 1].map((p) => diagnostics.quantileOf(chains, p))).toEqual([1, 2, 3.5, 8, 11]);
  expect(diagnostics.quantileOf([Float64Array.of(0.1, 0.1, 0.7)], 0.3)).toBe(0.1);
});

test('E-BFMI: mean squared change over variance', () => {
  expect(energyFraction(Float64Array.of(1, 3, 2, 6))).toBeCloseTo(21 / 3 / (14 / 3), 14);
  expect(energyFraction(Float64Array.of(1))).toBeNaN();
  expect(energyFraction(Float64Array.of(2, 2, 2))).toBeNaN();
  expect(energyFraction(Float64Array.of(2, Number.POSITIVE_INFINITY, 2))).toBeNaN();
});

test.each<[string, Float64Array[], diagnostics.UndefinedReason]>([
  ['NaN', [sequence(50), sequence(50).fill(Number.NaN, 3, 4)], 'not-finite'],
  ['infinite', [sequence(50).fill(Number.NEGATIVE_INFINITY, 3, 4)], 'not-finite'],
  ['constant', [new Float64Array(50).fill(2), new Float64Array(50).fill(2)], 'constant'],
  ['zeros of both signs', [new Float64Array(50).fill(-0), new Float64Array(50)], 'constant'],
  ['eleven draws', [sequence(11), sequence(11)], 'too-few-draws'],
])('%s draws give NaN and the reason', (_, chains, reason) => {
  expect(diagnostics.undefinedReason(chains)).toBe(reason);
  const { rHat, essBulk, essTail, essMean, essSd, essMedian, mcseMean, mcseSd, mcseMedian } = diagnostics;
  for (const measure of [rHat, essBulk, essTail, essMean, essSd, essMedian, mcseMean, mcseSd, mcseMedian]) {
    expect(measure(chains)).toBeNaN();
  }
  const summary = diagnostics.summarizeQuantity(chains, { quantiles: [0.5] });
  expect(summary.missing).toBe(diagnostics.describeReason(reason));
  expect([summary.rHat, summary.essBulk, summary.mcseSd]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  const together = chains.flatMap((chain) => [...chain]);
  if (together.every(Number.isFinite)) {
    expect(summary.mean).toBeCloseTo(
      together.reduce((sum, x) => sum + x / together.length, 0),
      14,
    );
    expect(summary.quantiles).toHaveLength(1);
    expect(summary.median).toBe(summary.quantiles[0]);
  }
  if (together.some(Number.isNaN)) expect(summary.hdi).toEqual({ lower: Number.NaN, upper: Number.NaN });
});

test('a tail that cannot be told from the bulk has no ESS, all else has', () => {
  const chains = [0, 1].map((c) => sequence(200, c * 17).map((x) => Math.floor(3 * x)));
  const mostly = chains.map((chain) => chain.map((x) => Math.min(x, 1)));
  const summary = diagnostics.summarizeQuantity(mostly);
  expect(summary.essTail).toBeNaN();
  expect(summary.missing).toBe('tail ESS: all draws (or all indicators of the quantile) are equal');
  expect(summary.rHat).toBeGreaterThan(0.99);
  expect(summary.essBulk).toBeGreaterThan(10);
});

test('a single chain is compared with itself', () => {
  const drifting = Float64Array.from({ length: 400 }, (_, i) => i / 100 + Math.sin(i * i));
  expect(diagnostics.rHat([drifting])).toBeGreaterThan(1.3);
  expect(diagnostics.essBulk([drifting])).toBeLessThan(20);
});

test('one chain that stands still shows', () => {
  const chains = [sequence(300), sequence(300, 5), new Float64Array(300).fill(0.4)];
  expect(diagnostics.rHat(chains)).toBeGreaterThan(1.1);
});

test('slow and fast chains, and a change of shape between them, do not share memory', () => {
  const slow = [1, 2].map((c) => {
    let x = 0;
    return sequence(3000, c * 11).map((e) => {
      x = 0.99 * x + e - 0.5;
      return x;
    });
  });
  const before = diagnostics.summarizeQuantity(slow);
  diagnostics.summarizeQuantity([sequence(77), sequence(77, 3), sequence(77, 9)]);
  diagnostics.summarizeQuantity([sequence(6000)]);
  expect(diagnostics.summarizeQuantity(slow)).toEqual(before);
  expect(new SplitDraws(2, 3001).kept).toBe(6000);
});

test('mistakes have codes', () => {
  expect(() => diagnostics.rHat([])).toThrow(
    'Diagnostics need at least one chain; the list of chains is empty. [diagnostics/no-chains]',
  );
  expect(() => diagnostics.essBulk([new Float64Array(3), new Float64Array(4)])).toThrow(
    'Diagnostics compare chains of one length; chain 0 has 3 draws and chain 1 has 4. Cut them to the shortest first. [diagnostics/ragged]',
  );
  expect(() => diagnostics.summarizeQuantity([sequence(50)], { probability: 1.2 })).toThrow(
    'A probability mass must lie in (0, 1], not 1.2. [diagnostics/probability]',
  );
  expect(() => diagnostics.mcseQuantile([sequence(50)], 0)).toThrow(
    "A quantile's probability must lie strictly between 0 and 1, not 0. [diagnostics/probability]",
  );
});
