/** Where a quantity may lie: membership, and for a continuous one the bijection to all reals with its log-Jacobian. */
import { all, findInputs, logicalAnd, parameter, type Tensor } from '@credence/autodiff';
import { CredenceError } from '@credence/numerics';

/** A set of numbers, vectors or matrices that parameters and data are checked against. */
export interface Constraint {
  /** Equal names of sets of vectors or matrices are equal sets. */
  readonly name?: string;
  /** As it is written behind "must be" or "outside", e.g. `> 0`, `(0, ∞)`, `the simplex`. */
  readonly text: string;
  /** Last axes that are judged together: 0 for numbers, 1 for vectors, 2 for matrices. Default 0. */
  readonly eventRank?: 0 | 1 | 2;
  /** Membership as a graph: true or false for every event, so of the shape of x without its event axes. NaN is outside every set. */
  readonly contains: (x: Tensor) => Tensor;
  /** Membership of one number, where the set is one of numbers and does not depend on other variables. */
  readonly holds?: (x: number) => boolean;
  /** Of a set of vectors or matrices: why one does not belong to it. */
  readonly fault?: Fault;
  /** Range that all numbers of the set lie in, where it does not depend on other variables: what is known of a value without looking. */
  readonly range?: Range;
  /** Whether only some numbers of its range belong to it, as with whole numbers. */
  readonly discrete?: boolean;
}

/**
 * What is wrong with an event, as it goes on behind its name (`sums to 1.02, and must sum to 1`); undefined where it
 * belongs to the set. It must agree with `contains`.
 * @param event row-major
 * @param valueAt the value at this event of a tensor with one number for every event, where the set depends on one
 */
export type Fault = (
  event: ArrayLike<number>,
  shape: readonly number[],
  valueAt: (tensor: Tensor) => number,
) => string | undefined;

/** Bounds that a value is known to keep; an excluded bound is not reached. */
export interface Range {
  readonly lower: number;
  readonly upper: number;
  readonly lowerExcluded?: boolean;
  readonly upperExcluded?: boolean;
}

/**
 * A bijection from unconstrained values u to values x in a support, number by number, or event by event where the support
 * is one of vectors or matrices. The conventions are Stan's (Stan Reference Manual, "Constraint transforms"), so log
 * densities agree with its.
 */
export interface Transform {
  readonly name: string;
  /** Shape of the unconstrained values of one event; by default that of the event. */
  readonly unconstrainedShape?: (eventShape: readonly number[]) => readonly number[];
  /** x from u; leading axes stay. */
  readonly constrain: (u: Tensor) => Tensor;
  /** u from x; what lies on the border of the support goes to an infinity. */
  readonly unconstrain: (x: Tensor) => Tensor;
  /** log |dx/du| of every number or event, or undefined where it is 0 everywhere. */
  readonly logJacobian?: (u: Tensor) => Tensor;
}

/** Where an interval, or a run of whole numbers, begins and ends: numbers, or tensors that broadcast against the variable. */
export interface Ends {
  readonly lower: number | Tensor;
  readonly upper: number | Tensor;
}

/** The support of a distribution. */
export interface Support extends Constraint {
  readonly name: string;
  /** How free variables are moved to all reals. Missing for discrete and mixed supports, which gradients cannot explore. */
  readonly transform?: Transform;
  /** Of a quantity that has some of its probability at single points and a density elsewhere: which points these are. */
  readonly mixed?: string;
  /** Its ends, where it has two (infinite ones among them). */
  readonly ends?: Ends;
  /** A condition on the bounds themselves, e.g. lower < upper, where they are not numbers. */
  readonly valid?: Tensor;
  /** How it reads in errors. Default `lower must be less than upper`. */
  readonly validText?: string;
  /** Whether it has no volume among all arrays of its shape, as the simplex: draws of another distribution never fall into it. */
  readonly thin?: boolean;
  /** Moves an event of exchangeable numbers into the support and keeps their distribution there: ordered vectors sort them. */
  readonly arrange?: (event: Float64Array) => void;
}

/**
 * The shape of the unconstrained values of a variable.
 * @throws CredenceError shape/support when the variable's shape cannot hold events of the support
 */
export function unconstrainedShape(support: Support, shape: readonly number[]): readonly number[] {
  const { eventRank = 0, transform, name } = support;
  if (shape.length < eventRank) {
    throw new CredenceError(
      'shape/support',
      `the support ${name} is one of ${eventRank === 1 ? 'vectors' : 'matrices'}, and the shape is [${shape.join(', ')}]. State shape or dims of at least ${eventRank} ${eventRank === 1 ? 'axis' : 'axes'}.`,
      { support: name, shape },
    );
  }
  const cut = shape.length - eventRank;
  const event = shape.slice(cut);
  return [...shape.slice(0, cut), ...(transform?.unconstrainedShape?.(event) ?? event)];
}

/** Whether all of each event of `rank` axes lies in a set, one truth for each of them. */
export function containsEvents(set: Constraint, x: Tensor, rank: number): Tensor {
  const inside = set.contains(x);
  const left = rank - (set.eventRank ?? 0);
  return left <= 0 ? inside : all(inside, { axes: Array.from({ length: left }, (_, axis) => -1 - axis) });
}

/** Whether it depends on other variables or data. */
export function dependsOnOthers({ contains, eventRank = 0 }: Support): boolean {
  const x = parameter(
    'x',
    Array.from({ length: eventRank }, () => 2),
  );
  return findInputs([contains(x)]).some((input) => input !== x);
}

/** Whether all of several conditions hold. */
export function allOf(first: Tensor, ...others: readonly Tensor[]): Tensor {
  return others.reduce((both, condition) => logicalAnd(both, condition), first);
}

/** A number in a sentence: its digits, but not those that are rounding. */
export function shown(value: number): string {
  return String(Number(value.toPrecision(12)));
}
