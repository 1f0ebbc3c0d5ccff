/** Pictures of posteriors and of models. */
export type { Bounds } from './density/bounds.js';
export { type DensityEstimate, type DensityOptions, densityOf } from './density/density.js';
export { type Histogram, type HistogramOptions, histogramOf } from './density/histogram.js';
export type { Marginal } from './density/marginal.js';
export type { FigureOptions, Plot } from './figure/plot.js';
export { type Label, labelText, nameLabel, parseLabel } from './label/label.js';
export { toPng } from './output/toPng.js';
export { type PosteriorData, type PosteriorOptions, plotPosterior } from './plots/posterior.js';
export { plotTrace, type TraceData, type TraceOptions } from './plots/trace.js';
export type { ArraySource, GroupSource, InferenceSource } from './source/inference.js';
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
