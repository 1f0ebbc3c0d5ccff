/** What every backend turns a graph into. */

/** Values of data by name: numbers, flat typed arrays in row-major order, or nested arrays. */
export type { InputValues } from './reference.js';

/** The number of a vector in a workspace. */
export type Slot = number;

/**
 * Vectors in a density's own memory and the operations of Hamiltonian dynamics on them: the `Workspace` contract of
 * @credence/samplers, which says what each does and in which order it sums.
 */
export interface DensityWorkspace {
  readonly slots: number;
  view(slot: Slot): Float64Array;
  logDensityAndGradient(position: Slot, gradient: Slot): number;
  dot(a: Slot, b: Slot): number;
  leapfrog(
    position: Slot,
    momentum: Slot,
    gradient: Slot,
    scale: Slot,
    stepSize: number,
    newPosition: Slot,
    newMomentum: Slot,
    newGradient: Slot,
    prepared: boolean,
    next: Slot | -1,
  ): number;
  joinPairs(begin: Slot, end: Slot, laterBegin: Slot, laterEnd: Slot, out: Slot): void;
  joinHalves(begin: Slot, end: Slot, sum: Slot, laterBegin: Slot, laterEnd: Slot, laterSum: Slot, out: Slot): void;
  accumulate(value: Slot, mean: Slot, squares: Slot, share: number): void;
  readonly results: Float64Array;
}

/** A compiled graph with data bound to it: the `LogDensity` contract of @credence/samplers, and its other outputs. */
export interface CompiledDensity {
  readonly dimension: number;
  /**
   * Log density (nats) at `position`; writes d/dposition into `gradient`. -Infinity where a computed index is out of range.
   * @throws CredenceError `density/missing` when the graph was compiled without a log density
   */
  logDensityAndGradient(position: Float64Array, gradient: Float64Array): number;
  /**
   * Log densities (nats) at `out.length` positions, one after another in `positions`; without the work of a gradient where the
   * program was compiled without one.
   * @throws CredenceError `density/missing`
   */
  logDensities?(positions: Float64Array, out: Float64Array): void;
  /**
   * The outputs of a group, row-major, each in an array of its own.
   * @throws CredenceError `output/unknown` for a group that was not compiled
   */
  evaluate(group: string, position: Float64Array): Float64Array[];
}
