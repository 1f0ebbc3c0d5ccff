/** `Workspace` in JavaScript, for densities that offer none of their own. */
import { CredenceError } from '@credence/numerics';
import type { LogDensity, Slot, Workspace } from './logDensity.js';
import { dot, goesOn, goesOnAlong, kickKinetic } from './vectors.js';

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
  // Vectors begin on cache lines, and never a multiple of 4096 bytes apart, where a store would stall a later load.
  const stride = n + 7 - ((n + 7) % 8) + 8;
  const padded = stride % 512 === 0 ? stride + 8 : stride;
  const whole = n - (n % 4);
  const memory = new Float64Array(padded * slots);
  const views = Array.from({ length: slots }, (_, slot) => memory.subarray(slot * padded, slot * padded + n));

  return {
    slots,
    view: (slot) => views[slot]!,
    logDensityAndGradient: (position, gradient) => density.logDensityAndGradient(views[position]!, views[gradient]!),
    copy: (from, to) => views[to]!.set(views[from]!),
    add(a, b, out) {
      const left = views[a]!;
      const right = views[b]!;
      const sum = views[out]!;
      let i = 0;
      for (; i < whole; i += 4) {
        sum[i] = left[i]! + right[i]!;
        sum[i + 1] = left[i + 1]! + right[i + 1]!;
        sum[i + 2] = left[i + 2]! + right[i + 2]!;
        sum[i + 3] = left[i + 3]! + right[i + 3]!;
      }
      for (; i < n; i++) sum[i] = left[i]! + right[i]!;
    },
    dot: (a, b) => dot(views[a]!, views[b]!, n),
    kickDrift(
      position: Slot,
      momentum: Slot,
      gradient: Slot,
      inverseMetric: Slot,
      stepSize: number,
      newPosition: Slot,
      newMomentum: Slot,
    ) {
      const q = views[position]!;
      const p = views[momentum]!;
      const g = views[gradient]!;
      const w = views[inverseMetric]!;
      const newQ = views[newPosition]!;
      const newP = views[newMomentum]!;
      const half = stepSize / 2;
      let i = 0;
      for (; i < whole; i += 4) {
        const p0 = p[i]! + half * g[i]!;
        const p1 = p[i + 1]! + half * g[i + 1]!;
        const p2 = p[i + 2]! + half * g[i + 2]!;
        const p3 = p[i + 3]! + half * g[i + 3]!;
        newQ[i] = q[i]! + stepSize * (w[i]! * p0);
        newQ[i + 1] = q[i + 1]! + stepSize * (w[i + 1]! * p1);
        newQ[i + 2] = q[i + 2]! + stepSize * (w[i + 2]! * p2);
        newQ[i + 3] = q[i + 3]! + stepSize * (w[i + 3]! * p3);
        newP[i] = p0;
        newP[i + 1] = p1;
        newP[i + 2] = p2;
        newP[i + 3] = p3;
      }
      for (; i < n; i++) {
        const kicked = p[i]! + half * g[i]!;
        newP[i] = kicked;
        newQ[i] = q[i]! + stepSize * (w[i]! * kicked);
      }
    },
    kickKinetic: (momentum, gradient, inverseMetric, stepSize) =>
      kickKinetic(views[momentum]!, views[gradient]!, views[inverseMetric]!, stepSize / 2, n),
    goesOn: (a, b, first, second, inverseMetric) =>
      goesOn(views[a]!, views[b]!, views[first]!, views[second]!, views[inverseMetric]!, n),
    goesOnAlong: (a, b, sum, inverseMetric) => goesOnAlong(views[a]!, views[b]!, views[sum]!, views[inverseMetric]!, n),
  };
}

/** The density's own workspace where it offers one, else one in JavaScript. */
export function workspaceOf(density: LogDensity, slots: number): Workspace {
  return density.workspace ? density.workspace(slots) : createWorkspace(density, slots);
}
