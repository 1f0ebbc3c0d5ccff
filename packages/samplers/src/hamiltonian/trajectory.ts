/** Hamiltonian trajectories in a workspace: leapfrog steps, energies, divergences, and the memory of their states. */
import { CredenceError, exp, type Rng } from '@credence/numerics';
import type { LogDensity, Slot, Workspace } from '../logDensity.js';
import type { Handle, Trajectory } from '../nuts/tree.js';
import { workspaceOf } from '../workspace.js';
import { type Metric, unitMetric } from './metric.js';
import { type WhitenedWorkspace, whitenedWorkspace } from './whitened.js';

/** An energy error (nats) over this ends a trajectory as divergent, as in Stan. */
export const DIVERGENCE_THRESHOLD = 1000;

const SCALE: Slot = 0;

/** Points that a tree of this depth may hold at once: one a level, both ends, the chosen, start, edge, the step's and the next one's. */
const pointsFor = (maxTreeDepth: number) => maxTreeDepth + 8;
/** Momenta: begin, end and sum a level, and those of the whole tree, of the new half and of the step. */
const momentaFor = (maxTreeDepth: number) => 3 * maxTreeDepth + 8;

/** Running means and sums of squares for the warm-up: of positions and of gradients, twice. */
const MOMENTS = 4;

/** A running mean with its sums of squared deviations, in the memory of a trajectory. */
export interface MomentPlace {
  readonly mean: Float64Array;
  readonly squares: Float64Array;
  /** Takes the current position or gradient in, as one of 1 / `share` vectors. */
  accumulate(of: 'position' | 'gradient', share: number): void;
}

/** How many states a sum of momenta is over. */
const STATE = 0;
const PAIR = 1;
const MORE = 2;

/** The slots of the scale, of points and of momenta. */
const statesEnd = (maxTreeDepth: number) => 1 + 2 * pointsFor(maxTreeDepth) + momentaFor(maxTreeDepth);

/** Slots that a chain takes of a workspace, for trees of at most `maxTreeDepth` doublings. */
export function workspaceSlots(maxTreeDepth: number): number {
  return statesEnd(maxTreeDepth) + 2 * MOMENTS;
}

/**
 * States along Hamiltonian trajectories of one chain, and the chain's current point.
 *
 * Momenta are those in which the metric is the identity, p / sd for a diagonal one: their kinetic energy and U-turn criterion
 * need no metric. Slot 0 holds the standard deviations that turn them into velocities, 1 for a dense metric. A point's handle is the slot of its position, the next slot holds its gradient; a
 * momentum's handle is its slot. Slots given back last are taken first, for they are still in cache.
 *
 * The U-turn criterion is made of products of momenta. Those of neighbouring states come with the steps, those of a half's sum
 * with its ends are known from its own join; what is left is worked out as the halves are added up. Of two states no sum is
 * written: where two pairs meet, it is that of the four.
 */
export class HamiltonianTrajectory implements Trajectory {
  readonly dimension: number;
  stepSize = 1;

  point: Handle = 0;
  momentum: Handle = 0;
  energyError = 0;
  /** Where the last divergent step began and ended. */
  divergentFrom: Handle = 0;
  divergentTo: Handle = 0;
  divergenceError = 0;

  private readonly base: Workspace;
  private workspace: Workspace;
  private whitened: WhitenedWorkspace | undefined;
  private currentMetric: Metric;
  private readonly firstMomentum: Slot;
  private readonly firstMoment: Slot;
  /** By slot; of points and momenta. */
  private readonly owners: Int32Array;
  private readonly freePoints: Int32Array;
  private readonly freeMomenta: Int32Array;
  private freePointCount = 0;
  private freeMomentumCount = 0;
  /** By slot of a state's momentum: its product with itself, and with that of the state before it. */
  private readonly squares: Float64Array;
  private readonly alongPrevious: Float64Array;
  /** By slot of a sum: over how many states, the momentum at one end, and the products of the sum with both ends'. */
  private readonly sizes: Uint8Array;
  private readonly firstEnds: Int32Array;
  private readonly alongFirst: Float64Array;
  private readonly alongSecond: Float64Array;
  /** The point whose position is that of the next step from `aheadOf`, -1 for none. */
  private ahead: Handle = 0;
  private aheadOf: Handle = -1;
  /** By slot of the position. */
  private readonly logDensities: Float64Array;
  private readonly energies: Float64Array;
  private current: Handle = 1;
  private startEnergy = 0;

