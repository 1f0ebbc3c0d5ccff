/** The draws of one variable. */
import { CredenceError } from '@credence/numerics';
import type { ScalarChains } from '@credence/samplers';
import type { LabelledArray } from '../inference/labelledArray.js';
import { type Labels, sizeOf } from '../inference/labels.js';
import type { IndexChoice, IndexSelection, LabelChoice, LabelSelection } from '../inference/selection.js';
import { inspect } from '../inspect.js';

/** Draws in one array, chain after chain, draw after draw, each draw row-major. */
export class VariableDraws {
  readonly name: string;
  readonly chains: number;
  /** Draws in each chain. */
  readonly draws: number;
  /** Elements of one draw. */
  readonly size: number;
  /** Shape of one draw. */
  readonly shape: readonly number[];
  /** Names of its axes; `theta_dim_0` where the model gave none. */
  readonly dims: readonly string[];

  constructor(
    /** The same as an array with the dimensions `chain`, `draw`, and those of the variable. */
    readonly array: LabelledArray,
  ) {
    this.name = array.name;
    this.chains = array.sizeAlong('chain');
    this.draws = array.sizeAlong('draw');
    this.shape = array.elementShape;
    this.dims = array.elementDims;
    this.size = sizeOf(this.shape);
  }

  /** chains x draws x size values. Laid out when first asked for, and not to be written to. */
  get values(): Float64Array {
    return this.array.values;
  }

  /** Labels of `chain`, `draw` and the variable's dimensions. */
  get coords(): Labels {
    return this.array.coords;
  }

  /**
   * One draw, row-major. A view.
   * @throws CredenceError posterior/index
   */
  at(chain: number, draw: number): Float64Array {
    this.#checkIndex('at', [chain, draw], [this.chains, this.draws]);
    const first = (chain * this.draws + draw) * this.size;
    return this.values.subarray(first, first + this.size);
  }

  /**
   * Draws of one element, given by its index along each axis: one array a chain.
   * @example posterior.draws('theta').element(2)
   * @throws CredenceError posterior/index
   */
  element(...index: readonly number[]): ScalarChains {
    this.#checkIndex('element', index, this.shape);
    return this.array.column(index.reduce((position, i, axis) => position * (this.shape[axis] ?? 1) + i, 0));
  }

  /**
   * Draws of the part with chosen labels. A single label drops its dimension; `chain` and `draw` stay, of length 1.
   * @example posterior.draws('theta').sel({ school: 'Choate', chain: [0, 1] }).values
   * @throws CredenceError inference/dim, inference/label, inference/choice
   */
  sel(selection: LabelSelection): VariableDraws {
    return new VariableDraws(
      this.array.sel(keptDraws(selection, (label): LabelChoice => (typeof label === 'object' ? label : [label]))),
    );
  }

  /**
   * The same by indices; -1 is the last.
   * @throws CredenceError inference/dim, inference/index, inference/choice
   */
  isel(selection: IndexSelection): VariableDraws {
    return new VariableDraws(
      this.array.isel(keptDraws(selection, (index): IndexChoice => (typeof index === 'object' ? index : [index]))),
    );
  }

  /** Every `step`-th draw of each chain. @throws CredenceError inference/thin */
  thin(step: number): VariableDraws {
    return new VariableDraws(this.array.thin(step));
  }

  toString(): string {
    return String(this.array);
  }

  [inspect](): string {
    return this.toString();
  }

  #checkIndex(method: string, index: readonly number[], sizes: readonly number[]): void {
    const inside = index.every((i, axis) => Number.isInteger(i) && i >= 0 && i < (sizes[axis] ?? 0));
    if (inside && index.length === sizes.length) return;
    throw new CredenceError(
      'posterior/index',
      `draws('${this.name}').${method}(${index.join(', ')}) is outside [${sizes.join(', ')}]. Give a whole number from 0 for each axis.`,
      { index, sizes },
    );
  }
}

/** The selection with one chain or draw as a list of one, so that the dimension stays. */
function keptDraws<C>(selection: Readonly<Record<string, C>>, listed: (choice: C) => C): Readonly<Record<string, C>> {
  return Object.fromEntries(
    Object.entries(selection).map(([dim, choice]) => [
      dim,
      dim === 'chain' || dim === 'draw' ? listed(choice) : choice,
    ]),
  );
}
