/**
 * A rewrite rule as a value: what it replaces by what, and the domain on which both must agree, from which it is tested.
 */

import { parameter } from '../graph/literal.js';
import type { Op } from '../graph/op.js';
import type { Tensor } from '../graph/tensor.js';

/** Closed interval from which a variable's values are drawn. */
export type Interval = readonly [lower: number, upper: number];

/** A graph on which the rule must fire, and where the old and the new one must agree. */
export interface RuleExample {
  /** The graph before; its variables are parameters or data by these names. */
  readonly from: Tensor;
  /** Where each variable's values lie; [-3, 3] when not listed. */
  readonly agreeOn?: Readonly<Record<string, Interval>>;
  /** Points at which the new graph must give a finite number though the old one need not. */
  readonly betterOn?: readonly Readonly<Record<string, number>>[];
}

export interface Rule {
  /** What it says, e.g. `log(1 + x) = log1p(x)`. Listed by `explain`. */
  readonly name: string;
  /** Names of the ops at which it is tried; '*' for all. */
  readonly roots: readonly (Op['name'] | '*')[];
  /** The replacement, or undefined. Inputs of the node are in normal form; shape and type are made to fit by the engine. */
  readonly apply: (node: Tensor) => Tensor | undefined;
  /**
   * Whether the rule can fire at such an op on inputs of such ops, by their kinds and names alone: asked once for each
   * combination, so that a rule is tried only where it may fire. Left out: anywhere.
   */
  readonly admits?: (op: Op, inputs: readonly Op[]) => boolean;
  readonly examples: readonly RuleExample[];
  /** Only when the graph is prepared for a backend and will not be differentiated again ('last'), or only before. */
  readonly only?: 'first' | 'last';
}

/** The tensors that a pattern's variables stand for, as far as they are known. Changed in place while matching. */
type Bindings = Map<string, Tensor>;

export interface PatternDefinition<Names extends string> {
  readonly from: Tensor;
  readonly to: (bound: Readonly<Record<Names, Tensor>>) => Tensor;
  /** A further condition on what the variables stand for. */
  readonly when?: (bound: Readonly<Record<Names, Tensor>>, node: Tensor) => boolean;
  readonly agreeOn?: Readonly<Partial<Record<Names, Interval>>>;
  readonly betterOn?: RuleExample['betterOn'];
  readonly only?: Rule['only'];
}

/**
 * A rule of elementwise functions from the graph that it replaces.
 *
 * @param names variables, each of which stands for any tensor
 * @example pattern('log(1 + x) = log1p(x)', ['x'], ({ x }) => ({ from: log(add(1, x)), to: ({ x }) => log1p(x), agreeOn: { x: [-0.9, 50] } }))
 */
export function pattern<Names extends string>(
  name: string,
  names: readonly Names[],
  define: (variables: Readonly<Record<Names, Tensor>>) => PatternDefinition<Names>,
): Rule {
  const variables = bundle(names, (label) => parameter(label));
  const { from, to, when, agreeOn, betterOn, only } = define(variables);
  const found: Bindings = new Map();
  const apply = (node: Tensor): Tensor | undefined => {
    found.clear();
    if (!match(from, node, found)) return undefined;
    const bound = bundle(names, (label) => found.get(label)!);
    return when && !when(bound, node) ? undefined : to(bound);
  };
  const example: RuleExample = {
    from,
    ...(agreeOn ? { agreeOn: bundle(names, (label) => agreeOn[label] ?? [-3, 3]) } : {}),
    ...(betterOn ? { betterOn } : {}),
  };
  const admits = (_: Op, inputs: readonly Op[]): boolean => mayMatch(from, inputs);
  return { name, roots: [from.op.name], admits, apply, examples: [example], ...(only ? { only } : {}) };
}

function bundle<Names extends string, T>(
  names: readonly Names[],
  make: (name: Names) => T,
): Readonly<Record<Names, T>> {
  const entries = names.map((name) => [name, make(name)] as const);
  return Object.fromEntries(entries) as Readonly<Record<Names, T>>;
}

/** Whether the inputs' ops are those that the pattern names, in either order where it commutes. */
function mayMatch({ op, inputs }: Tensor, given: readonly Op[]): boolean {
  const fits = (order: readonly Op[]): boolean =>
    inputs.every(({ op: wanted }, k) => wanted.name === 'parameter' || wanted.name === order[k]?.name);
  return fits(given) || (op.kind === 'elementwise' && op.commutative === true && fits([...given].reverse()));
}

/** Whether the pattern becomes `node` for some values of its variables, which are left in `bound`. */
function match(pattern: Tensor, node: Tensor, bound: Bindings): boolean {
  const { op } = pattern;
  if (op.kind === 'source') {
    if (op.name === 'parameter') {
      const before = bound.get(op.label);
      if (before) return before === node;
      bound.set(op.label, node);
      return true;
    }
    const same = node.op.kind === 'source' && node.op.name === 'literal' && op.name === 'literal' && node.size === 1;
    return same && node.op.values[0] === op.values[0];
  }
  if (op.name !== node.op.name || op.kind !== node.op.kind) return false;
  const a = pattern.inputs[0];
  const b = pattern.inputs[1];
  const x = node.inputs[0];
  const y = node.inputs[1];
  if (!a || !x) return false;
  if (!b || !y) return match(a, x, bound);
  if (op.kind !== 'elementwise' || !op.commutative) return match(a, x, bound) && match(b, y, bound);
  const before = new Map(bound);
  if (match(a, x, bound) && match(b, y, bound)) return true;
  bound.clear();
  for (const [label, value] of before) bound.set(label, value);
  return match(a, y, bound) && match(b, x, bound);
}
