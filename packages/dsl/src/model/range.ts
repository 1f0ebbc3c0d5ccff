/** Bounds that a tensor keeps by construction, whatever parameters and data are: what need not be checked at every evaluation. */
import { type Tensor, topologicalOrder } from '@credence/autodiff';
import type { Range } from '../supports/index.js';

const infinity = Number.POSITIVE_INFINITY;
const anything: Range = { lower: -infinity, upper: infinity };
const above = (lower: number, lowerExcluded: boolean): Range => ({ lower, upper: infinity, lowerExcluded });

/** Whether every value in `inner` lies in `outer`. An infinite excluded bound of `outer` asks nothing: overflow is seen later. */
export function within(inner: Range, outer: Range): boolean {
  const lower =
    outer.lower === -infinity ||
    inner.lower > outer.lower ||
    (inner.lower === outer.lower && (outer.lowerExcluded !== true || inner.lowerExcluded === true));
  const upper =
    outer.upper === infinity ||
    inner.upper < outer.upper ||
    (inner.upper === outer.upper && (outer.upperExcluded !== true || inner.upperExcluded === true));
  return lower && upper;
}

/** The bounds of a tensor, given those of its leaves where they are known. Everything it does not know is unbounded. */
export function rangeOf(tensor: Tensor, known: (leaf: Tensor) => Range | undefined): Range {
  const ranges = new Map<Tensor, Range>();
  for (const node of topologicalOrder([tensor])) {
    const inputs = node.inputs.map((input) => ranges.get(input) ?? anything);
    ranges.set(node, known(node) ?? nodeRange(node, inputs));
  }
  return ranges.get(tensor) ?? anything;
}

function nodeRange(node: Tensor, inputs: readonly Range[]): Range {
  const { op } = node;
  if (op.kind === 'source') {
    return op.name === 'literal' && node.rank === 0 ? literalRange(op.values) : anything;
  }
  const [a = anything, b = anything] = inputs;
  if (op.kind === 'view' || (op.kind === 'indexing' && op.name === 'gather')) return a;
  if (op.kind === 'reduction')
    return op.name === 'max' || op.name === 'min' ? a : op.name === 'sum' ? signOf(a) : anything;
  if (op.kind !== 'elementwise') return anything;
  switch (op.name) {
    case 'exp':
      return above(0, true);
    case 'softplus':
      return above(0, true);
    case 'sigmoid':
    case 'normalCdf':
      return { lower: 0, upper: 1, lowerExcluded: true, upperExcluded: true };
    case 'square':
    case 'abs':
      return above(0, excludesZero(a));
    case 'sqrt':
      return above(0, a.lower > 0 || (a.lower === 0 && a.lowerExcluded === true));
    case 'reciprocal':
      return signOf(a);
    case 'add':
      return sumRange(a, b);
    case 'mul':
    case 'div':
      return productSign(a, b);
    case 'pow':
      return a.lower >= 0 ? signOf(a) : anything;
    case 'maximum':
      return tighterLower(a, b);
    default:
      return anything;
  }
}

function literalRange(values: Float64Array): Range {
  return { lower: values.reduce((x, y) => Math.min(x, y)), upper: values.reduce((x, y) => Math.max(x, y)) };
}

const isPositive = (range: Range) => range.lower > 0 || (range.lower === 0 && range.lowerExcluded === true);

const excludesZero = (range: Range) =>
  isPositive(range) || range.upper < 0 || (range.upper === 0 && range.upperExcluded === true);

/** Only the sign is kept. */
function signOf(range: Range): Range {
  return isPositive(range) ? above(0, true) : range.lower >= 0 ? above(0, false) : anything;
}

function sumRange(a: Range, b: Range): Range {
  const excluded = a.lowerExcluded === true || b.lowerExcluded === true;
  return {
    lower: a.lower + b.lower,
    upper: a.upper + b.upper,
    lowerExcluded: excluded,
    upperExcluded: a.upperExcluded === true || b.upperExcluded === true,
  };
}

function productSign(a: Range, b: Range): Range {
  if (isPositive(a) && isPositive(b)) return above(0, true);
  return a.lower >= 0 && b.lower >= 0 ? above(0, false) : anything;
}

function tighterLower(a: Range, b: Range): Range {
  const first = a.lower > b.lower || (a.lower === b.lower && a.lowerExcluded === true) ? a : b;
  return { ...first, upper: infinity };
}
