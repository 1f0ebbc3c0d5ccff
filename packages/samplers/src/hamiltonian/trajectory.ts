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

/** Points that a tree of this depth may hold at once: one a level, both ends, the chosen, start, edge and the step's. */
const pointsFor = (maxTreeDepth: number) => maxTreeDepth + 7;
/** Momenta: begin, end and sum a level, and those of the whole tree, of the new half and of the step. */
const momentaFor = (maxTreeDepth: number) => 3 * maxTreeDepth + 8;

/** Slots that a chain takes of a workspace, for trees of at most `maxTreeDepth` doublings. */
export function workspaceSlots(maxTreeDepth: number): number {
  return 1 + 2 * pointsFor(maxTreeDepth) + momentaFor(maxTreeDepth);
}

/**
 * States along Hamiltonian trajectories of one chain, and the chain's current point.
 *
 * Momenta are those in which the metric is the identity, p / sd for a diagonal one: their kinetic energy and U-turn criterion
 * need no metric. Slot 0 holds the standard deviations that turn them into velocities, 1 for a dense metric. A point's handle is the slot of its position, the next slot holds its gradient; a
 * momentum's handle is its slot. Slots given back last are taken first, for they are still in cache.
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
  /** By slot; of points and momenta. */
  private readonly owners: Int32Array;
  private readonly freePoints: Int32Array;
  private readonly freeMomenta: Int32Array;
  private freePointCount = 0;
  private freeMomentumCount = 0;
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
    this.owners = new Int32Array(slots);
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
    this.startEnergy = 0.5 * this.workspace.dot(momentum, momentum) - this.logDensities[current]!;
    this.energies[current] = this.startEnergy;
    return { point: current, momentum };
  }

  /** Makes a point of the trajectory the chain's current one; it must be owned. */
  settle(point: Handle): void {
    this.current = point;
  }

  step(point: Handle, momentum: Handle, direction: 1 | -1): boolean {
    const { workspace, owners } = this;
    const stepSize = direction === 1 ? this.stepSize : -this.stepSize;
    const newPoint = this.freePoints[--this.freePointCount]!;
    const newMomentum = this.freeMomenta[--this.freeMomentumCount]!;
    owners[newPoint] = 2;
    owners[newMomentum] = 3;
    const energy = workspace.leapfrog(point, momentum, point + 1, SCALE, stepSize, newPoint, newMomentum, newPoint + 1);
    this.logDensities[newPoint] = workspace.lastLogDensity[0]!;
    this.energies[newPoint] = energy;
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

  goesOn(a: Handle, b: Handle, first: Handle, second: Handle): boolean {
    return this.workspace.goesOn(a, b, first, second);
  }

  join(begin: Handle, end: Handle, sum: Handle, laterBegin: Handle, laterEnd: Handle, laterSum: Handle): Handle {
    const { owners, freeMomenta } = this;
    const slot = this.slotOfSum(sum, laterSum);
    const goes =
      begin === sum && laterBegin === laterSum
        ? this.workspace.joinStates(sum, laterSum, slot)
        : this.workspace.joinHalves(begin, end, sum, laterBegin, laterEnd, laterSum, slot);
    if (--owners[end]! === 0) freeMomenta[this.freeMomentumCount++] = end;
    if (--owners[laterBegin]! === 0) freeMomenta[this.freeMomentumCount++] = laterBegin;
    return goes ? slot : -1;
  }

  sum(first: Handle, second: Handle): Handle {
    const sum = this.slotOfSum(first, second);
    this.workspace.add(first, second, sum);
    return sum;
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

  releaseMomenta(a: Handle, b: Handle): void {
    const { owners, freeMomenta } = this;
    if (--owners[a]! === 0) freeMomenta[this.freeMomentumCount++] = a;
    if (--owners[b]! === 0) freeMomenta[this.freeMomentumCount++] = b;
  }

  /** Gives a state back, whoever owns it. */
  discard(point: Handle, momentum: Handle): void {
    this.owners[point] = 0;
    this.owners[momentum] = 0;
    this.freePoints[this.freePointCount++] = point;
    this.freeMomenta[this.freeMomentumCount++] = momentum;
  }
}
