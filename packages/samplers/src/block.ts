/** Blocks of draws: typed arrays that a chain fills and that travel between threads as they are. */

/** The statistics kept of every transition, one column each. */
export const STATISTICS = [
  /** Log density of the draw (nats, up to the density's constant). */
  'logDensity',
  /** Total energy of the draw with the momentum it was reached with: kinetic energy - log density (nats). */
  'energy',
  /** Energy of the draw minus the energy at the start of its trajectory (nats). */
  'energyError',
  /** Mean Metropolis acceptance probability over all points of the trajectory, in [0, 1]. */
  'acceptance',
  /** Leapfrog step size of this transition. */
  'stepSize',
  /** Number of leapfrog steps, each one gradient. */
  'leapfrogs',
  /** Number of doublings of the tree (NUTS), 0 for static HMC. */
  'depth',
  /** 1 when the trajectory ended in a divergence, else 0. */
  'divergent',
] as const;

export type Statistic = (typeof STATISTICS)[number];

/**
 * Where a trajectory diverged: the last leapfrog step began at `from` and ended at `to` (positions), with an energy error
 * over the threshold (Infinity where the log density was not a number or -Infinity).
 */
export interface DivergenceRecord {
  /** Index of the transition in its chain, warm-up included. */
  readonly iteration: number;
  readonly from: Float64Array;
  readonly to: Float64Array;
  /** Nats. */
  readonly energyError: number;
}

/** Draws and statistics of consecutive transitions of one chain. */
export interface DrawBlock {
  readonly dimension: number;
  readonly capacity: number;
  /** Rows filled so far; set it to 0 to use the block again. */
  length: number;
  /** capacity x dimension, row by row: draw r is at [r * dimension, (r + 1) * dimension). */
  readonly draws: Float64Array;
  /** capacity values each. */
  readonly statistics: Readonly<Record<Statistic, Float64Array>>;
  readonly divergences: DivergenceRecord[];
}

/** A column of `capacity` zeros for every statistic. */
export function statisticColumns(capacity: number): Record<Statistic, Float64Array> {
  const column = () => new Float64Array(capacity);
  return {
    logDensity: column(),
    energy: column(),
    energyError: column(),
    acceptance: column(),
    stepSize: column(),
    leapfrogs: column(),
    depth: column(),
    divergent: column(),
  };
}

/** An empty block for `capacity` draws. */
export function createDrawBlock(dimension: number, capacity: number): DrawBlock {
  return {
    dimension,
    capacity,
    length: 0,
    draws: new Float64Array(capacity * dimension),
    statistics: statisticColumns(capacity),
    divergences: [],
  };
}
