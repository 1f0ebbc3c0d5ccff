/** Values of tensors that depend on no parameter: computed once by the reference backend, for checks. */
import { evaluate, type Tensor, topologicalOrder } from '@credence/autodiff';
import type { DataArray } from './arrays.js';

/** Values of one tensor whose binding time is literal or data. */
export function boundValues(tensor: Tensor, data: ReadonlyMap<string, DataArray>): ArrayLike<number> {
  const { op } = tensor;
  if (op.kind === 'source' && op.name === 'literal') return op.values;
  if (op.kind === 'source' && op.name === 'data') return data.get(op.label)?.values ?? [];
  const needed: Record<string, Float64Array> = {};
  for (const node of topologicalOrder([tensor])) {
    if (node.op.kind !== 'source' || node.op.name !== 'data') continue;
    const values = data.get(node.op.label)?.values;
    if (values !== undefined) needed[node.op.label] = values;
  }
  const [result] = evaluate([tensor], needed);
  return result ?? [];
}
