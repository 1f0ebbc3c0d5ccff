/** `Workspace` in JavaScript, for densities that offer none of their own. */
import { CredenceError } from '@credence/numerics';
import type { LogDensity, Workspace } from './logDensity.js';
import { accumulate, add, dot, drift, kick } from './vectors.js';

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
  const memory = new Float64Array(padded * slots);
  const views = Array.from({ length: slots }, (_, slot) => memory.subarray(slot * padded, slot * padded + n));

  const results = new Float64Array(6);

  return {
    slots,
    results,
    view: (slot) => views[slot]!,
    logDensityAndGradient: (position, gradient) => density.logDensityAndGradient(views[position]!, views[gradient]!),
    dot: (a, b) => dot(views[a]!, views[b]!, n),
    leapfrog(position, momentum, gradient, scale, stepSize, newPosition, newMomentum, newGradient, prepared, next) {
      const half = stepSize / 2;
      const [p, g, s] = [views[momentum]!, views[gradient]!, views[scale]!];
      const [newQ, newP, newG] = [views[newPosition]!, views[newMomentum]!, views[newGradient]!];
      if (!prepared) drift(views[position]!, p, g, s, half, newQ, n);
      const logDensity = density.logDensityAndGradient(newQ, newG);
      kick(p, g, newG, s, half, newP, n);
      if (next >= 0) drift(newQ, newP, newG, s, half, views[next]!, n);
      results[0] = logDensity;
      results[1] = dot(newP, newP, n);
      results[2] = dot(p, newP, n);
      return 0.5 * results[1] - logDensity;
    },
    joinPairs(begin, end, laterBegin, laterEnd, out) {
      const [b, e, laterB, laterE] = [views[begin]!, views[end]!, views[laterBegin]!, views[laterEnd]!];
      const sum = views[out]!;
      for (let i = 0; i < n; i++) sum[i] = b[i]! + e[i]! + (laterB[i]! + laterE[i]!);
      results[0] = dot(b, laterB, n);
      results[1] = dot(b, laterE, n);
      results[2] = dot(e, laterE, n);
    },
    joinHalves(begin, end, sum, laterBegin, laterEnd, laterSum, out) {
      const [b, e, earlier] = [views[begin]!, views[end]!, views[sum]!];
      const [laterB, laterE, later] = [views[laterBegin]!, views[laterEnd]!, views[laterSum]!];
      results[0] = dot(b, laterB, n);
      results[1] = dot(b, later, n);
      results[2] = dot(laterB, earlier, n);
      results[3] = dot(e, laterE, n);
      results[4] = dot(e, later, n);
      results[5] = dot(laterE, earlier, n);
      add(earlier, later, views[out]!, n);
    },
    accumulate: (value, mean, squares, share) => accumulate(views[value]!, views[mean]!, views[squares]!, share, n),
  };
}

/** The density's own workspace where it offers one, else one in JavaScript. */
export function workspaceOf(density: LogDensity, slots: number): Workspace {
  return density.workspace ? density.workspace(slots) : createWorkspace(density, slots);
}
