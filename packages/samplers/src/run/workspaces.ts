/** One workspace a density, for all chains that run on it in this thread. */
import { DEFAULT_MAX_TREE_DEPTH, workspaceSlots } from '../chain.js';
import type { ChainSettings } from '../chainContract.js';
import type { LogDensity, Workspace } from '../logDensity.js';
import { workspaceOf } from '../workspace.js';

const made = new WeakMap<LogDensity, Workspace>();

/** A density gives a workspace once; the one it gave is used again where it is large enough. */
export function chainWorkspace(density: LogDensity, settings: ChainSettings): Workspace {
  const slots = workspaceSlots(settings.maxTreeDepth ?? DEFAULT_MAX_TREE_DEPTH);
  const known = made.get(density);
  if (known !== undefined && known.slots >= slots) return known;
  const workspace = workspaceOf(density, slots);
  made.set(density, workspace);
  return workspace;
}

const busy = new WeakMap<LogDensity, Promise<unknown>>();

/** Runs `work` when no other work on this density is going on in this thread: they would share its memory. */
export async function withDensity<Result>(density: LogDensity, work: () => Promise<Result>): Promise<Result> {
  const before = busy.get(density) ?? Promise.resolve();
  const now = before.then(work, work);
  busy.set(density, now);
  return now;
}
