/** What was done to a model before it is sampled, and what was not and why: plain data that prints as text. */
import { inspect } from '../inspect.js';
import { isFree, type ModelSnapshot } from '../model/declarations.js';
import { unconstrainedShape } from '../supports/support.js';
import { densityCost } from './cost.js';
import type { StructureStep } from './pass.js';

/** Of a model's log density. */
export interface Size {
  /** Unconstrained values. */
  readonly dimension: number;
  /** Operations that one evaluation takes, as `densityCost` counts them. */
  readonly operations: number;
}

export class StructureReport {
  readonly #declared: ModelSnapshot;
  readonly #sampled: ModelSnapshot;
  #sizes: { readonly declared: Size; readonly sampled: Size } | undefined;

  constructor(
    /** In the order in which they were made; then those that were not. */
    readonly steps: readonly StructureStep[],
    declared: ModelSnapshot,
    sampled: ModelSnapshot,
  ) {
    this.#declared = declared;
    this.#sampled = sampled;
  }

  /** Size of the model as it is declared, and as it is sampled. Counted when first asked for. */
  get sizes(): { readonly declared: Size; readonly sampled: Size } {
    this.#sizes ??= { declared: sizeOf(this.#declared), sampled: sizeOf(this.#sampled) };
    return this.#sizes;
  }

  /** Steps that changed the model. */
  get applied(): readonly StructureStep[] {
    return this.steps.filter(({ applied }) => applied);
  }

  /** One line; empty where nothing was done. */
  get line(): string {
    const { applied } = this;
    if (applied.length === 0) return '';
    const names = applied.map(({ variable }) => variable).join(', ');
    const [declared, sampled] = [this.#declared, this.#sampled].map(unconstrainedDimension);
    return `${sampled} of ${declared} dimensions sampled; drawn exactly given these: ${names}`;
  }

  toString(): string {
    const { steps, sizes } = this;
    const { declared, sampled } = sizes;
    const width = Math.max(0, ...steps.map(({ variable }) => variable.length));
    const lines = steps.map(
      ({ variable, text, applied }) => `  ${variable.padEnd(width)}  ${applied ? text : `left as it is: ${text}`}`,
    );
    const text = ({ dimension, operations }: Size) =>
      `${dimension} dimensions, about ${rounded(operations)} operations`;
    return [`As declared: ${text(declared)} an evaluation. As sampled: ${text(sampled)}.`, ...lines].join('\n');
  }

  [inspect](): string {
    return this.toString();
  }
}

function sizeOf(model: ModelSnapshot): Size {
  return { dimension: unconstrainedDimension(model), operations: densityCost(model) };
}

/** To two digits. */
function rounded(count: number): string {
  return Number(count.toPrecision(2)).toLocaleString('en-US');
}

/** Number of unconstrained values of the free variables. */
export function unconstrainedDimension(model: ModelSnapshot): number {
  return model.declarations
    .filter(isFree)
    .reduce(
      (total, { support, variable }) =>
        total + unconstrainedShape(support, variable.shape).reduce((product, n) => product * n, 1),
      0,
    );
}
