/** What a run on a model begins with: the model as it stands. */
import { CredenceError, display } from '@credence/numerics';
import { CompiledModel } from '../compile/compiledModel.js';
import type { ModelSnapshot } from '../model/declarations.js';
import type { Model } from '../model/model.js';

/** The snapshot of a model, or the compiled model. @throws CredenceError model/value */
export function sourceOf(model: Model | ModelSnapshot | CompiledModel, caller: string): ModelSnapshot | CompiledModel {
  if (typeof model === 'object' && model !== null) {
    if ('snapshot' in model && typeof model.snapshot === 'function') return model.snapshot();
    if (model instanceof CompiledModel || 'declarations' in model) return model;
  }
  throw new CredenceError('model/value', `${caller} takes a model or a compiled model, not ${display(model)}.`, {});
}
