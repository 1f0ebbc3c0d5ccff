/** One chain: a start, warm-up, draws; advanced in pieces of any size, saved and gone on with between any two transitions. */
import { CredenceError, stream } from '@credence/numerics';
import { createWarmup } from './adaptation/warmup.js';
import { type DrawBlock, STATISTICS } from './block.js';
import type { Chain, ChainOptions, ChainSettings, ChainSnapshot, MetricKind } from './chainContract.js';
import { checkMetricMemory, metricVariance } from './hamiltonian/metric.js';
import { HamiltonianTrajectory, workspaceSlots } from './hamiltonian/trajectory.js';
import { createHmc } from './hmc.js';
import { createNuts, type NutsKernel } from './nuts/nuts.js';
import { checkSetting as check, checkSampler, walkOf } from './samplerChoice.js';
import { startAnywhere, startAt } from './start.js';
import { createWalkChain } from './walks/walkChain.js';

export const DEFAULT_METRIC: MetricKind = 'automatic';
export const DEFAULT_TARGET_ACCEPT = 0.8;
export const DEFAULT_MAX_TREE_DEPTH = 10;
export const DEFAULT_METRIC_MEMORY = 2 ** 30;

const MOST_TREE_DEPTH = 30;
const METRICS: readonly MetricKind[] = ['unit', 'diagonal', 'gradientDiagonal', 'dense', 'automatic'];

/** Settings with their defaults filled in. */
export interface CheckedSettings {
  readonly tune: number;
  readonly draws: number;
  readonly metric: MetricKind;
  readonly targetAccept: number;
  readonly maxTreeDepth: number;
  readonly stepSize: number | undefined;
  readonly metricMemory: number;
}

/**
 * Checks the settings of chains over a density of some dimension and fills in defaults; call it before anything is started.
 *
 * @throws CredenceError `sampler/settings`, `sampler/metric-memory`
 */
export function checkChainSettings(settings: ChainSettings, dimension: number): CheckedSettings {
  const checked: CheckedSettings = {
    tune: settings.tune,
    draws: settings.draws,
    metric: settings.metric ?? DEFAULT_METRIC,
    targetAccept: settings.targetAccept ?? DEFAULT_TARGET_ACCEPT,
    maxTreeDepth: settings.maxTreeDepth ?? DEFAULT_MAX_TREE_DEPTH,
    stepSize: settings.stepSize,
    metricMemory: settings.metricMemory ?? DEFAULT_METRIC_MEMORY,
  };
  const { tune, draws, metric, targetAccept, maxTreeDepth, stepSize } = checked;
  check(Number.isSafeInteger(tune) && tune >= 0, 'tune', tune, 'a whole number of at least 0');
  check(Number.isSafeInteger(draws) && draws >= 0, 'draws', draws, 'a whole number of at least 0');
  check(METRICS.includes(metric), 'metric', metric, `one of ${METRICS.join(', ')}`);
  check(targetAccept > 0 && targetAccept < 1, 'targetAccept', targetAccept, 'between 0 and 1, both excluded');
  check(
    Number.isSafeInteger(maxTreeDepth) && maxTreeDepth >= 1 && maxTreeDepth <= MOST_TREE_DEPTH,
    'maxTreeDepth',
    maxTreeDepth,
    `a whole number from 1 to ${MOST_TREE_DEPTH}`,
  );
  check(
    stepSize === undefined || (stepSize > 0 && stepSize < Number.POSITIVE_INFINITY),
    'stepSize',
    stepSize,
    'a finite number above 0',
  );
  checkSampler(settings);
  if (metric === 'dense') checkMetricMemory(dimension, checked.metricMemory);
  return checked;
}

/**
 * A chain of NUTS, or of the sampler in the options, ready for its first transition, or for the one after `snapshot`. The options must then be those of the
 * chain that was saved.
 *
 * Transition i (warm-up included) draws from `stream(key, i)` only, so any draw can be replayed from a snapshot before it.
 *
 * @throws CredenceError `sampler/settings`, `sampler/metric-memory`, `sampler/start`, `sampler/workspace`, `sampler/snapshot`
 * @example
 * const chain = createChain({ density, key: split(keyFromSeed(1), 0), tune: 1000, draws: 1000 });
 * while (chain.phase === 'warmup') chain.advance(100);
 * const block = createDrawBlock(density.dimension, 1000);
 * while (chain.phase === 'draws') chain.advance(100, block);
 */
