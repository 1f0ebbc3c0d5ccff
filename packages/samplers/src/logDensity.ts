/** The one thing a sampler knows about a model: its log density, the gradient, and optionally memory of its own to work in. */

/**
 * A log density over R^dimension, up to an additive constant (nats).
 *
 * Any object with the first two members will do, so a plain JavaScript function with a gradient can be sampled too.
 */
export interface LogDensity {
  readonly dimension: number;
  /**
   * Log density at `position` (length `dimension`, not kept); writes d/dposition into `gradient`.
   * Returns -Infinity outside the support, where `gradient` means nothing. NaN counts as outside: a sampler that meets it
   * records a divergence. Throws only when nothing could ever be evaluated.
   */
  logDensityAndGradient(position: Float64Array, gradient: Float64Array): number;
  /**
   * Log densities at `out.length` positions, one after another in `positions`, without gradients: for samplers that need none,
   * where the density can do without. Equal to those of `logDensityAndGradient` up to rounding.
   */
  logDensities?(positions: Float64Array, out: Float64Array): void;
  /**
   * Memory for `slots` vectors of length `dimension` with the arithmetic of Hamiltonian dynamics beside the density, where
   * the density can offer it. May be called once, before the first evaluation. `createWorkspace` makes one in JavaScript
   * for a density that has none; both sum in the same order, so they give the same bits.
   */
  workspace?(slots: number): Workspace;
}

/** The number of a vector in a workspace. */
export type Slot = number;

/**
 * Vectors in the density's own memory and the operations a Hamiltonian sampler needs of them.
 *
 * Order of every sum over i < n, the same in every implementation: four partial sums s0..s3 from 0, element i added to
 * s(i mod 4) for i < 4 floor(n / 4); then total = (s0 + s2) + (s1 + s3); then the remaining elements added to it in order.
 * Products are rounded before they are added.
 */
export interface Workspace {
  readonly slots: number;
  /** The live values of a slot. Never resized or detached. */
  view(slot: Slot): Float64Array;
  /** The density at a slot's position; the gradient goes to another slot. */
  logDensityAndGradient(position: Slot, gradient: Slot): number;
  copy(from: Slot, to: Slot): void;
  /** out = a + b, elementwise. `out` may be `a` or `b`. */
  add(a: Slot, b: Slot, out: Slot): void;
  /** sum_i a_i b_i */
  dot(a: Slot, b: Slot): number;
  /**
   * First half of a leapfrog step with momenta of unit variance: with h = (stepSize / 2) scale, newMomentum = momentum +
   * h gradient, newPosition = position + h (newMomentum + newMomentum). New slots may be the old ones.
   */
  kickDrift(
    position: Slot,
    momentum: Slot,
    gradient: Slot,
    scale: Slot,
    stepSize: number,
    newPosition: Slot,
    newMomentum: Slot,
  ): void;
  /**
   * Second half: momentum += ((stepSize / 2) scale) gradient, in place; returns the kinetic energy
   * (1/2) sum_i momentum_i momentum_i.
   */
  kickKinetic(momentum: Slot, gradient: Slot, scale: Slot, stepSize: number): number;
  /**
   * A whole leapfrog step: kickDrift, the density at the new position, kickKinetic. Returns the energy, kinetic energy - log
   * density, and leaves the log density in `lastLogDensity`. Where that is -Infinity or NaN the energy means nothing.
   */
  leapfrog(
    position: Slot,
    momentum: Slot,
    gradient: Slot,
    scale: Slot,
    stepSize: number,
    newPosition: Slot,
    newMomentum: Slot,
    newGradient: Slot,
  ): number;
  /** One number: the log density that the last `leapfrog` found. */
  readonly lastLogDensity: Float64Array;
  /**
   * Whether the generalised U-turn criterion holds between two momenta: both sum_i a_i r_i and sum_i b_i r_i are > 0, where
   * r = first + second, elementwise, is a sum of momenta.
   */
  goesOn(a: Slot, b: Slot, first: Slot, second: Slot): boolean;
  /**
   * out = a + b, and goesOn(a, b, a, b): two neighbouring states become a tree. `out` is another slot. It is filled when the
   * criterion fails, too.
   */
  joinStates(a: Slot, b: Slot, out: Slot): boolean;
  /**
   * out = sum + laterSum, and the criterion for the tree of two halves, an earlier one from `begin` to `end` and a later one:
   * goesOn(begin, laterEnd, sum, laterSum), goesOn(begin, laterBegin, sum, laterBegin) and goesOn(end, laterEnd, laterSum,
   * end). `out` may be `sum` or `laterSum`, and is filled when the criterion fails, too.
   */
  joinHalves(begin: Slot, end: Slot, sum: Slot, laterBegin: Slot, laterEnd: Slot, laterSum: Slot, out: Slot): boolean;
}
