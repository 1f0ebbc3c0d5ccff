/** Which values were made with guards or choices. */

import type { Tensor } from '../graph/tensor.js';

const known = new WeakMap<Tensor, boolean>();

/** Whether a 0 in the value may mean "not chosen": it was made with a `where` or a guarded product. Each node is asked once. */
export function guards(root: Tensor): boolean {
  const stack = [root];
  while (stack.length > 0) {
    const node = stack[stack.length - 1]!;
    const open = known.has(node) ? undefined : node.inputs.find((input) => !known.has(input));
    if (open) {
      stack.push(open);
      continue;
    }
    const own = node.op.name === 'where' || node.op.name === 'mulNoNaN';
    if (!known.has(node)) known.set(node, own || node.inputs.some((input) => known.get(input)!));
    stack.pop();
  }
  return known.get(root)!;
}