  /**
   * @param workspace where vectors live; default: the density's own, or one in JavaScript
   * @throws CredenceError `sampler/workspace` when the workspace has too few slots
   */
  constructor(density: LogDensity, maxTreeDepth: number, workspace?: Workspace) {
    const slots = workspaceSlots(maxTreeDepth);
    const made = workspace ?? workspaceOf(density, slots);
    if (made.slots < slots) {
      throw new CredenceError(
        'sampler/workspace',
        `The workspace has ${made.slots} slots, but trees of ${maxTreeDepth} doublings need ${slots}. ` +
          'Make it with workspaceSlots(maxTreeDepth) slots.',
        { slots: made.slots, needed: slots, maxTreeDepth },
      );
    }
    this.base = made;
    this.workspace = made;
    this.dimension = density.dimension;
    this.firstMomentum = 1 + 2 * pointsFor(maxTreeDepth);
    this.firstMoment = statesEnd(maxTreeDepth);
    this.owners = new Int32Array(this.firstMoment);
    this.squares = new Float64Array(slots);
    this.alongPrevious = new Float64Array(slots);
    this.sizes = new Uint8Array(slots);
    this.firstEnds = new Int32Array(slots);
    this.alongFirst = new Float64Array(slots);
    this.alongSecond = new Float64Array(slots);
    this.freePoints = new Int32Array(pointsFor(maxTreeDepth));
    this.freeMomenta = new Int32Array(momentaFor(maxTreeDepth));
    this.logDensities = new Float64Array(this.firstMomentum);
    this.energies = new Float64Array(this.firstMomentum);
    this.currentMetric = unitMetric(this.dimension);
    made.view(SCALE).fill(1);
  }

  /** Moves the chain to a position and evaluates the density there; returns the log density. */
  moveTo(position: ArrayLike<number>): number {
    this.workspace.view(this.current).set(position);
    return this.evaluateCurrent();
  }

  private evaluateCurrent(): number {
    const at = this.current;
    const logDensity = this.workspace.logDensityAndGradient(at, at + 1);
    this.logDensities[at] = logDensity;
    return logDensity;
  }

  /** Live values of the current point; under a dense metric the gradient is whitened. Do not keep. */
  get position(): Float64Array {
    return this.positionOf(this.current);
  }
  get gradient(): Float64Array {
    return this.workspace.view(this.current + 1);
  }
  get logDensity(): number {
    return this.logDensities[this.current]!;
  }
  /** Total energy with which the current point was reached. */
  get energy(): number {
    return this.energies[this.current]!;
  }
  get initialEnergy(): number {
    return this.startEnergy;
  }
  get metric(): Metric {
    return this.currentMetric;
  }

  positionOf(point: Handle): Float64Array {
    return this.workspace.view(point);
  }

  /** Room for a running mean, number `index` of four, cleared. */
  moments(index: number): MomentPlace {
    const [mean, squares] = [this.firstMoment + 2 * index, this.firstMoment + 2 * index + 1];
    const { base } = this;
    const place: MomentPlace = {
      mean: base.view(mean).fill(0),
      squares: base.view(squares).fill(0),
      accumulate: (of, share) =>
        base.accumulate(of === 'position' ? this.current : this.current + 1, mean, squares, share),
    };
    return place;
  }

