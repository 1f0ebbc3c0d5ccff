/** A model between its declaration and a sampler: what is sampled, and how its draws become those of what was declared. */
import { CredenceError, type RngKey } from '@credence/numerics';
import type { Draws } from '@credence/samplers';
import { type CompileOptions, compile, compileRewritten, compileWhenAsked } from '../compile/compile.js';
import { CompiledModel } from '../compile/compiledModel.js';
import { isFree, type ModelSnapshot, titleOf } from '../model/declarations.js';
import { declaredAt } from '../model/site.js';
import type { PosteriorSource } from '../posterior/posterior.js';
import type { StructureReport } from './report.js';
import { RestoredColumns } from './restore/restoredColumns.js';
import type { EnabledRewrites } from './rewrites.js';
import { structureOf } from './structure.js';

export interface Prepared {
  /** What a sampler moves through. */
  readonly sampled: CompiledModel;
  /** The model as it was declared. */
  readonly model: ModelSnapshot;
  /** What a posterior needs to speak of the declared model. */
  readonly declared: (draws: Draws, key: RngKey) => Pick<PosteriorSource, 'compiled' | 'columns' | 'structure'>;
}

/**
 * Rewrites and compiles a model. A compiled model is sampled as it is.
 * @throws CredenceError as `compile`
 */
export function prepared(
  source: ModelSnapshot | CompiledModel,
  rewrites: EnabledRewrites,
  compiling: CompileOptions,
): Prepared {
  if (source instanceof CompiledModel) {
    return { sampled: source, model: source.snapshot, declared: () => ({ compiled: source }) };
  }
  const options = { ...compiling, rewrites: { sufficientStatistics: rewrites.sufficientStatistics } };
  const { model: rewritten, restorations, report: structure } = structureOf(source, rewrites);
  checkDiscrete(rewritten, structure);
  if (rewritten === source) {
    const compiled = compile(source, options);
    return { sampled: compiled, model: source, declared: () => ({ compiled, structure }) };
  }
  const sampled = compileRewritten(rewritten, options);
  return {
    sampled,
    model: source,
    declared: (draws, key) => {
      const compiled = compileWhenAsked(source, options);
      return { compiled, structure, columns: new RestoredColumns(source, sampled, draws, restorations, key) };
    },
  };
}

/** @throws CredenceError model/discrete-free with the reason why a discrete variable could not be summed out */
function checkDiscrete(model: ModelSnapshot, { steps }: StructureReport): void {
  for (const declaration of model.declarations) {
    if (!isFree(declaration) || declaration.support.discrete !== true) continue;
    const step = steps.find(({ variable, rewrite }) => variable === declaration.name && rewrite === 'sumDiscrete');
    const why = step === undefined ? 'the rewrite sumDiscrete is switched off' : step.text;
    throw new CredenceError(
      'model/discrete-free',
      `${titleOf(declaration)}${declaredAt(declaration.site)} is discrete and not observed, and it cannot be summed out: ${why}. Observe it, bound it, or write its sum in a potential with logSumExp.`,
      { name: declaration.name },
    );
  }
}
