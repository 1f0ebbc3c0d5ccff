/** Every picture refuses an option that it does not know: a mistyped one would be left out in silence. */
import { Model } from '@credence/dsl';
import {
  plotAutocorrelation,
  plotCalibration,
  plotCorner,
  plotEnergy,
  plotForest,
  plotHistogramAgainstDensity,
  plotLine,
  plotModelGraph,
  plotPair,
  plotPosterior,
  plotPosteriorPredictive,
  plotRank,
  plotShrinkage,
  plotTrace,
} from './index.js';

const source = { mu: [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]] };

const calls: Readonly<Record<string, (wrong: object) => unknown>> = {
  plotAutocorrelation: (wrong) => plotAutocorrelation(source, wrong),
  plotCalibration: (wrong) => plotCalibration({ draws: 1, quantities: [], band: { lower: [], upper: [] } }, wrong),
  plotCorner: (wrong) => plotCorner(source, wrong),
  plotEnergy: (wrong) => plotEnergy(source, wrong),
  plotForest: (wrong) => plotForest(source, wrong),
  plotHistogramAgainstDensity: (wrong) =>
    plotHistogramAgainstDensity([1, 2, 3], { label: 'one', density: () => 1 }, wrong),
  plotLine: (wrong) => plotLine([{ label: 'line', x: [1, 2], y: [1, 2] }], wrong),
  plotPair: (wrong) => plotPair(source, wrong),
  plotPosterior: (wrong) => plotPosterior(source, wrong),
  plotPosteriorPredictive: (wrong) => plotPosteriorPredictive({ observed: {}, predicted: source }, wrong),
  plotRank: (wrong) => plotRank(source, wrong),
  plotShrinkage: (wrong) => plotShrinkage(source, { variable: 'mu', raw: [1], ...wrong }),
  plotTrace: (wrong) => plotTrace(source, wrong),
};

test.each(Object.entries(calls))('%s', (name, call) => {
  expect(() => call({ titel: 'x' })).toThrow(
    new RegExp(`^${name}\\(.*\\) has no option 'titel'.* Did you mean 'title'`),
  );
});

test('plotModelGraph', async () => {
  const wrong: object = { titel: 'x' };
  await expect(plotModelGraph(new Model(), wrong)).rejects.toThrow("Did you mean 'title'?");
});
