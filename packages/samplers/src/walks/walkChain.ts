/** One chain of a sampler that is not Hamiltonian: a start, transitions, and a state that can be saved. */
import { CredenceError, stream } from '@credence/numerics';
import { type DrawBlock, STATISTICS, type Statistic } from '../block.js';
import type { Chain, ChainOptions, WalkSnapshot } from '../chainContract.js';
import type { Sampler } from '../sampler.js';
import { startAnywhere, startAt } from '../start.js';

/**
 * A chain of `sampler`, ready for its first transition, or for the one after `snapshot`. Transition i draws from
 * `stream(key, i)` only.
 *
 * @throws CredenceError `sampler/start`, `sampler/snapshot`
 */
export function createWalkChain(options: ChainOptions, sampler: Sampler, snapshot?: WalkSnapshot): Chain {
  const { density, key, tune, draws } = options;
  const { dimension } = density;
  const position = new Float64Array(dimension);
  const gradient = new Float64Array(dimension);
  let logDensity = Number.NaN;
  const point = {
    dimension,
    gradient,
    moveTo(place: ArrayLike<number>): number {
      position.set(Array.from(place));
      logDensity = density.logDensityAndGradient(position, gradient);
      return logDensity;
    },
  };
  let iteration = 0;
  let warmupEvaluations = 0;
  let drawEvaluations = 0;
  if (snapshot !== undefined) {
    if (snapshot.position.length !== dimension || snapshot.sampler !== sampler.name) {
      throw new CredenceError(
        'sampler/snapshot',
        `The snapshot is of a chain of ${snapshot.sampler} with ${snapshot.position.length} dimensions; this chain is of ${sampler.name} with ${dimension}.`,
        { sampler: snapshot.sampler, length: snapshot.position.length, dimension },
      );
    }
    point.moveTo(snapshot.position);
    iteration = snapshot.iteration;
    warmupEvaluations = snapshot.leapfrogs.warmup;
    drawEvaluations = snapshot.leapfrogs.draws;
  } else if (options.start) startAt(point, options.start);
  else startAnywhere(point, key);
  const walk = sampler.begin(density, {
    position: position.slice(),
    logDensity,
    tune,
    ...(snapshot !== undefined && { saved: snapshot.saved }),
  });
  const statistic = (name: Statistic) => walk.statistics[name] ?? 0;

  function step(): void {
    walk.transition(stream(key, iteration), iteration);
    for (let i = 0; i < dimension; i++) {
      if (Number.isFinite(walk.position[i])) continue;
      throw new CredenceError(
        'sampler/position',
        `Transition ${iteration} of ${sampler.name} moved value ${i} to ${walk.position[i]}; a sampler stays where the density is finite.`,
        { iteration, dimension: i, value: walk.position[i] },
      );
    }
    if (iteration < tune) warmupEvaluations += statistic('leapfrogs');
    else drawEvaluations += statistic('leapfrogs');
    iteration++;
  }

  function append(block: DrawBlock): void {
    const row = block.length++;
    block.draws.set(walk.position, row * dimension);
    for (const name of STATISTICS) block.statistics[name][row] = statistic(name);
  }

  return {
    dimension,
    tune,
    draws,
    get iteration() {
      return iteration;
    },
    get phase() {
      return iteration < tune ? 'warmup' : iteration < tune + draws ? 'draws' : 'done';
    },
    get stepSize() {
      return walk.statistics.stepSize ?? Number.NaN;
    },
    get leapfrogs() {
      return { warmup: warmupEvaluations, draws: drawEvaluations };
    },
    inverseMetricDiagonal: () => new Float64Array(dimension).fill(1),
    advance(count, block) {
      const end = iteration < tune ? tune : tune + draws;
      const room = block ? block.capacity - block.length : count;
      const wanted = Math.min(count, end - iteration, room);
      for (let done = 0; done < wanted; done++) {
        step();
        if (block) append(block);
      }
      return Math.max(0, wanted);
    },
    snapshot: () => ({
      format: 'credence-walk/1',
      sampler: sampler.name,
      iteration,
      position: Array.from(walk.position),
      saved: walk.save(),
      leapfrogs: { warmup: warmupEvaluations, draws: drawEvaluations },
    }),
  };
}