  /** A copy of a momentum, in the metric's scale. */
  momentumOf(momentum: Handle): Float64Array {
    return this.workspace.view(momentum).slice();
  }

  /** Changes the metric, between transitions. A diagonal metric's variances are copied, a dense one's factor is kept. */
  setMetric(metric: Metric): void {
    this.currentMetric = metric;
    const slot = this.base.view(SCALE);
    if (metric.kind === 'diagonal') {
      for (let i = 0; i < slot.length; i++) slot[i] = Math.sqrt(metric.variance[i]!);
      const wasWhitened = this.workspace !== this.base;
      this.workspace = this.base;
      if (wasWhitened) this.evaluateCurrent();
    } else {
      slot.fill(1);
      this.whitened ??= whitenedWorkspace(this.base, this.dimension);
      this.whitened.setFactor(metric.factor);
      this.workspace = this.whitened;
      this.evaluateCurrent();
    }
  }

  /**
   * Forgets all states but the current point, and gives it a fresh momentum, whose handle is returned with that of the
   * point, each with three owners, as `Tree.grow` wants them.
   */
  begin(rng: Rng): { readonly point: Handle; readonly momentum: Handle } {
    const { freePoints, freeMomenta, owners, current, firstMomentum } = this;
    owners.fill(0);
    this.aheadOf = -1;
    this.freePointCount = 0;
    this.freeMomentumCount = 0;
    for (let point = firstMomentum - 2; point > 0; point -= 2) {
      if (point !== current) freePoints[this.freePointCount++] = point;
    }
    for (let slot = owners.length - 1; slot > firstMomentum; slot--) freeMomenta[this.freeMomentumCount++] = slot;
    const momentum = firstMomentum;
    owners[current] = 3;
    owners[momentum] = 3;

    rng.normals(this.workspace.view(momentum));
    this.squares[momentum] = this.workspace.dot(momentum, momentum);
    this.sizes[momentum] = STATE;
    this.startEnergy = 0.5 * this.squares[momentum]! - this.logDensities[current]!;
    this.energies[current] = this.startEnergy;
    return { point: current, momentum };
  }

  /** Makes a point of the trajectory the chain's current one; it must be owned. */
  settle(point: Handle): void {
    this.current = point;
  }

  step(point: Handle, momentum: Handle, direction: 1 | -1, last: boolean): boolean {
    const { workspace, owners, freePoints } = this;
    const { results } = workspace;
    const stepSize = direction === 1 ? this.stepSize : -this.stepSize;
    const prepared = this.aheadOf === point;
    const newPoint = prepared ? this.ahead : freePoints[--this.freePointCount]!;
    const newMomentum = this.freeMomenta[--this.freeMomentumCount]!;
    const next = last ? -1 : freePoints[--this.freePointCount]!;
    owners[newPoint] = 2;
    owners[newMomentum] = 3;
    const energy = workspace.leapfrog(
      point,
      momentum,
      point + 1,
      SCALE,
      stepSize,
      newPoint,
      newMomentum,
      newPoint + 1,
      prepared,
      next,
    );
    this.ahead = next;
    this.aheadOf = last ? -1 : newPoint;
    this.logDensities[newPoint] = results[0]!;
    this.energies[newPoint] = energy;
    this.squares[newMomentum] = results[1]!;
    this.alongPrevious[newMomentum] = results[2]!;
    this.sizes[newMomentum] = STATE;
    const energyError = energy - this.startEnergy;
    this.energyError = energyError;
    this.point = newPoint;
    this.momentum = newMomentum;
    if (energyError <= DIVERGENCE_THRESHOLD && energyError > Number.NEGATIVE_INFINITY) return true;
    this.divergentFrom = point;
    this.divergentTo = newPoint;
    // NaN, or an infinite log density, is as bad as a density of 0.
    if (!(energyError > DIVERGENCE_THRESHOLD)) this.energyError = Number.POSITIVE_INFINITY;
    this.divergenceError = this.energyError;
    return false;
  }

