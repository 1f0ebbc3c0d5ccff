/**
 * Exact transition probabilities of the tree sampler, by listing every outcome of its random choices on an abstract
 * trajectory of whole numbers. The idea is that of DynamicHMC.jl's tests (Papp).
 */
import { exp } from '@credence/numerics';
import { joinByQuestions, type Questions } from '../nuts/criterion.js';
import { type Choices, type Handle, type Trajectory, Tree } from '../nuts/tree.js';

/** A line of states z = ..., -1, 0, 1, ... with energies, divergent states, and stretches that turn. */
export interface IntegerLine {
  /** Energy of a state (nats). */
  energy(state: number): number;
  divergent(state: number): boolean;
  /** Whether the states from `from` to `to` make a U-turn. */
  turning(from: number, to: number): boolean;
}

/** States lie in [-32, 32). */
const SPAN = 64;
/** Momentum handles are stretches of the line, points are states: both plus an offset. */
const stretch = (from: number, to: number): Handle => (from + SPAN / 2) * SPAN + (to + SPAN / 2);
const fromOf = (handle: Handle) => Math.floor(handle / SPAN) - SPAN / 2;
const toOf = (handle: Handle) => (handle % SPAN) - SPAN / 2;

/** One question for a U-turn: between the momenta at `a` and `b`, along the sum of momenta over `from` to `to`. */
export interface TurnQuestion {
  readonly a: number;
  readonly b: number;
  readonly from: number;
  readonly to: number;
}

/** The line as a trajectory that starts at `start`; it checks that handles are owned and sums are of neighbours. */
export class IntegerTrajectory implements Trajectory, Questions {
  point: Handle = 0;
  momentum: Handle = 0;
  energyError = 0;
  readonly questions: TurnQuestion[] = [];
  readonly #pointOwners = new Int32Array(SPAN);
  readonly #momentumOwners = new Int32Array(SPAN * SPAN);

  constructor(
    readonly line: IntegerLine,
    readonly start: number,
    readonly asked: (question: TurnQuestion, line: IntegerLine) => boolean = ({ from, to }) => !line.turning(from, to),
  ) {
    this.#own(this.#pointOwners, start + SPAN / 2, 3);
    this.#own(this.#momentumOwners, stretch(start, start), 3);
  }

  get startPoint(): Handle {
    return this.start + SPAN / 2;
  }
  get startMomentum(): Handle {
    return stretch(this.start, this.start);
  }

  step(point: Handle, momentum: Handle, direction: 1 | -1): boolean {
    this.#expectOwned(this.#pointOwners, point);
    this.#expectOwned(this.#momentumOwners, momentum);
    if (point - SPAN / 2 !== fromOf(momentum) || point - SPAN / 2 !== toOf(momentum)) throw new Error('torn state');
    const state = point - SPAN / 2 + direction;
    if (this.line.divergent(state)) return false;
    this.point = state + SPAN / 2;
    this.momentum = stretch(state, state);
    this.energyError = this.line.energy(state) - this.line.energy(this.start);
    this.#own(this.#pointOwners, this.point, 2);
    this.#own(this.#momentumOwners, this.momentum, 3);
    return true;
  }

  weight(energyError: number, offset: number): number {
    return exp(-energyError - offset);
  }

  join(begin: Handle, end: Handle, sum: Handle, laterBegin: Handle, laterEnd: Handle, laterSum: Handle): Handle {
    if (Math.abs(fromOf(laterBegin) - fromOf(end)) !== 1) throw new Error('the seam is not between neighbours');
    return joinByQuestions(this, begin, end, sum, laterBegin, laterEnd, laterSum);
  }

  goesOn(a: Handle, b: Handle, first: Handle, second: Handle): boolean {
    this.#expectOwned(this.#momentumOwners, a);
    this.#expectOwned(this.#momentumOwners, b);
    this.#expectOwned(this.#momentumOwners, first);
    this.#expectOwned(this.#momentumOwners, second);
    const { from, to } = this.#union(first, second);
    const question = { a: fromOf(a), b: fromOf(b), from, to };
    this.questions.push(question);
    return this.asked(question, this.line);
  }

  sum(first: Handle, second: Handle): Handle {
    const { from, to } = this.#union(first, second);
    const sum = stretch(from, to);
    this.releaseMomenta(first, second);
    this.#own(this.#momentumOwners, sum, 1);
    return sum;
  }

