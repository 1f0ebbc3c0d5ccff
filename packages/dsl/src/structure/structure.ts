/** Rewrites a model for sampling: another model with the same posterior, and how what it left out comes back. */
import type { ModelSnapshot } from '../model/declarations.js';
import { sumOutDiscrete } from './discrete/sumOut.js';
import { drawForward } from './forward.js';
import { marginalizeNormals } from './gaussian/marginalize.js';
import type { Restoration, StructurePass, StructureStep } from './pass.js';
import { StructureReport } from './report.js';
import type { EnabledRewrites } from './rewrites.js';

export interface Structured {
  /** What is compiled and sampled. The declared model itself where nothing was rewritten. */
  readonly model: ModelSnapshot;
  /** In the order in which they are made: each may depend on what is sampled and on those before it. */
  readonly restorations: readonly Restoration[];
  readonly report: StructureReport;
}

/** Passes in their order. */
const passes: readonly StructurePass[] = [drawForward, sumOutDiscrete, marginalizeNormals];

/**
 * The model as it is sampled.
 * @example structureOf(model.snapshot(), enabledRewrites('sample')).report.toString()
 */
export function structureOf(declared: ModelSnapshot, rewrites: EnabledRewrites): Structured {
  let model = declared;
  const restorations: Restoration[] = [];
  const steps: StructureStep[] = [];
  for (const { name, apply } of passes) {
    if (!rewrites[name]) continue;
    const result = apply(model);
    model = result.model;
    restorations.unshift(...result.restorations);
    steps.push(...result.steps);
  }
  const report = new StructureReport(steps, declared, model);
  return { model, restorations, report };
}