  weight(energyError: number, offset: number): number {
    return exp(-energyError - offset);
  }

  join(begin: Handle, end: Handle, sum: Handle, laterBegin: Handle, laterEnd: Handle, laterSum: Handle): Handle {
    const { owners, freeMomenta, squares } = this;
    const size = this.sizes[sum]!;
    // Products of the whole sum with the first and the last momentum, as they are found in turn.
    let alongBegin = size === STATE ? squares[begin]! : this.along(sum, begin);
    let alongEnd = size === STATE ? squares[laterEnd]! : this.along(laterSum, laterEnd);
    const alongSeam = this.alongPrevious[laterBegin]!;
    const slot = this.slotOfSum(sum, laterSum);
    let goes = true;
    if (size === STATE) {
      alongBegin += alongSeam;
      alongEnd += alongSeam;
    } else {
      // Products of each half's sum with the other's states, and of states across the seam.
      let beginLater: number;
      let seamEarlier: number;
      let seamLater: number;
      let endEarlier: number;
      const { workspace } = this;
      const { results } = workspace;
      if (size === PAIR) {
        workspace.joinPairs(begin, end, laterBegin, laterEnd, slot);
        beginLater = results[0]! + results[1]!;
        seamEarlier = results[0]! + alongSeam;
        seamLater = alongSeam + results[2]!;
        endEarlier = results[1]! + results[2]!;
      } else {
        workspace.joinHalves(begin, end, sum, laterBegin, laterEnd, laterSum, slot);
        beginLater = results[1]!;
        seamEarlier = results[2]!;
        seamLater = results[4]!;
        endEarlier = results[5]!;
      }
      const beginToSeam = results[0]!;
      const seamToEnd = results[size === PAIR ? 2 : 3]!;
      goes =
        alongBegin + beginToSeam > 0 &&
        seamEarlier + squares[laterBegin]! > 0 &&
        seamLater + squares[end]! > 0 &&
        alongEnd + seamToEnd > 0;
      alongBegin += beginLater;
      alongEnd += endEarlier;
    }
    this.sizes[slot] = size === STATE ? PAIR : MORE;
    this.firstEnds[slot] = begin;
    this.alongFirst[slot] = alongBegin;
    this.alongSecond[slot] = alongEnd;
    if (--owners[end]! === 0) freeMomenta[this.freeMomentumCount++] = end;
    if (--owners[laterBegin]! === 0) freeMomenta[this.freeMomentumCount++] = laterBegin;
    return goes && alongBegin > 0 && alongEnd > 0 ? slot : -1;
  }

  /** The product of a sum with the momentum at one of its ends: the tree may have turned since the sum was made. */
  private along(sum: Handle, end: Handle): number {
    return (this.firstEnds[sum] === end ? this.alongFirst : this.alongSecond)[sum]!;
  }

  /** Where the sum of two momenta goes, with one owner; takes one owner of each. */
  private slotOfSum(first: Handle, second: Handle): Handle {
    const { owners } = this;
    let sum = first;
    // In place, where nobody else looks at the momentum.
    if (owners[first] === 1) {
      if (--owners[second]! === 0) this.freeMomenta[this.freeMomentumCount++] = second;
    } else {
      owners[first]!--;
      if (owners[second] === 1) {
        sum = second;
      } else {
        owners[second]!--;
        sum = this.freeMomenta[--this.freeMomentumCount]!;
        owners[sum] = 1;
      }
    }
    return sum;
  }

  releasePoint(point: Handle): void {
    if (--this.owners[point]! === 0) this.freePoints[this.freePointCount++] = point;
  }

  /** Gives a state back, whoever owns it. */
  discard(point: Handle, momentum: Handle): void {
    this.owners[point] = 0;
    this.owners[momentum] = 0;
    this.freePoints[this.freePointCount++] = point;
    this.freeMomenta[this.freeMomentumCount++] = momentum;
  }
}
