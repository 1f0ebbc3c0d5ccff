/**
 * The doubling tree of NUTS as algebra over an abstract trajectory: no densities, no vectors. A trajectory is a line of
 * states, each a *point* (position with its density and gradient) and a *momentum*, known here by numbers alone.
 *
 * Multinomial sampling within subtrees and biased progressive sampling between the tree and its new half (Betancourt 2017,
 * A conceptual introduction to Hamiltonian Monte Carlo, arXiv:1701.02434, appendix A.3); the generalised U-turn criterion
 * of `criterion.ts` on every subtree.
 *
 * A subtree of 2^k states is built leaf by leaf as a binary counter: the complete subtrees that wait for a right half are
 * the set bits of the number of leaves so far, so there is no recursion, and all memory is made once.
 */

/** The number of a point or of a momentum (or sum of momenta) held by a trajectory. */
export type Handle = number;

/**
 * What a tree needs of a trajectory. Handles have counted owners, and are given back by their last one. Calls are few, since
 * short runs spend much of their time before the engine has optimised them.
 */
export interface Trajectory {
  /**
   * One step from the state (point, momentum), forward or backward in time by the sign of `direction`. The new state is then
   * in `point`, `momentum` and `energyError`: the point with two owners (the edge of the tree, and the subtree of this one
   * state as its choice), the momentum with three (that subtree's begin, end and sum). False for a divergence: the step
   * gives no state. Unless it is the `last` of its half, the next step is from the new state in the same direction.
   */
  step(point: Handle, momentum: Handle, direction: 1 | -1, last: boolean): boolean;
  readonly point: Handle;
  readonly momentum: Handle;
  /** Energy of the new state minus that of the trajectory's first state (nats). */
  readonly energyError: number;
  /** exp(-energyError - offset). */
  weight(energyError: number, offset: number): number;
  /**
   * Two halves of equally many states become a tree: the sum of their momenta, with one owner, when the tree goes on by the
   * U-turn criterion (`criterion.ts` says it in full), else -1. The halves are in the order of building, by the momenta at
   * their first and last states and their sums; `laterBegin` was stepped to from `end`. Takes one owner of `sum`, `laterSum`,
   * `end` and `laterBegin` when it gives a sum.
   */
  join(begin: Handle, end: Handle, sum: Handle, laterBegin: Handle, laterEnd: Handle, laterSum: Handle): Handle;
  /** Takes one owner of a point. */
  releasePoint(point: Handle): void;
}

/** The random choices of a tree. */
export interface Choices {
  /** A fair coin: whether the tree grows forward in time. */
  forward(): boolean;
  /** True with this probability; above 1 counts as 1. */
  accept(probability: number): boolean;
}

/** Weights are exp(-energyError - offset); past this gain of energy error the offset moves, so that they never overflow. */
const LARGEST_LOG_WEIGHT = 600;

/** Grows one tree after another in memory of its own; its fields tell of the last one. */
export class Tree {
  /** Most doublings of the next tree, from 0 to the `maxDepth` that there is memory for. */
  depthLimit: number;
  /** The chosen point, owned once by the caller. */
  point: Handle = 0;
  /** Doublings done. */
  depth = 0;
  /** Steps taken, a diverging one included. */
  leapfrogs = 0;
  divergent = false;
  /** Sum over all steps of min(1, exp(-energyError)); a divergence adds 0. */
  acceptanceSum = 0;

  // Complete subtrees that wait for a right half, by level: 2^level states each.
  private readonly begins: Int32Array;
  private readonly ends: Int32Array;
  private readonly sums: Int32Array;
  private readonly points: Int32Array;
  private readonly weights: Float64Array;
  // The newest complete subtree.
  private newBegin: Handle = 0;
  private newEnd: Handle = 0;
  private newSum: Handle = 0;
  private newPoint: Handle = 0;
  private newWeight = 0;
  // The state that the next step leaves from.
  private edgePoint: Handle = 0;
  private edgeMomentum: Handle = 0;
  private treeWeight = 0;
  private offset = 0;

  /** @param maxDepth most doublings, >= 0 */
  constructor(
    readonly trajectory: Trajectory,
    readonly choices: Choices,
    maxDepth: number,
  ) {
    this.depthLimit = maxDepth;
    this.begins = new Int32Array(maxDepth);
    this.ends = new Int32Array(maxDepth);
    this.sums = new Int32Array(maxDepth);
    this.points = new Int32Array(maxDepth);
    this.weights = new Float64Array(maxDepth);
  }

