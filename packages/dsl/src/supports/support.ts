/** Where a quantity may lie: membership, and for a continuous one the bijection to all reals with its log-Jacobian. */
import type { Tensor } from '@credence/autodiff';

/** A set of numbers that parameters and data are checked against. */
export interface Constraint {
  /** As it is written behind "must be" or "outside", e.g. `> 0`, `(0, ∞)`. */
  readonly text: string;
  /** Membership as a graph: true or false for every element of x. NaN is outside every set. */
  readonly contains: (x: Tensor) => Tensor;
  /** Membership of one number, where the set does not depend on other variables. */
  readonly holds?: (x: number) => boolean;
  /** Range that the set lies in, where it does not depend on other variables: what is known of a value without looking. */
  readonly range?: Range;
  /** Whether only some numbers of its range belong to it, as with whole numbers. */
  readonly discrete?: boolean;
}

/** Bounds that a value is known to keep; an excluded bound is not reached. */
export interface Range {
  readonly lower: number;
  readonly upper: number;
  readonly lowerExcluded?: boolean;
  readonly upperExcluded?: boolean;
}

/**
 * A bijection from unconstrained values u to values x in a support, element by element. Shapes of u and x are equal.
 * The conventions are Stan's (Stan Reference Manual, "Constraint transforms"), so log densities agree with its.
 */
export interface Transform {
  readonly name: string;
  /** x from u. */
  readonly constrain: (u: Tensor) => Tensor;
  /** u from x; what lies on the border of the support goes to an infinity. */
  readonly unconstrain: (x: Tensor) => Tensor;
  /** log |dx/du| for every element, or undefined where it is 0 everywhere. */
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
  /** How free variables are moved to all reals. Missing for discrete supports, which gradients cannot explore. */
  readonly transform?: Transform;
  /** Its ends, where it has two (infinite ones among them). */
  readonly ends?: Ends;
  /** A condition on the bounds themselves, e.g. lower < upper, where they are not numbers. */
  readonly valid?: Tensor;
}
