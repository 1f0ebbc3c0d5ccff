/** Draws of the free variables from their priors, in order of declaration: each given those before it. */
import { evaluate, findInputs, type Tensor } from '@credence/autodiff';
import type { Rng } from '@credence/numerics';
import type { DataArray } from '../model/arrays.js';
import { type ModelSnapshot, type RandomDeclaration, randomDeclarations } from '../model/declarations.js';

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
export function drawVariable(
  { distribution, parameters, variable }: RandomDeclaration,
  values: ReadonlyMap<string, Float64Array>,
  data: ReadonlyMap<string, DataArray>,
  rng: Rng,
): Float64Array | undefined {
  if (distribution.random === undefined) return undefined;
  const keys = Object.keys(parameters);
  const tensors = Object.values(parameters);
  const inputs: Record<string, Float64Array> = {};
  for (const { op } of findInputs(tensors)) {
    if (op.kind !== 'source' || !('label' in op)) continue;
    const known = values.get(op.label) ?? data.get(op.label)?.values;
    if (known === undefined) return undefined;
    inputs[op.label] = known;
  }
  const arrays = evaluate(tensors, inputs);
  const eventSize = distribution.eventRank === 0 ? 1 : (variable.shape.at(-1) ?? 1);
  const batchShape = variable.shape.slice(0, variable.rank - distribution.eventRank);
  const out = new Float64Array(variable.size);
  for (let event = 0; event * eventSize < out.length; event++) {
    const given: Record<string, number | Float64Array> = {};
    for (const [position, key] of keys.entries()) {
      const tensor = tensors[position];
      const array = arrays[position];
      if (tensor === undefined || array === undefined) continue;
      given[key] = parameterAt(tensor, array, distribution.parameters[key]?.rank ?? 0, batchShape, event);
    }
    const one = distribution.random(rng, given);
    if (typeof one === 'number') out[event] = one;
    else out.set(one, event * eventSize);
  }
  return out;
}

/** The parameter of one event: broadcasting over the axes that repeat events. */
function parameterAt(
  tensor: Tensor,
  values: Float64Array,
  rank: number,
  batchShape: readonly number[],
  event: number,
): number | Float64Array {
  const own = tensor.shape.slice(0, tensor.rank - rank);
  const size = tensor.shape.slice(tensor.rank - rank).reduce((product, length) => product * length, 1);
  let index = 0;
  let stride = 1;
  let rest = event;
  for (let axis = 1; axis <= batchShape.length; axis++) {
    const length = batchShape.at(-axis) ?? 1;
    const ownLength = own.at(-axis) ?? 1;
    const place = rest % length;
    rest = Math.floor(rest / length);
    if (ownLength > 1) index += place * stride;
    stride *= ownLength;
  }
  return rank === 0 ? (values[index] ?? Number.NaN) : values.slice(index * size, (index + 1) * size);
}
