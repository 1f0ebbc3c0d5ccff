/** Moves values from the variables' own scale to unconstrained ones. */
import { evaluate, findInputs } from '@credence/autodiff';
import type { DataArray } from '../model/arrays.js';
import type { ModelSnapshot } from '../model/declarations.js';
import type { Layout } from '../model/layout.js';

/**
 * The flat unconstrained vector of values given for every free variable. Values outside a support give NaN, on its border
 * an infinity.
 */
export function fromOwnScale(
  snapshot: ModelSnapshot,
  layout: Layout,
  data: ReadonlyMap<string, DataArray>,
  values: ReadonlyMap<string, Float64Array>,
): Float64Array {
  const position = new Float64Array(layout.dimension);
  for (const { name, offset } of layout.entries)
    position.set(variableFromOwnScale(snapshot, name, data, values), offset);
  return position;
}

/** Unconstrained values of one variable; `values` holds it and the variables that its bounds depend on. */
export function variableFromOwnScale(
  snapshot: ModelSnapshot,
  name: string,
  data: ReadonlyMap<string, DataArray>,
  values: ReadonlyMap<string, Float64Array>,
): Float64Array {
  const declaration = snapshot.declarations.find((candidate) => candidate.name === name);
  const transform = declaration?.kind === 'random' ? declaration.support.transform : undefined;
  const given = values.get(name) ?? new Float64Array(0);
  if (declaration === undefined || transform === undefined || transform.name === 'identity') return given;
  const unconstrained = transform.unconstrain(declaration.variable);
  const inputs: Record<string, Float64Array> = {};
  for (const { op } of findInputs([unconstrained])) {
    if (op.kind !== 'source' || !('label' in op)) continue;
    inputs[op.label] = values.get(op.label) ?? data.get(op.label)?.values ?? new Float64Array(0);
  }
  return evaluate([unconstrained], inputs)[0] ?? given;
}
