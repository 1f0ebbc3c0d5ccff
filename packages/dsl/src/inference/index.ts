export { concat } from './concat.js';
export { DataFrame, type DataFrameOptions, type DataFrameRow, type Trace, traceToDataFrame } from './dataFrame.js';
export { Dataset } from './dataset.js';
export { GROUPS, type GroupChoice, type GroupName, InferenceData } from './inferenceData.js';
export {
  type ArrayType,
  type Attributes,
  LabelledArray,
  type LabelledArrayInit,
  type NamedColumn,
} from './labelledArray.js';
export type { Label, Labels } from './labels.js';
export type { IndexChoice, IndexSelection, LabelChoice, LabelSelection } from './selection.js';
export type { SummaryOptions, SummaryRequest } from './summarize.js';
