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
 * Order of every sum over i < n, the same in every implementation: two partial sums s0, s1 from 0, element i added to
 * s(i mod 2) for i < 2 floor(n / 2); then total = s0 + s1; then, for odd n, the last element added to it. Products are rounded
 * before they are added.
 */
export interface Workspace {
  readonly slots: number;
  /** The live values of a slot. Never resized or detached. */
  view(slot: Slot): Float64Array;
  /** The density at a slot's position; the gradient goes to another slot. */
  logDensityAndGradient(position: Slot, gradient: Slot): number;
  /** sum_i a_i b_i */
  dot(a: Slot, b: Slot): number;
  /**
   * A leapfrog step with momenta of unit variance, from a state to the next one. With h = (stepSize / 2) scale:
   *
   *   kicked = momentum + h gradient, newPosition = position + h (kicked + kicked),
   *   newGradient = the gradient there, newMomentum = kicked + h newGradient.
   *
   * `prepared` says that newPosition is there already. With a slot `next` other than -1 the position after the next step of
   * this size goes there, so that the step from the new state can be told it is prepared: what both steps read is then read
   * once. New slots are others than the old ones.
   *
   * Returns the energy, (1/2) sum_i newMomentum_i^2 - log density. In `results`: the log density, sum_i newMomentum_i^2 and
   * sum_i momentum_i newMomentum_i. Where the log density is -Infinity or NaN the others mean nothing.
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
    prepared: boolean,
    next: Slot | -1,
  ): number;
  /**
   * Four states become a tree: out = (begin + end) + (laterBegin + laterEnd), elementwise. In `results` the products begin
   * laterBegin, begin laterEnd, end laterEnd, each summed over i. `out` is another slot.
   */
  joinPairs(begin: Slot, end: Slot, laterBegin: Slot, laterEnd: Slot, out: Slot): void;
  /**
   * Two halves become a tree: out = sum + laterSum. In `results` the products begin laterBegin, begin laterSum, laterBegin
   * sum, end laterEnd, end laterSum, laterEnd sum, each summed over i. `out` may be `sum` or `laterSum`.
   */
  joinHalves(begin: Slot, end: Slot, sum: Slot, laterBegin: Slot, laterEnd: Slot, laterSum: Slot, out: Slot): void;
  /**
   * One more vector for running means and sums of squared deviations (Welford 1962, Technometrics 4(3)), `share` being one over
   * how many there are now: before = value - mean, mean += share before, squares += before (value - mean), elementwise.
   */
  accumulate(value: Slot, mean: Slot, squares: Slot, share: number): void;
  /** Six numbers, which the last `leapfrog` or join left; see there. */
  readonly results: Float64Array;
}
