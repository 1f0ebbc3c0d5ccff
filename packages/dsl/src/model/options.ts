/** Options of a declaration. */
import type { ArrayData } from './arrays.js';

export interface VariableOptions {
  /** Sizes of the axes. Default: those of `dims`, else of the parameters, else of `observed`. */
  readonly shape?: number | readonly number[];
  /** Names of the axes; each is in the model's `coords`. */
  readonly dims?: readonly string[] | string;
  /** Values, of exactly the variable's shape. A variable with values is not sampled. */
  readonly observed?: ArrayData | undefined;
  /** Where chains begin, on the variable's own scale: a number for all elements, or an array of its shape. */
  readonly initial?: ArrayData;
}

export interface DataOptions {
  /** Names of the axes. A name that is not in the model's `coords` yet takes its size from the data. */
  readonly dims?: readonly string[] | string;
  /** Default: int32 of whole numbers, which can be indices, else float64. */
  readonly dtype?: 'int32' | 'float64';
}

export interface DerivedOptions {
  /** Names of the axes; each is in the model's `coords`. */
  readonly dims?: readonly string[] | string;
}

/** A single name as a list of one. */
export function dimList(dims: readonly string[] | string | undefined): readonly string[] | undefined {
  return typeof dims === 'string' ? [dims] : dims;
}
