/**
 * A workspace seen through a dense metric. With covariance estimate L L', momenta are kept as L' p and gradients as L' g, in
 * which the kinetic energy and the U-turn criterion are those of independent momenta; only the drift and the gradient change.
 */
import type { Workspace } from '../logDensity.js';
import { lowerTimes, transposedTimes } from './triangular.js';

/** The workspace under a dense metric; `scale` arguments must name a slot of ones. */
export interface WhitenedWorkspace extends Workspace {
  /** Packed lower triangular L. Gradients found under an older factor have to be found again. */
  setFactor(factor: Float64Array): void;
}

export function whitenedWorkspace(base: Workspace, dimension: number): WhitenedWorkspace {
  let factor: Float64Array = new Float64Array(0);
  const velocity = new Float64Array(dimension);
  const { lastLogDensity } = base;
  const workspace: WhitenedWorkspace = {
    slots: base.slots,
    lastLogDensity,
    setFactor(next) {
      factor = next;
    },
    view: (slot) => base.view(slot),
    logDensityAndGradient(position, gradient) {
      const logDensity = base.logDensityAndGradient(position, gradient);
      transposedTimes(factor, base.view(gradient));
      return logDensity;
    },
    copy: (from, to) => base.copy(from, to),
    add: (a, b, out) => base.add(a, b, out),
    dot: (a, b) => base.dot(a, b),
    kickDrift(position, momentum, gradient, _scale, stepSize, newPosition, newMomentum) {
      const q = base.view(position);
      const p = base.view(momentum);
      const g = base.view(gradient);
      const newQ = base.view(newPosition);
      const newP = base.view(newMomentum);
      const half = stepSize / 2;
      for (let i = 0; i < dimension; i++) newP[i] = p[i]! + half * g[i]!;
      lowerTimes(factor, newP, velocity);
      for (let i = 0; i < dimension; i++) newQ[i] = q[i]! + stepSize * velocity[i]!;
    },
    leapfrog(position, momentum, gradient, scale, stepSize, newPosition, newMomentum, newGradient) {
      workspace.kickDrift(position, momentum, gradient, scale, stepSize, newPosition, newMomentum);
      const logDensity = workspace.logDensityAndGradient(newPosition, newGradient);
      lastLogDensity[0] = logDensity;
      return base.kickKinetic(newMomentum, newGradient, scale, stepSize) - logDensity;
    },
    kickKinetic: (momentum, gradient, scale, stepSize) => base.kickKinetic(momentum, gradient, scale, stepSize),
    goesOn: (a, b, first, second) => base.goesOn(a, b, first, second),
    joinStates: (a, b, out) => base.joinStates(a, b, out),
    joinHalves: (begin, end, sum, laterBegin, laterEnd, laterSum, out) =>
      base.joinHalves(begin, end, sum, laterBegin, laterEnd, laterSum, out),
  };
  return workspace;
}
