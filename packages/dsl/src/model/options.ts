/** Options of declarations, and the check of their names: a mistyped option would be left out in silence. */
import { checkOptions as checkNames } from '@credence/numerics';
import type { Support } from '../supports/index.js';
import type { ArrayData } from './arrays.js';
import type { Variable } from './variable.js';

/** What is done about values that are NaN. */
export type Missing = 'error' | 'drop' | 'impute';

export interface VariableOptions {
  /** Sizes of the axes. Default: those of `dims`, else of the parameters, else of `observed`. */
  readonly shape?: number | readonly number[];
  /** Names of the axes; each is in the model's `coords`. */
  readonly dims?: readonly string[] | string;
  /**
   * Values, of exactly the variable's shape: an array, or the handle of `model.data`, whose values `withData` then exchanges
   * here too. A variable with values is not sampled.
   */
  readonly observed?: ArrayData | Variable | undefined;
  /**
   * What observed values that are NaN do. `error`, the default: they are refused, with their places. `drop`: they add nothing to
   * the likelihood, and a vector with a NaN in it adds nothing as a whole. `impute`: they become a free variable
   * `<name>_missing` with one element for each, row-major, and the handle stands for all values, observed and imputed. With
   * other data (`withData`) the missing ones may be others.
   */
  readonly missing?: Missing;
  /**
   * Which values were observed: true or false for each element of the variable, or for each of its events; an array, or the
   * handle of `model.data`. What is false adds nothing, whatever stands there.
   */
  readonly mask?: ArrayData | Variable | undefined;
  /** Where chains begin, on the variable's own scale: a number for all elements, or an array of its shape. */
  readonly initial?: ArrayData;
  /**
   * A set that the variable is restricted to beside its distribution's support, e.g. `supports.ordered`, whose events take
   * the last axes. The density is that of the distribution, not normalised again over the set: what is declared is
   * proportional to it there and nothing elsewhere. That is what a declared type of Stan and `transform` of PyMC do, and it
   * matters only where the probability of the set depends on other variables.
   */
  readonly support?: Support;
}

export interface DataOptions {
  /** Names of the axes. A name that is not in the model's `coords` yet takes its size from the data. */
  readonly dims?: readonly string[] | string;
  /** Default: int32 of whole numbers, which can be indices, else float64. */
  readonly dtype?: 'int32' | 'float64';
  /** Whether values may be NaN, for data that a variable observes with its own option `missing` or `mask`. Default `error`. */
  readonly missing?: 'error' | 'keep';
}

export interface DerivedOptions {
  /** Names of the axes; each is in the model's `coords`. */
  readonly dims?: readonly string[] | string;
}

/** Names of the options of a variable. */
export const VARIABLE_OPTIONS = ['shape', 'dims', 'observed', 'missing', 'mask', 'initial', 'support'] as const;
/** Names of the options of data. */
export const DATA_OPTIONS = ['dims', 'dtype', 'missing'] as const;
/** Names of the options of a deterministic. */
export const DERIVED_OPTIONS = ['dims'] as const;

/**
 * Every option must be known.
 * @throws CredenceError model/option
 */
export function checkOptions(
  where: string,
  options: object,
  known: readonly string[] | Readonly<Record<string, true>>,
): void {
  checkNames(where, options, known, 'model/option');
}

/** A single name as a list of one. */
export function dimList(dims: readonly string[] | string | undefined): readonly string[] | undefined {
  return typeof dims === 'string' ? [dims] : dims;
}
