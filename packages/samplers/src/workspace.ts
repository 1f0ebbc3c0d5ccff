/** `Workspace` in JavaScript, for densities that offer none of their own. */
import { CredenceError } from '@credence/numerics';
import type { LogDensity, Slot, Workspace } from './logDensity.js';
import { add, dot, goesOn, kickKinetic } from './vectors.js';

/**
 * Memory for `slots` vectors of length `density.dimension` in one typed array, and the operations on them, summed in the
 * order that `Workspace` fixes: the bits are those of a workspace in a compiled module.
 *
 * @throws CredenceError `sampler/dimension` when the dimension is not a whole number >= 0
 * @example
 * const workspace = createWorkspace(density, 3);
 * workspace.view(0).fill(1);
 * const value = workspace.logDensityAndGradient(0, 1);
 */
export function createWorkspace(density: LogDensity, slots: number): Workspace {
  const n = density.dimension;
  if (!Number.isSafeInteger(n) || n < 0) {
    throw new CredenceError(
      'sampler/dimension',
      `The density's dimension is ${n}; it must be a whole number of at least 0.`,
      { dimension: n },
    );
  }
  // Vectors begin on cache lines; long ones 39 lines apart modulo the 64 of 4096 bytes, so that those used together do not
  // lie a little less than a multiple of 4096 apart, where a load would wait for a store just before it.
  const room = (n + 15) & ~7;
  const padded = room < 256 ? room : room + ((39 * 8 - room) & 511);
  const whole = n - (n % 4);
  const memory = new Float64Array(padded * slots);
  const views = Array.from({ length: slots }, (_, slot) => memory.subarray(slot * padded, slot * padded + n));

  const lastLogDensity = new Float64Array(1);

  function kickDrift(
    position: Slot,
    momentum: Slot,
    gradient: Slot,
    scale: Slot,
    stepSize: number,
    newPosition: Slot,
    newMomentum: Slot,
  ): void {
    const q = views[position]!;
    const p = views[momentum]!;
    const g = views[gradient]!;
    const s = views[scale]!;
    const newQ = views[newPosition]!;
    const newP = views[newMomentum]!;
    const half = stepSize / 2;
    let i = 0;
    for (; i < whole; i += 4) {
      const h0 = half * s[i]!;
      const h1 = half * s[i + 1]!;
      const h2 = half * s[i + 2]!;
      const h3 = half * s[i + 3]!;
      const p0 = p[i]! + h0 * g[i]!;
      const p1 = p[i + 1]! + h1 * g[i + 1]!;
      const p2 = p[i + 2]! + h2 * g[i + 2]!;
      const p3 = p[i + 3]! + h3 * g[i + 3]!;
      newQ[i] = q[i]! + h0 * (p0 + p0);
      newQ[i + 1] = q[i + 1]! + h1 * (p1 + p1);
      newQ[i + 2] = q[i + 2]! + h2 * (p2 + p2);
      newQ[i + 3] = q[i + 3]! + h3 * (p3 + p3);
      newP[i] = p0;
      newP[i + 1] = p1;
      newP[i + 2] = p2;
      newP[i + 3] = p3;
    }
    for (; i < n; i++) {
      const h = half * s[i]!;
      const kicked = p[i]! + h * g[i]!;
      newP[i] = kicked;
      newQ[i] = q[i]! + h * (kicked + kicked);
    }
  }

  return {
    slots,
    lastLogDensity,
    view: (slot) => views[slot]!,
    logDensityAndGradient: (position, gradient) => density.logDensityAndGradient(views[position]!, views[gradient]!),
    copy: (from, to) => views[to]!.set(views[from]!),
    add: (a, b, out) => add(views[a]!, views[b]!, views[out]!, n),
    dot: (a, b) => dot(views[a]!, views[b]!, n),
    kickDrift,
    leapfrog(position, momentum, gradient, scale, stepSize, newPosition, newMomentum, newGradient) {
      kickDrift(position, momentum, gradient, scale, stepSize, newPosition, newMomentum);
      const newSlope = views[newGradient]!;
      const logDensity = density.logDensityAndGradient(views[newPosition]!, newSlope);
      lastLogDensity[0] = logDensity;
      return kickKinetic(views[newMomentum]!, newSlope, views[scale]!, stepSize / 2, n) - logDensity;
    },
    kickKinetic: (momentum, gradient, scale, stepSize) =>
      kickKinetic(views[momentum]!, views[gradient]!, views[scale]!, stepSize / 2, n),
    goesOn: (a, b, first, second) => goesOn(views[a]!, views[b]!, views[first]!, views[second]!, n),
    joinStates(a, b, out) {
      const first = views[a]!;
      const second = views[b]!;
      add(first, second, views[out]!, n);
      return goesOn(first, second, first, second, n);
    },
    joinHalves(begin, end, sum, laterBegin, laterEnd, laterSum, out) {
      const first = views[begin]!;
      const seam = views[end]!;
      const earlier = views[sum]!;
      const laterFirst = views[laterBegin]!;
      const last = views[laterEnd]!;
      const later = views[laterSum]!;
      const goes =
        goesOn(first, last, earlier, later, n) &&
        goesOn(first, laterFirst, earlier, laterFirst, n) &&
        goesOn(seam, last, later, seam, n);
      add(earlier, later, views[out]!, n);
      return goes;
    },
  };
}

/** The density's own workspace where it offers one, else one in JavaScript. */
export function workspaceOf(density: LogDensity, slots: number): Workspace {
  return density.workspace ? density.workspace(slots) : createWorkspace(density, slots);
}
