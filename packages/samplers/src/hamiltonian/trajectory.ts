/** Hamiltonian trajectories in a workspace: leapfrog steps, energies, divergences, and the memory of their states. */
import { CredenceError, exp, type Rng } from '@credence/numerics';
import type { LogDensity, Slot, Workspace } from '../logDensity.js';
import type { Handle, Trajectory } from '../nuts/tree.js';
import { kineticEnergy } from '../vectors.js';
import { workspaceOf } from '../workspace.js';
import { type Metric, unitMetric } from './metric.js';
import { type WhitenedWorkspace, whitenedWorkspace } from './whitened.js';

/** An energy error (nats) over this ends a trajectory as divergent, as in Stan. */
export const DIVERGENCE_THRESHOLD = 1000;

const METRIC: Slot = 0;

/** Points that a tree of this depth may hold at once: one a level, both ends, the chosen, start, edge and the step's. */
const pointsFor = (maxTreeDepth: number) => maxTreeDepth + 7;
/** Momenta: begin, end and sum a level, and those of the whole tree, of the new half and of the step. */
const momentaFor = (maxTreeDepth: number) => 3 * maxTreeDepth + 8;

/** Slots that a chain takes of a workspace, for trees of at most `maxTreeDepth` doublings. */
export function workspaceSlots(maxTreeDepth: number): number {
  return 1 + 2 * pointsFor(maxTreeDepth) + momentaFor(maxTreeDepth);
}

/** Numbers 0 <= i < size with counted owners; the last one given back is the first to be taken, for it is still in cache. */
class Pool {
  readonly #owners: Int32Array;
  readonly #free: Int32Array;
  #freeCount = 0;

  constructor(readonly size: number) {
    this.#owners = new Int32Array(size);
    this.#free = new Int32Array(size);
    this.clear();
  }

  clear(): void {
    this.#owners.fill(0);
    for (let i = 0; i < this.size; i++) this.#free[i] = this.size - 1 - i;
    this.#freeCount = this.size;
  }

  take(): number {
    const handle = this.#free[--this.#freeCount]!;
    this.#owners[handle] = 1;
    return handle;
  }

  keep(handle: number, owners: number): void {
    this.#owners[handle]! += owners;
  }

  release(handle: number): void {
    if (--this.#owners[handle]! === 0) this.#free[this.#freeCount++] = handle;
  }

  ownedOnce(handle: number): boolean {
    return this.#owners[handle] === 1;
  }

  /** Gives all back but one. */
  clearBut(handle: number): void {
    this.#owners.fill(0);
    this.#freeCount = 0;
    for (let i = this.size - 1; i >= 0; i--) if (i !== handle) this.#free[this.#freeCount++] = i;
    this.#owners[handle] = 1;
  }
}

/** States along Hamiltonian trajectories of one chain, and the chain's current point. */
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

