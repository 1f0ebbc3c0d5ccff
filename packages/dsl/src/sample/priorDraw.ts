/** Draws of the free variables from their priors, in order of declaration: each given those before it. */
import { evaluate, findInputs } from '@credence/autodiff';
import { CredenceError, type Rng } from '@credence/numerics';
import type { DataArray } from '../model/arrays.js';
import { type ModelSnapshot, type RandomDeclaration, randomDeclarations } from '../model/declarations.js';
import { eventDrawer } from '../predict/eventDraws.js';

/**
 * One draw of every free variable on its own scale, row-major. A variable without draws (an improper prior) is missing.
 */
export function priorDraw(snapshot: ModelSnapshot, rng: Rng): Map<string, Float64Array> {
  const drawn = new Map<string, Float64Array>();
  for (const declaration of randomDeclarations(snapshot)) {
    if (declaration.observed) continue;
    const values = drawVariable(declaration, drawn, snapshot.data, rng);
    if (values !== undefined) drawn.set(declaration.name, values);
  }
  return drawn;
}

/** One draw of a variable given values of others; undefined when it or one that it depends on has none. */
function drawVariable(
  declaration: RandomDeclaration,
  values: ReadonlyMap<string, Float64Array>,
  data: ReadonlyMap<string, DataArray>,
  rng: Rng,
): Float64Array | undefined {
  const draw = eventDrawer(declaration);
  if (draw === undefined) return undefined;
  const tensors = Object.values(declaration.parameters);
  const inputs: Record<string, Float64Array> = {};
  for (const { op } of findInputs(tensors)) {
    if (op.kind !== 'source' || !('label' in op)) continue;
    const known = values.get(op.label) ?? data.get(op.label)?.values;
    if (known === undefined) return undefined;
    inputs[op.label] = known;
  }
  const out = new Float64Array(declaration.variable.size);
  try {
    draw(rng, evaluate(tensors, inputs), out);
  } catch (failure) {
    if (failure instanceof CredenceError && failure.code === 'predict/restricted') return undefined;
    throw failure;
  }
  return out;
}