  #union(first: Handle, second: Handle): { from: number; to: number } {
    if (toOf(first) + 1 !== fromOf(second) && toOf(second) + 1 !== fromOf(first)) throw new Error('not neighbours');
    return { from: Math.min(fromOf(first), fromOf(second)), to: Math.max(toOf(first), toOf(second)) };
  }

  releasePoint(point: Handle): void {
    this.#expectOwned(this.#pointOwners, point);
    this.#pointOwners[point]!--;
  }
  releaseMomenta(a: Handle, b: Handle): void {
    for (const momentum of [a, b]) {
      this.#expectOwned(this.#momentumOwners, momentum);
      this.#momentumOwners[momentum]!--;
    }
  }
  /** Throws when nobody owns the point. */
  expectPoint(point: Handle): void {
    this.#expectOwned(this.#pointOwners, point);
  }

  #own(owners: Int32Array, handle: Handle, count: number): void {
    owners[handle]! += count;
  }
  #expectOwned(owners: Int32Array, handle: Handle): void {
    if (!(owners[handle]! > 0)) throw new Error(`handle ${handle} is used after it was given back`);
  }
}

/** Answers every choice both ways, one path after another, and knows each path's probability. */
class ListedChoices implements Choices {
  probability = 1;
  readonly #path: { taken: boolean; probability: number }[] = [];
  #at = 0;

  constructor(readonly acceptance: (probability: number) => number) {}

  forward(): boolean {
    return this.#choose(0.5);
  }
  accept(probability: number): boolean {
    return this.#choose(Math.min(1, this.acceptance(probability)));
  }

  #choose(probability: number): boolean {
    if (probability <= 0 || probability >= 1) return probability >= 1;
    if (this.#at === this.#path.length) this.#path.push({ taken: true, probability });
    const choice = this.#path[this.#at++]!;
    this.probability *= choice.taken ? choice.probability : 1 - choice.probability;
    return choice.taken;
  }

  /** Turns to the next path; false when all are done. */
  next(): boolean {
    while (this.#path.length > 0 && !this.#path[this.#path.length - 1]!.taken) this.#path.pop();
    this.#at = 0;
    this.probability = 1;
    const last = this.#path[this.#path.length - 1];
    if (!last) return false;
    last.taken = false;
    return true;
  }
}

/** Ways to break the sampler, to see that a test would notice. */
export interface Mutation {
  /** What becomes of an acceptance probability. */
  readonly acceptance?: (probability: number) => number;
  /** What is answered to a question for a U-turn, for a trajectory from `start`. */
  readonly asked?: (question: TurnQuestion, line: IntegerLine, start: number) => boolean;
}

/** Probabilities of the next state from `start`, exact up to rounding. */
export function transitionProbabilities(
  line: IntegerLine,
  start: number,
  maxDepth: number,
  mutation: Mutation = {},
): ReadonlyMap<number, number> {
  const probabilities = new Map<number, number>();
  const choices = new ListedChoices(mutation.acceptance ?? ((probability) => probability));
  const { asked } = mutation;
  do {
    const trajectory = new IntegerTrajectory(
      line,
      start,
      asked ? (question) => asked(question, line, start) : undefined,
    );
    const tree = new Tree(trajectory, choices, maxDepth);
    tree.grow(trajectory.startPoint, trajectory.startMomentum);
    trajectory.expectPoint(tree.point);
    const next = tree.point - SPAN / 2;
    probabilities.set(next, (probabilities.get(next) ?? 0) + choices.probability);
  } while (choices.next());
  return probabilities;
}

/**
 * Largest |w_i P(i -> j) - w_j P(j -> i)| / (w_i P(i -> j) + w_j P(j -> i)) over all pairs within [-radius, radius], and
 * the largest error of a row's sum from 1.
 */
export function detailedBalanceError(
  line: IntegerLine,
  maxDepth: number,
  radius: number,
  mutation?: Mutation,
): { readonly balance: number; readonly rows: number; readonly pairs: number } {
  const rows = new Map<number, ReadonlyMap<number, number>>();
  let rowError = 0;
  for (let i = -radius; i <= radius; i++) {
    if (line.divergent(i)) continue;
    const row = transitionProbabilities(line, i, maxDepth, mutation);
    rows.set(i, row);
    rowError = Math.max(rowError, Math.abs([...row.values()].reduce((sum, p) => sum + p, 0) - 1));
  }
  let balance = 0;
  let pairs = 0;
  for (const [i, row] of rows) {
    for (const [j, back] of rows) {
      if (j <= i) continue;
      const there = exp(-line.energy(i)) * (row.get(j) ?? 0);
      const home = exp(-line.energy(j)) * (back.get(i) ?? 0);
      if (there + home === 0) continue;
      pairs++;
      balance = Math.max(balance, Math.abs(there - home) / (there + home));
    }
  }
  return { balance, rows: rowError, pairs };
}
