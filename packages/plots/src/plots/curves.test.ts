import { Dataset, InferenceData, LabelledArray } from '@credence/dsl';
import { normalDensity } from '@credence/numerics';
import { pictureFaults } from '../testing/pictureFaults.js';
import { normals } from '../testing/samples.js';
import { plotHistogramAgainstDensity } from './histogramAgainstDensity.js';
import { plotLine } from './line.js';
import { plotPosteriorPredictive } from './posteriorPredictive.js';

describe('line', () => {
  const x = Array.from({ length: 40 }, (_, i) => i / 20);
  test('curves, bands, references, marks', () => {
    const y = x.map((v) => -1540 - 200 * v);
    const plot = plotLine(
      [
        { label: 'importance sampling', x, y, lower: y.map((v) => v - 9), upper: y.map((v) => v + 9) },
        { label: 'exact $\\theta_\\sigma$', x, y: x.map((v) => -1500 - 190 * v), reference: true },
      ],
      {
        xLabel: '$\\theta_\\sigma$',
        yLabel: 'log likelihood (nats)',
        marksX: [{ value: 0.5, label: 'truth' }],
        title: 'Bias',
      },
    );
    expect(pictureFaults(plot.svg)).toEqual([]);
    expect(plot.data.series[0]!.y).toEqual(y);
  });

  test('gaps are said', () => {
    const plot = plotLine([{ label: 'a', x: [0, 1, 2, 3], y: [1, Number.NEGATIVE_INFINITY, 2, 1] }]);
    expect(plot.notes).toEqual(["1 point of 'a' has no finite value"]);
    expect(pictureFaults(plot.svg)).toEqual([]);
  });

  test.each([
    [[], {}, 'plots/empty-selection', /no curves/],
    [[{ label: 'a', x: [1, 2], y: [1] }], {}, 'plots/lengths', /2 values of x and 1 of y/],
    [[{ label: 'a', x: [1], y: [Number.NaN] }], {}, 'plots/not-finite', /finite y/],
    [[{ label: 'a', x: [1], y: [1] }], { yRange: [1, 1] as const }, 'plots/range', /must rise/],
  ])('%j is refused', (series, options, code, text) => {
    expect(() => plotLine(series, options)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(text) }),
    );
  });

  test('one point and a level curve have frames', () => {
    expect(pictureFaults(plotLine([{ label: 'a', x: [1], y: [1] }]).svg)).toEqual([]);
    expect(pictureFaults(plotLine([{ label: 'a', x: [1, 2], y: [3, 3] }]).svg)).toEqual([]);
  });
});

describe('histogram against density', () => {
  test('both are in the unit of the values', () => {
    const plot = plotHistogramAgainstDensity(
      normals(4000, 1).map((v) => 2 + v / 2),
      { label: 'population', density: (v) => 2 * normalDensity(2 * (v - 2)) },
      { xLabel: '$\\mu$' },
    );
    expect(pictureFaults(plot.svg)).toEqual([]);
    const { histogram, curves } = plot.data;
    const width = histogram.edges[1]! - histogram.edges[0]!;
    expect(histogram.density.reduce((sum, value) => sum + value, 0) * width).toBeCloseTo(1, 10);
    const step = curves[0]!.x[1]! - curves[0]!.x[0]!;
    expect(curves[0]!.density.reduce((sum, value) => sum + value, 0) * step).toBeCloseTo(1, 2);
  });

  test('a density below 0 is refused', () => {
    expect(() => plotHistogramAgainstDensity([1, 2], { label: 'wrong', density: (v) => -v })).toThrow(
      expect.objectContaining({ code: 'plots/density-value', message: expect.stringMatching(/'wrong' is -/) }),
    );
    expect(() => plotHistogramAgainstDensity([Number.NaN], [])).toThrow(
      expect.objectContaining({ code: 'plots/not-finite' }),
    );
  });
});

describe('posterior predictive', () => {
  const y = normals(200, 1);
  const predicted = [Array.from({ length: 150 }, (_, s) => normals(200, s + 2))];

  test('densities of continuous data, bars of counts', () => {
    const k = y.map((v) => Math.abs(Math.round(2 * v)));
    const plot = plotPosteriorPredictive({
      observed: { y, k },
      predicted: {
        y: predicted.map((sets) => sets.map((set) => Array.from(set))),
        k: predicted.map((sets) => sets.map((set) => Array.from(set, (v) => Math.abs(Math.round(2 * v))))),
      },
    });
    expect(pictureFaults(plot.svg)).toEqual([]);
    const [first, second] = plot.data.variables;
    if (first?.kind !== 'kde' || second?.kind !== 'bars') throw new Error('kinds');
    expect(first.replicated).toHaveLength(100);
    expect(second.observed.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    const inside = second.observed.filter((share, i) => share >= second.lower[i]! && share <= second.upper[i]!).length;
    expect(inside / second.observed.length).toBeGreaterThan(0.6);
    expect(plot.notes).toContain('100 of 150 replicated data sets of y');
  });

  test('takes the groups of inference data', () => {
    const group = (name: string, dims: string[], shape: number[], values: Float64Array) =>
      new Dataset([new LabelledArray({ name, dims, shape, values })]);
    const inference = new InferenceData({
      observed_data: group('y', ['obs'], [200], y),
      posterior_predictive: group(
        'y',
        ['chain', 'draw', 'obs'],
        [1, 150, 200],
        Float64Array.from(predicted[0]!.flatMap((set) => Array.from(set))),
      ),
    });
    const plot = plotPosteriorPredictive(inference, { samples: 20 });
    const [variable] = plot.data.variables;
    if (variable?.kind !== 'kde') throw new Error('kind');
    expect(variable.replicated).toHaveLength(20);
    expect(() => plotPosteriorPredictive(inference.only(['observed_data']))).toThrow(
      expect.objectContaining({ code: 'plots/no-group' }),
    );
  });

  test.each([
    [
      { observed: { y: [1, 2] }, predicted: { y: [[[1, 2, 3]]] } },
      {},
      'plots/lengths',
      /2 observed values and 3 predicted/,
    ],
    [
      { observed: { y: [1, 2] }, predicted: { z: [[[1, 2]]] } },
      {},
      'plots/empty-selection',
      /both observed and predicted/,
    ],
    [
      { observed: { y: [1, 2] }, predicted: { y: [[[1, 2]]] } },
      { variables: 'z' },
      'plots/unknown-variable',
      /'z' is not both/,
    ],
    [
      { observed: { y: [Number.NaN, Number.NaN] }, predicted: { y: [[[1, 2]]] } },
      {},
      'plots/not-finite',
      /no finite data/,
    ],
  ])('%j with %j is refused', (source, options, code, text) => {
    expect(() => plotPosteriorPredictive(source, options)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(text) }),
    );
  });
});
