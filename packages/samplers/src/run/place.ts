/** Where the chains of a run are computed. The draws do not depend on it. */
import type { LogDensity, Workspace } from '../logDensity.js';

/** Below this many seconds of work, starting workers costs more than they save. */
export const SMALL_RUN = 0.05;

/** Leapfrog steps that a transition usually takes; only the choice of the place rests on it. */
const USUAL_LEAPFROGS = 12;
/** Milliseconds that the timing of the density may take. */
const PATIENCE = 2;

/**
 * Predicted seconds of work of a run: transitions times a usual number of leapfrog steps times the time of one, which is
 * the least seen of a few evaluations of the density at `position`, with the vector arithmetic that goes with it.
 */
export function predictedSeconds(
  density: LogDensity,
  workspace: Workspace,
  position: ArrayLike<number> | undefined,
  transitions: number,
): number {
  const [place, gradient] = [0, 1];
  if (position?.length === density.dimension) workspace.view(place).set(position);
  else workspace.view(place).fill(0);
  const begun = performance.now();
  let least = Number.POSITIVE_INFINITY;
  let evaluations = 1;
  let now = begun;
  while (now - begun < PATIENCE && evaluations < 4096) {
    for (let i = 0; i < evaluations; i++) {
      workspace.logDensityAndGradient(place, gradient);
      workspace.dot(gradient, gradient);
      workspace.dot(place, gradient);
      workspace.dot(place, place);
    }
    const after = performance.now();
    least = Math.min(least, (after - now) / evaluations);
    now = after;
    evaluations *= 2;
  }
  return (least / 1000) * USUAL_LEAPFROGS * transitions;
}

/** The chains of each of `threads` threads: 0, threads, 2 threads ... on the first. */
export function deal(chains: number, threads: number): number[][] {
  const hands: number[][] = Array.from({ length: Math.min(threads, chains) }, () => []);
  for (let chain = 0; chain < chains; chain++) hands[chain % hands.length]!.push(chain);
  return hands;
}
