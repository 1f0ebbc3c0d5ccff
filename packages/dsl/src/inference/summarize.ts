/** The summary of labelled draws, wherever they come from. */
import { checkOptions, type OptionNames } from '@credence/numerics';
import { type SummaryOptions as QuantityOptions, summarizeQuantity } from '@credence/samplers';
import { Summary, type SummaryRow } from '../posterior/summary.js';
import type { LabelledArray } from './labelledArray.js';

export interface SummaryOptions {
  /** Mass of the highest-density interval. Default 0.94. */
  readonly probability?: number;
  /** Probabilities of quantiles wanted in the rows beside it. */
  readonly quantiles?: readonly number[];
}

export interface SummaryRequest extends SummaryOptions {
  /** Names of variables. Default: all. */
  readonly variables?: readonly string[];
}

/** No chain drew anything. */
const noDraws = [new Float64Array(0)];

/** Rows of one variable, element by element. @throws CredenceError inference/not-sampled */
export function summaryRows(array: LabelledArray, options: QuantityOptions = {}): readonly SummaryRow[] {
  const rows: SummaryRow[] = [];
  for (const { name, chains } of array.columns()) {
    rows.push({ name, ...summarizeQuantity(chains.length === 0 ? noDraws : chains, options) });
  }
  return rows;
}

/** @throws CredenceError inference/not-sampled, diagnostics/probability */
export function summarize(arrays: Iterable<LabelledArray>, options: SummaryOptions = {}): Summary {
  checkOptions('summary(options)', options, OPTIONS);
  const rows = [...arrays].flatMap((array) => summaryRows(array, options));
  return new Summary(rows, options.probability ?? 0.94);
}

const OPTIONS: OptionNames<SummaryOptions> = { probability: true, quantiles: true };