  readonly #base: Workspace;
  #workspace: Workspace;
  #whitened: WhitenedWorkspace | undefined;
  #metric: Metric;
  /** Standard deviations of momenta. */
  readonly #momentumScale: Float64Array;
  readonly #points: Pool;
  readonly #momenta: Pool;
  readonly #firstMomentum: Slot;
  readonly #logDensity: Float64Array;
  readonly #energy: Float64Array;
  #current: Handle;
  #initialEnergy = 0;

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
    this.#base = made;
    this.#workspace = made;
    this.dimension = density.dimension;
    this.#points = new Pool(pointsFor(maxTreeDepth));
    this.#momenta = new Pool(momentaFor(maxTreeDepth));
    this.#firstMomentum = 1 + 2 * this.#points.size;
    this.#logDensity = new Float64Array(this.#points.size);
    this.#energy = new Float64Array(this.#points.size);
    this.#momentumScale = new Float64Array(this.dimension).fill(1);
    this.#metric = unitMetric(this.dimension);
    made.view(METRIC).fill(1);
    this.#current = this.#points.take();
  }

  /** Moves the chain to a position and evaluates the density there; returns the log density. */
  moveTo(position: ArrayLike<number>): number {
    this.#points.clearBut(this.#current);
    this.#workspace.view(positionSlot(this.#current)).set(position);
    return this.#evaluateCurrent();
  }

  #evaluateCurrent(): number {
    const at = this.#current;
    const logDensity = this.#workspace.logDensityAndGradient(positionSlot(at), gradientSlot(at));
    this.#logDensity[at] = logDensity;
    return logDensity;
  }

  /** Live values of the current point; under a dense metric the gradient is whitened. Do not keep. */
  get position(): Float64Array {
    return this.positionOf(this.#current);
  }
  get gradient(): Float64Array {
    return this.#workspace.view(gradientSlot(this.#current));
  }
  get logDensity(): number {
    return this.#logDensity[this.#current]!;
  }
  /** Total energy with which the current point was reached. */
  get energy(): number {
    return this.#energy[this.#current]!;
  }
  get initialEnergy(): number {
    return this.#initialEnergy;
  }
  get metric(): Metric {
    return this.#metric;
  }

  positionOf(point: Handle): Float64Array {
    return this.#workspace.view(positionSlot(point));
  }

  /** Changes the metric, between transitions. A diagonal metric's variances are copied, a dense one's factor is kept. */
  setMetric(metric: Metric): void {
    this.#metric = metric;
    const slot = this.#base.view(METRIC);
    if (metric.kind === 'diagonal') {
      slot.set(metric.variance);
      const scale = this.#momentumScale;
      for (let i = 0; i < scale.length; i++) scale[i] = 1 / Math.sqrt(metric.variance[i]!);
      const wasWhitened = this.#workspace !== this.#base;
      this.#workspace = this.#base;
      if (wasWhitened) this.#evaluateCurrent();
    } else {
      slot.fill(1);
      this.#momentumScale.fill(1);
      this.#whitened ??= whitenedWorkspace(this.#base, this.dimension);
      this.#whitened.setFactor(metric.factor);
      this.#workspace = this.#whitened;
      this.#evaluateCurrent();
    }
  }

  /**
   * Forgets all states but the current point, and gives it a fresh momentum, whose handle is returned, owned once. The
   * current point is owned once as well, by the caller from here on.
   */
  begin(rng: Rng): { readonly point: Handle; readonly momentum: Handle } {
    this.#points.clearBut(this.#current);
    this.#momenta.clear();
    const momentum = this.#momenta.take();
    const p = this.#workspace.view(this.#firstMomentum + momentum);
    rng.normals(p);
    const scale = this.#momentumScale;
    for (let i = 0; i < scale.length; i++) p[i] = p[i]! * scale[i]!;
    const kinetic = kineticEnergy(p, this.#workspace.view(METRIC), this.dimension);
    this.#initialEnergy = kinetic - this.#logDensity[this.#current]!;
    this.#energy[this.#current] = this.#initialEnergy;
    return { point: this.#current, momentum };
  }

  /** Makes a point of the trajectory the chain's current one; it must be owned. */
  settle(point: Handle): void {
    this.#current = point;
  }

  step(point: Handle, momentum: Handle, direction: 1 | -1): boolean {
    const workspace = this.#workspace;
    const stepSize = direction === 1 ? this.stepSize : -this.stepSize;
    const newPoint = this.#points.take();
    const newMomentum = this.#momenta.take();
    const newMomentumSlot = this.#firstMomentum + newMomentum;
    workspace.kickDrift(
      positionSlot(point),
      this.#firstMomentum + momentum,
      gradientSlot(point),
      METRIC,
      stepSize,
      positionSlot(newPoint),
      newMomentumSlot,
    );
    const logDensity = workspace.logDensityAndGradient(positionSlot(newPoint), gradientSlot(newPoint));
    let energyError = Number.POSITIVE_INFINITY;
    if (logDensity > Number.NEGATIVE_INFINITY) {
      const energy = workspace.kickKinetic(newMomentumSlot, gradientSlot(newPoint), METRIC, stepSize) - logDensity;
      this.#logDensity[newPoint] = logDensity;
      this.#energy[newPoint] = energy;
      energyError = energy - this.#initialEnergy;
    }
    if (energyError <= DIVERGENCE_THRESHOLD && energyError > Number.NEGATIVE_INFINITY) {
      this.point = newPoint;
      this.momentum = newMomentum;
      this.energyError = energyError;
      return true;
    }
    this.divergentFrom = point;
    this.divergentTo = newPoint;
    // NaN, or an infinite log density, is as bad as a density of 0.
    this.energyError = energyError > DIVERGENCE_THRESHOLD ? energyError : Number.POSITIVE_INFINITY;
    this.divergenceError = this.energyError;
    return false;
  }

  weight(energyError: number, offset: number): number {
    return exp(-energyError - offset);
  }

  goesOn(a: Handle, b: Handle, first: Handle, second: Handle): boolean {
    const m = this.#firstMomentum;
    return this.#workspace.goesOn(m + a, m + b, m + first, m + second, METRIC);
  }

  sum(first: Handle, second: Handle): Handle {
    const momenta = this.#momenta;
    const m = this.#firstMomentum;
    if (momenta.ownedOnce(first)) {
      this.#workspace.add(m + first, m + second, m + first);
      momenta.release(second);
      return first;
    }
    if (momenta.ownedOnce(second)) {
      this.#workspace.add(m + first, m + second, m + second);
      momenta.release(first);
      return second;
    }
    const sum = momenta.take();
    this.#workspace.add(m + first, m + second, m + sum);
    momenta.release(first);
    momenta.release(second);
    return sum;
  }

  keepPoint(point: Handle, owners: number): void {
    this.#points.keep(point, owners);
  }
  releasePoint(point: Handle): void {
    this.#points.release(point);
  }
  keepMomentum(momentum: Handle, owners: number): void {
    this.#momenta.keep(momentum, owners);
  }
  releaseMomentum(momentum: Handle): void {
    this.#momenta.release(momentum);
  }
}

const positionSlot = (point: Handle): Slot => 1 + 2 * point;
const gradientSlot = (point: Handle): Slot => 2 + 2 * point;
