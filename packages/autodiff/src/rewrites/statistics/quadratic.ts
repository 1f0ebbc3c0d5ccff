/** Sums over data of squares of what is linear in the parameters become expressions of fixed size. */

import { data, parameter, toTensor } from '../../graph/literal.js';
import { type Shape, sizeOf } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import { add, mul, square, sub } from '../../ops/arithmetic.js';
import { gather } from '../../ops/indexing.js';
import { reshape } from '../../ops/layout.js';
import { reducedAxes, sum } from '../../ops/reduction.js';
import { expand } from '../../ops/view.js';
import { constantAlong, hasOp, partsOf } from '../query.js';
import type { Rule } from '../rule.js';
import { squaresAbout, squaresAboutGroups } from './centred.js';
import { pays } from './cost.js';
import { type Refusal, type Separated, separate } from './separate.js';

/** A sum of w r^2: r varies with parameters, w is data. */
export interface SquareSum {
  readonly residual: Tensor;
  readonly weights: Tensor | undefined;
  readonly shape: Shape;
  readonly axes: readonly number[];
}

/** The node as a sum of weighted squares. */
export function squareSum(node: Tensor): SquareSum | undefined {
  const inner = node.inputs[0];
  if (node.op.name !== 'sum' || !inner || inner.binding !== 'parameter' || inner.dtype !== 'float64') return undefined;
  const axes = reducedAxes(node);
  const found = (residual: Tensor, weights?: Tensor): SquareSum => {
    const [factor, rest] = byData(residual) ?? [];
    const both = factor && (weights ? mul(weights, square(factor)) : square(factor));
    return { residual: rest ?? residual, weights: both ?? weights, shape: inner.shape, axes };
  };
  const [plain] = partsOf(inner, 'square') ?? [];
  if (plain) return found(plain);
  const [weights, squared] = byData(inner) ?? [];
  const [weighted] = partsOf(squared, 'square') ?? [];
  return weighted && weights ? found(weighted, weights) : undefined;
}

/** A product of data and what varies with parameters. */
function byData(node: Tensor): readonly [data: Tensor, rest: Tensor] | undefined {
  const [a, b] = partsOf(node, 'mul') ?? [];
  if (!a || !b) return undefined;
  if (a.binding !== 'parameter') return [a, b];
  return b.binding !== 'parameter' ? [b, a] : undefined;
}

/** Axes along which nothing varies but data. */
function axesOfData(x: Tensor, shape: Shape, axes: readonly number[]): readonly number[] {
  if (x.binding !== 'parameter') return axes;
  const free = axes.filter((axis) => constantAlong(x, shape, [axis]));
  if (free.length === axes.length) return axes;
  const { name } = x.op;
  if (name !== 'add' && name !== 'sub' && name !== 'neg' && name !== 'mul') return free;
  return x.inputs.reduce((left, input) => axesOfData(input, shape, left), axes);
}

/** The same sum by statistics of the data, or why not. */
export function byStatistics({ residual, weights, shape, axes }: SquareSum): Tensor | Refusal {
  const free = axesOfData(residual, shape, axes);
  const rows = free.reduce((product, axis) => product * shape[axis]!, 1);
  if (free.length > 0 && pays({ rows, columns: 0 }, { groups: 1, columns: 0 })) {
    const parts = separate(residual, shape, free);
    if (!('reason' in parts) && isCentred(parts)) {
      const total = squaresAbout(parts.data, parts.constant, { weights, shape, axes: free });
      const rest = axes
        .filter((axis) => !free.includes(axis))
        .map((axis) => axis - free.filter((f) => f < axis).length);
      return rest.length === 0
        ? total
        : sum(
            expand(
              total,
              shape.filter((_, axis) => !free.includes(axis)),
            ),
            { axes: rest },
          );
    }
  }
  const parts = separate(residual, shape, axes);
  if ('reason' in parts) return parts;
  return linearSquares(parts, weights, shape);
}

/** Data and a constant: nothing to regress on. */
function isCentred(parts: Separated): parts is Separated & { readonly data: Tensor; readonly constant: Tensor } {
  const { data, constant, columns, gathered, products } = parts;
  return data !== undefined && constant !== undefined && columns.length + gathered.length + products.length === 0;
}

function linearSquares(parts: Separated, weights: Tensor | undefined, shape: Shape): Tensor | Refusal {
  const { data, constant, columns, gathered, products } = parts;
  const rows = sizeOf(shape);
  const flat = (values: Tensor): Tensor => reshape(expand(values, shape), [rows]);
  const [groups] = gathered;
  const isGrouped =
    groups !== undefined &&
    gathered.every(({ indices, values }) => indices === groups.indices && values === undefined) &&
    columns.length + products.length === 0;
  if (!isGrouped) return { reason: 'it has several columns' };
  if (!pays({ rows, columns: 0 }, { groups: groups.table.size, columns: 0 }))
    return { reason: `${groups.table.size} groups of ${rows} data are no saving` };
  const table = gathered.map((part) => part.table).reduce((a, b) => add(a, b));
  return squaresAboutGroups(data ? flat(data) : toTensor(0), constant ? add(table, reshape(constant, [])) : table, {
    weights: weights && flat(weights),
    indices: groups.indices,
  });
}

const m = parameter('m');
const a = parameter('a', [3]);
const y = data('y', [8]);
const w = data('w', [8]);
const table = data('table', [3, 8]);
const group = [0, 2, 2, 0, 2, 0, 0, 2];

export const quadratic: readonly Rule[] = [
  {
    name: 'sum over data of (y - mu)^2 = by their counts, means and squares',
    roots: ['sum'],
    admits: (_, inputs) => hasOp(inputs, 'square', 'mul'),
    apply: (node) => {
      const form = squareSum(node);
      const found = form && byStatistics(form);
      return found && !('reason' in found) ? found : undefined;
    },
    examples: [
      { from: sum(square(sub(y, m))) },
      { from: sum(mul(w, square(sub(y, m)))), agreeOn: { w: [0.1, 2] } },
      { from: sum(square(mul(w, sub(y, m)))) },
      { from: sum(square(sub(table, m)), { axes: 1 }) },
      { from: sum(square(sub(table, parameter('each', [3, 1])))) },
      { from: sum(square(sub(y, gather(a, group)))) },
      { from: sum(mul(w, square(sub(add(y, m), gather(a, group))))), agreeOn: { w: [0.1, 2] } },
    ],
    only: 'first',
  },
];
