/** Pictures of posteriors and of models. */
export type { Bounds } from './density/bounds.js';
export { type DensityEstimate, type DensityOptions, densityOf } from './density/density.js';
export { type Histogram, type HistogramOptions, histogramOf } from './density/histogram.js';
export type { Marginal } from './density/marginal.js';
export { type ContourLevel, contourLevels, type PlaneDensity, planeDensityOf } from './density/plane.js';
export type { FigureOptions, Plot } from './figure/plot.js';
export { type GraphSource, modelToGraphviz } from './graph/graphviz.js';
export { type ModelGraphOptions, plotModelGraph } from './graph/modelGraph.js';
export { type Label, labelText, nameLabel, parseLabel } from './label/label.js';
export {
  type Report,
  type ReportCell,
  type ReportSection,
  type ReportTable,
  report,
  type SummaryTableRow,
  summaryTable,
  toHtml,
} from './output/html.js';
export { toPng } from './output/toPng.js';
export { type AutocorrelationData, type AutocorrelationOptions, plotAutocorrelation } from './plots/autocorrelation.js';
export {
  type CalibrationPlotData,
  type CalibrationPlotOptions,
  type CalibrationSource,
  plotCalibration,
} from './plots/calibration.js';
export { type CornerData, type CornerOptions, plotCorner } from './plots/corner.js';
export { type EnergyData, plotEnergy } from './plots/energy.js';
export { type ForestData, type ForestOptions, type ForestRow, plotForest } from './plots/forest.js';
export {
  type DensityCurve,
  type HistogramAgainstDensityData,
  type HistogramAgainstDensityOptions,
  plotHistogramAgainstDensity,
} from './plots/histogramAgainstDensity.js';
export { type LineData, type LineOptions, type LineSeries, plotLine } from './plots/line.js';
export { type PairOptions, type PairPanelData, type PairsData, plotPair } from './plots/pair.js';
export type { PairData } from './plots/pairs.js';
export { type PosteriorData, type PosteriorOptions, plotPosterior } from './plots/posterior.js';
export {
  type PosteriorPredictiveOptions,
  type PredictiveData,
  type PredictiveSource,
  plotPosteriorPredictive,
} from './plots/posteriorPredictive.js';
export type { PredictiveVariableData } from './plots/predictiveVariable.js';
export { plotRank, type RankData, type RankElementData, type RankOptions } from './plots/rank.js';
export { plotShrinkage, type ShrinkageData, type ShrinkageOptions } from './plots/shrinkage.js';
export { plotTrace, type TraceData, type TraceOptions } from './plots/trace.js';
export type { ArraySource, GroupSource, InferenceSource } from './source/inference.js';
export type { NamedSource, Sources } from './source/named.js';
export type { NameOrHandle, SelectOptions } from './source/select.js';
export {
  type PlainDraws,
  type PlainOptions,
  type PlotSource,
  plotSource,
  type Source,
  type VariableSource,
} from './source/source.js';
export { labelHtml } from './text/svgText.js';
export { theme } from './theme/theme.js';