  /**
   * Grows a tree from a state until it turns, diverges or reaches `depthLimit` doublings, and chooses a point of it. Both
   * handles come with three owners: the two ends of the tree, and its chosen point or its sum of momenta. Handles of an unfinished half are left to the trajectory to forget.
   */
  grow(point: Handle, momentum: Handle): void {
    const { trajectory, choices } = this;
    this.depth = 0;
    this.leapfrogs = 0;
    this.divergent = false;
    this.acceptanceSum = 0;
    this.offset = 0;
    this.treeWeight = 1;

    let chosen = point;
    let sum = momentum;
    let firstPoint = point;
    let firstMomentum = momentum;
    let lastPoint = point;
    let lastMomentum = momentum;

    while (this.depth < this.depthLimit) {
      const forward = choices.forward();
      this.edgePoint = forward ? lastPoint : firstPoint;
      this.edgeMomentum = forward ? lastMomentum : firstMomentum;
      if (!this.build(this.depth, forward ? 1 : -1)) break;
      this.depth++;

      if (this.newWeight > 0 && choices.accept(this.newWeight / this.treeWeight)) {
        trajectory.releasePoint(chosen);
        chosen = this.newPoint;
      } else {
        trajectory.releasePoint(this.newPoint);
      }
      this.treeWeight += this.newWeight;

      // In the order of building, the halves meet at `seam` of the old and `newBegin` of the new.
      const far = forward ? firstMomentum : lastMomentum;
      const seam = forward ? lastMomentum : firstMomentum;
      sum = trajectory.join(far, seam, sum, this.newBegin, this.newEnd, this.newSum);
      if (sum < 0) break;
      if (forward) {
        lastPoint = this.edgePoint;
        lastMomentum = this.newEnd;
      } else {
        firstPoint = this.edgePoint;
        firstMomentum = this.newEnd;
      }
    }
    this.point = chosen;
  }

  /** Builds a subtree of 2^depth states from the edge onward; false when it, or a subtree within it, turns or diverges. */
  private build(depth: number, direction: 1 | -1): boolean {
    const { trajectory, choices } = this;
    const leaves = 2 ** depth;
    for (let leaf = 0; leaf < leaves; leaf++) {
      const went = trajectory.step(this.edgePoint, this.edgeMomentum, direction, leaf + 1 === leaves);
      this.leapfrogs++;
      trajectory.releasePoint(this.edgePoint);
      if (!went) {
        this.divergent = true;
        return false;
      }
      const { point, momentum, energyError } = trajectory;
      this.edgePoint = point;
      this.edgeMomentum = momentum;
      // The edge does not own its momentum, since the newest subtree ends there.
      if (-energyError - this.offset > LARGEST_LOG_WEIGHT) this.moveOffset(-energyError, leaf);
      const weight = trajectory.weight(energyError, this.offset);
      const probability = this.offset === 0 ? weight : trajectory.weight(energyError, 0);
      this.acceptanceSum += Math.min(1, probability);

      let begin = momentum;
      const end = momentum;
      let sum = momentum;
      let chosen = point;
      let total = weight;
      let level = 0;
      for (; (leaf >> level) & 1; level++) {
        const earlierEnd = this.ends[level]!;
        const earlierBegin = this.begins[level]!;
        const earlierSum = this.sums[level]!;
        sum = trajectory.join(earlierBegin, earlierEnd, earlierSum, begin, end, sum);
        if (sum < 0) return false;
        begin = earlierBegin;
        const later = total;
        total += this.weights[level]!;
        if (later > 0 && choices.accept(later / total)) {
          trajectory.releasePoint(this.points[level]!);
        } else {
          trajectory.releasePoint(chosen);
          chosen = this.points[level]!;
        }
      }
      if (leaf + 1 < leaves) {
        this.begins[level] = begin;
        this.ends[level] = end;
        this.sums[level] = sum;
        this.points[level] = chosen;
        this.weights[level] = total;
      } else {
        this.newBegin = begin;
        this.newEnd = end;
        this.newSum = sum;
        this.newPoint = chosen;
        this.newWeight = total;
      }
    }
    return true;
  }

  /** Makes `offset` the zero of log weights, so that the weight of a state there is 1. `leaf`: states built so far in this half. */
  private moveOffset(offset: number, leaf: number): void {
    const factor = this.trajectory.weight(-this.offset, offset);
    this.offset = offset;
    this.treeWeight *= factor;
    for (let level = 0; leaf >> level > 0; level++) if ((leaf >> level) & 1) this.weights[level]! *= factor;
  }
}
