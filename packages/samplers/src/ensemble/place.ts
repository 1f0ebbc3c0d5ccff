/** Where the proposals of an ensemble are evaluated. The draws do not depend on it. */

import type { Placement } from '../run/events.js';
import { SMALL_RUN } from '../run/place.js';
import { hasThreads, processors } from '../run/threads.js';
import { startBlockWorkers } from './blockWorkers.js';
import type { Evaluate } from './logProbability.js';
import type { CheckedEnsemble, EnsembleOptions } from './options.js';

/** Milliseconds of work in a group's proposals below which messages to workers cost more than they save. */
const SMALL_BLOCK = 1;

export interface EnsemblePlace {
  readonly placement: Placement;
  readonly evaluate: Evaluate;
  /** Ends the workers. */
  end(): void;
}

/** Chooses, and starts workers where they are to be used. */
export async function placeEnsemble(
  options: EnsembleOptions,
  checked: CheckedEnsemble,
  here: Evaluate,
  positions: Float64Array,
): Promise<EnsemblePlace> {
  const stay = (reason: Placement['reason'], more: Partial<Placement> = {}): EnsemblePlace => ({
    placement: { ...more, workers: 0, reason },
    evaluate: here,
    end: () => {},
  });
  if (!('density' in options) || options.remote === undefined) return stay('no-worker-entry');
  const { remote, workers } = options;
  if (workers === 0) return stay('asked');
  if (!hasThreads()) return stay('no-threads');
  const { walkers, dimension, steps, thin, mixture } = checked;
  const group = Math.ceil(walkers / Math.max(...mixture.moves.map(({ splits }) => splits)));
  let count = workers;
  let predictedSeconds = 0;
  if (count === undefined) {
    const milliseconds = await timeOf(here, positions, group);
    predictedSeconds = ((milliseconds / 1000) * steps * thin * walkers) / group;
    if (milliseconds < SMALL_BLOCK || predictedSeconds < SMALL_RUN) return stay('small', { predictedSeconds });
    count = await processors();
  }
  count = Math.min(count, group);
  try {
    const started = await startBlockWorkers(remote, count, dimension);
    const placement: Placement =
      workers === undefined
        ? { workers: count, reason: 'large', predictedSeconds }
        : { workers: count, reason: 'asked' };
    return { placement, evaluate: started.evaluate, end: started.end };
  } catch (error) {
    if (workers !== undefined) throw error; // asked for by number
    return stay('workers-failed-to-start', { predictedSeconds });
  }
}

/** The least time of a few evaluations of a block, in milliseconds. */
async function timeOf(evaluate: Evaluate, positions: Float64Array, count: number): Promise<number> {
  const out = new Float64Array(count);
  let least = Number.POSITIVE_INFINITY;
  const begun = performance.now();
  for (let i = 0; i < 5 && performance.now() - begun < 20; i++) {
    const before = performance.now();
    await evaluate(positions, count, out);
    least = Math.min(least, performance.now() - before);
  }
  return least;
}
