/** Draws of a posterior that true values are ranked among: a fixed number of them, far enough apart to be nearly independent. */
import { CredenceError } from '@credence/numerics';
import { essBulk } from '@credence/samplers';
import { Dataset } from '../inference/dataset.js';
import type { InferenceData } from '../inference/inferenceData.js';
import { LabelledArray } from '../inference/labelledArray.js';
import type { Posterior } from '../posterior/posterior.js';
import { orderedDraws, posteriorOf } from '../predict/trace.js';
import type { ValuesByName } from './options.js';

/** Elements of one variable whose effective sample size is looked at. */
const MOST_ELEMENTS = 20;

/** Draws of one element. */
export interface ThinnedColumn {
  /** `theta[Choate]` */
  readonly name: string;
  readonly draws: Float64Array;
}

export class RankedDraws {
  readonly #arrays: ReadonlyMap<string, LabelledArray>;
  readonly #posterior: Dataset;
  /** Chain and draw of each one that is taken. */
  readonly #places: readonly (readonly [number, number])[];

  /** @throws CredenceError calibration/few-draws */
  constructor(
    fit: Posterior | InferenceData,
    readonly count: number,
  ) {
    this.#posterior = posteriorOf(fit);
    this.#arrays = orderedDraws(this.#posterior);
    const [any] = this.#arrays.values();
    const [chains = 0, draws = 0] = any?.shape ?? [];
    const total = chains * draws;
    if (total < count) {
      throw new CredenceError(
        'calibration/few-draws',
        `simulationBasedCalibration: values are ranked among ${count} draws, and the posterior has ${total}. Ask for fewer by the option draws, or let fit make more.`,
        { count, total },
      );
    }
    this.#places = Array.from({ length: count }, (_, i) => {
      const at = Math.floor(((i + 0.5) * total) / count);
      return [Math.floor(at / draws), at % draws];
    });
  }

  /** The elements of a variable. @throws CredenceError inference/variable */
  columns(variable: string): readonly ThinnedColumn[] {
    return Array.from(this.#array(variable).columns(), ({ name, chains }) => ({
      name,
      draws: Float64Array.from(this.#places, ([chain, draw]) => chains[chain]?.[draw] ?? Number.NaN),
    }));
  }

  /** Smallest effective sample size of these variables; elements whose draws are all equal do not count. */
  smallestEffectiveSize(variables: readonly string[]): number {
    let smallest = Number.POSITIVE_INFINITY;
    for (const variable of variables) {
      const array = this.#array(variable);
      const step = Math.max(1, Math.ceil(array.elements / MOST_ELEMENTS));
      for (let element = 0; element < array.elements; element += step) {
        const size = essBulk(array.column(element));
        if (size < smallest) smallest = size;
      }
    }
    return smallest;
  }

  /** The taken draws with one more at the end, as one chain. */
  with(values: ValuesByName): Dataset {
    const length = this.count + 1;
    const arrays = [...this.#arrays].flatMap(([name, { elementDims, elementShape }]) => {
      const own = values[name];
      if (own === undefined) return [];
      const columns = this.columns(name).map(({ draws }, element) => {
        const column = new Float64Array(length);
        column.set(draws);
        column[this.count] = own[element] ?? Number.NaN;
        return [column];
      });
      const dims = ['chain', 'draw', ...elementDims];
      const column = (element: number) => columns[element] ?? [];
      return [new LabelledArray({ name, dims, shape: [1, length, ...elementShape], column })];
    });
    return new Dataset(arrays);
  }

  #array(variable: string): LabelledArray {
    return this.#arrays.get(variable) ?? this.#posterior.variable(variable);
  }
}
