/** Every elementwise op that is exported, found by its definition. */

import type { ElementwiseOp } from '../../graph/op.js';
import { mulNoNaN } from '../../ops/arithmetic.js';
import { toFloat, toInt } from '../../ops/conversion.js';
import * as ops from '../../ops/index.js';

function isElementwise(op: unknown): op is ElementwiseOp {
  return typeof op === 'object' && op !== null && 'kind' in op && op.kind === 'elementwise';
}

const found = [...Object.values(ops), mulNoNaN, toFloat, toInt].flatMap((value): ElementwiseOp[] =>
  typeof value === 'function' && 'op' in value && isElementwise(value.op) && value.op.name !== 'stopGradient'
    ? [value.op]
    : [],
);
export const elementwiseOps = [...new Map(found.map((op) => [op.name, op])).values()];
