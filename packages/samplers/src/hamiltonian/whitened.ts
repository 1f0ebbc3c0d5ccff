/**
 * A workspace seen through a dense metric. With covariance estimate L L', momenta are kept as L' p and gradients as L' g, in
 * which the kinetic energy and the U-turn criterion are those of independent momenta; only the drift and the gradient change.
 */
import type { Slot, Workspace } from '../logDensity.js';
import { dot, kick } from '../vectors.js';
import { lowerTimes, transposedTimes } from './triangular.js';

/** The workspace under a dense metric; `scale` arguments must name a slot of ones. */
export interface WhitenedWorkspace extends Workspace {
  /** Packed lower triangular L. Gradients found under an older factor have to be found again. */
  setFactor(factor: Float64Array): void;
}

export function whitenedWorkspace(base: Workspace, dimension: number): WhitenedWorkspace {
  let factor: Float64Array = new Float64Array(0);
  const kicked = new Float64Array(dimension);
  const velocity = new Float64Array(dimension);
  const { results } = base;

  function logDensityAndGradient(position: Slot, gradient: Slot): number {
    const logDensity = base.logDensityAndGradient(position, gradient);
    transposedTimes(factor, base.view(gradient));
    return logDensity;
  }

  /** newPosition = position + stepSize L (momentum + (stepSize / 2) gradient) */
  function drift(position: Slot, momentum: Slot, gradient: Slot, stepSize: number, newPosition: Slot): void {
    const [q, p, g] = [base.view(position), base.view(momentum), base.view(gradient)];
    const newQ = base.view(newPosition);
    const half = stepSize / 2;
    for (let i = 0; i < dimension; i++) kicked[i] = p[i]! + half * g[i]!;
    lowerTimes(factor, kicked, velocity);
    for (let i = 0; i < dimension; i++) newQ[i] = q[i]! + stepSize * velocity[i]!;
  }

  return {
    slots: base.slots,
    results,
    setFactor(next) {
      factor = next;
    },
    view: (slot) => base.view(slot),
    logDensityAndGradient,
    dot: (a, b) => base.dot(a, b),
    leapfrog(position, momentum, gradient, scale, stepSize, newPosition, newMomentum, newGradient, prepared, next) {
      if (!prepared) drift(position, momentum, gradient, stepSize, newPosition);
      const logDensity = logDensityAndGradient(newPosition, newGradient);
      const [p, newP] = [base.view(momentum), base.view(newMomentum)];
      kick(p, base.view(gradient), base.view(newGradient), base.view(scale), stepSize / 2, newP, dimension);
      if (next >= 0) drift(newPosition, newMomentum, newGradient, stepSize, next);
      results[0] = logDensity;
      results[1] = dot(newP, newP, dimension);
      results[2] = dot(p, newP, dimension);
      return 0.5 * results[1] - logDensity;
    },
    joinPairs: (begin, end, laterBegin, laterEnd, out) => base.joinPairs(begin, end, laterBegin, laterEnd, out),
    joinHalves: (begin, end, sum, laterBegin, laterEnd, laterSum, out) =>
      base.joinHalves(begin, end, sum, laterBegin, laterEnd, laterSum, out),
    accumulate: (value, mean, squares, share) => base.accumulate(value, mean, squares, share),
  };
}