export function createChain(options: ChainOptions, snapshot?: ChainSnapshot): Chain {
  const { density, key, sampler } = options;
  const settings = checkChainSettings(options, density.dimension);
  const walk = walkOf(sampler);
  if (walk !== undefined && snapshot?.format !== 'credence-chain/1') return createWalkChain(options, walk, snapshot);
  const { tune, draws, maxTreeDepth, metric, targetAccept, stepSize } = settings;
  const { dimension } = density;
  const trajectory = new HamiltonianTrajectory(density, maxTreeDepth, options.workspace);
  const kernel: NutsKernel =
    typeof sampler === 'object' && 'kind' in sampler
      ? createHmc(trajectory, sampler.steps)
      : createNuts(trajectory, maxTreeDepth);
  const warmup = createWarmup(trajectory, key, {
    tune,
    metric,
    targetAccept,
    ...(stepSize === undefined ? {} : { stepSize }),
  });

  let iteration = 0;
  let warmupLeapfrogs = 0;
  let drawLeapfrogs = 0;

  if (snapshot) {
    if (snapshot.format !== 'credence-chain/1' || snapshot.position.length !== dimension) {
      throw new CredenceError(
        'sampler/snapshot',
        `The snapshot is of format ${snapshot.format} with ${snapshot.position.length} dimensions; this chain needs credence-chain/1 with ${dimension}.`,
        { format: snapshot.format, length: snapshot.position.length, dimension },
      );
    }
    trajectory.moveTo(snapshot.position);
    warmup.load(snapshot.warmup);
    iteration = snapshot.iteration;
    warmupLeapfrogs = snapshot.leapfrogs.warmup;
    drawLeapfrogs = snapshot.leapfrogs.draws;
  } else {
    if (options.start) startAt(trajectory, options.start);
    else startAnywhere(trajectory, key);
    warmup.begin();
    warmupLeapfrogs = warmup.searchLeapfrogs;
  }

  function step(): void {
    const doublings = iteration < tune ? Math.min(maxTreeDepth, warmup.mostDoublings(iteration)) : maxTreeDepth;
    kernel.transition(stream(key, iteration), doublings);
    if (iteration < tune) {
      const before = warmup.searchLeapfrogs;
      warmup.update(iteration, kernel.statistics);
      warmupLeapfrogs += kernel.statistics.leapfrogs + warmup.searchLeapfrogs - before;
    } else {
      drawLeapfrogs += kernel.statistics.leapfrogs;
    }
    iteration++;
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
      return trajectory.stepSize;
    },
    get leapfrogs() {
      return { warmup: warmupLeapfrogs, draws: drawLeapfrogs };
    },
    inverseMetricDiagonal: () => metricVariance(trajectory.metric),
    advance(count, block) {
      const end = iteration < tune ? tune : tune + draws;
      const room = block ? block.capacity - block.length : count;
      const wanted = Math.min(count, end - iteration, room);
      for (let done = 0; done < wanted; done++) {
        step();
        if (block) append(block, iteration - 1);
      }
      return Math.max(0, wanted);
    },
    snapshot: () => ({
      format: 'credence-chain/1',
      iteration,
      position: Array.from(trajectory.position),
      warmup: warmup.save(),
      leapfrogs: { warmup: warmupLeapfrogs, draws: drawLeapfrogs },
    }),
  };

  function append(block: DrawBlock, transition: number): void {
    const row = block.length++;
    block.draws.set(trajectory.position, row * dimension);
    for (const name of STATISTICS) block.statistics[name][row] = kernel.statistics[name];
    if (kernel.statistics.divergent) {
      block.divergences.push({
        iteration: transition,
        from: trajectory.positionOf(trajectory.divergentFrom).slice(),
        to: trajectory.positionOf(trajectory.divergentTo).slice(),
        energyError: trajectory.divergenceError,
      });
    }
  }
}

export { workspaceSlots };
