/**
 * Rebuilds graphs bottom-up through a constructor that shares equal nodes and applies rules, until none fires. Every node
 * is visited once and every replacement is built from nodes in normal form, so the work is linear in nodes and firings.
 */

import type { ElementwiseOp, Op, ScanOp } from '../graph/op.js';
import { sameShape } from '../graph/shape.js';
import { Tensor } from '../graph/tensor.js';
import { opKey, topologicalOrder, withInputs } from '../graph/traverse.js';
import { cast } from '../ops/conversion.js';
import { checkOneDefinition } from '../ops/own.js';
import { expand } from '../ops/view.js';
import type { Rule } from './rule.js';

/** How often each rule fired, by name. */
export type Trace = ReadonlyMap<string, number>;

export interface Rewritten {
  readonly outputs: readonly Tensor[];
  readonly trace: Trace;
}

const bindingRank = { literal: 0, data: 1, parameter: 2 } as const;

/** Firings per node after which rewriting stops: far above what terminating rules need. */
const FIRINGS_PER_NODE = 200;

/** Firings within firings after which a node is left as it is; rules that end need a few. */
const NESTED_FIRINGS = 300;

/** The outputs with rules applied everywhere. */
export function rewrite(outputs: readonly Tensor[], rules: readonly Rule[]): Rewritten {
  const engine = new Engine(rules);
  const rewritten = engine.run(outputs);
  return { outputs: rewritten, trace: engine.trace };
}

/** Rules by the kinds and names of an op and its inputs: those that may fire there, in order. */
class Dispatch {
  readonly #byRoot = new Map<string, Rule[]>();
  readonly #byOps = new Map<string, readonly Rule[]>();

  constructor(rules: readonly Rule[]) {
    for (const rule of rules) {
      for (const root of rule.roots) {
        const list = this.#byRoot.get(root);
        if (list) list.push(rule);
        else this.#byRoot.set(root, [rule]);
      }
    }
  }

  /** Rules for every op come before those for this one. */
  rulesAt({ op, inputs }: Tensor): readonly Rule[] {
    const isWide = inputs.length > INPUTS;
    let key = `${op.kind} ${op.name}`;
    if (isWide) key += ' ...';
    else for (let k = 0; k < inputs.length; k++) key += ` ${inputs[k]!.op.kind} ${inputs[k]!.op.name}`;
    const known = this.#byOps.get(key);
    if (known) return known;
    const ops = inputs.map((input) => input.op);
    const found: Rule[] = [];
    for (const rules of [this.#byRoot.get('*'), this.#byRoot.get(op.name)]) {
      if (!rules) continue;
      for (const rule of rules) if (isWide || !rule.admits || rule.admits(op, ops)) found.push(rule);
    }
    this.#byOps.set(key, found);
    return found;
  }
}

/** Ops with more inputs than this (joined arrays, scans) are not told apart by them, and try every rule. */
const INPUTS = 3;

const dispatches = new WeakMap<readonly Rule[], Dispatch>();

/** What was found out about where rules may fire serves every graph. */
function dispatchOf(rules: readonly Rule[]): Dispatch {
  const known = dispatches.get(rules);
  if (known) return known;
  const made = new Dispatch(rules);
  dispatches.set(rules, made);
  return made;
}

class Engine {
  readonly trace = new Map<string, number>();
  private readonly dispatch: Dispatch;
  /** Numbers of nodes in normal form, in order of making. */
  private readonly ids = new Map<Tensor, number>();
  /** Normal form by key of the node that was asked for. */
  private readonly known = new Map<string, Tensor>();
  private readonly keys = new Map<Op, string>();
  /** Elementwise ops by name, which must mean one thing in a graph. */
  private readonly elementwise = new Map<string, ElementwiseOp>();
  private readonly scans = new Map<Op, ScanOp>();
  private fuel = 0;
  private nested = 0;

  constructor(private readonly rules: readonly Rule[]) {
    this.dispatch = dispatchOf(rules);
  }

  run(outputs: readonly Tensor[]): Tensor[] {
    const order = topologicalOrder(outputs);
    this.fuel += FIRINGS_PER_NODE * order.length;
    const done = new Map<Tensor, Tensor>();
    for (const node of order) {
      done.set(
        node,
        this.intern(
          node,
          node.inputs.map((input) => done.get(input)!),
        ),
      );
    }
    return outputs.map((output) => done.get(output)!);
  }

  /** The normal form of a replacement: only its nodes that are new are rebuilt. */
  private settle(node: Tensor): Tensor {
    if (this.ids.has(node)) return node;
    return this.intern(
      node,
      node.inputs.map((input) => this.settle(input)),
    );
  }

  /** The normal form of a node on inputs that are in normal form. */
  private intern(original: Tensor, given: readonly Tensor[]): Tensor {
    const inputs = this.ordered(original.op, given);
    const op = this.settledOp(original.op);
    const key = `${this.keyOf(op)}|${original.dtype}|${original.shape}|${inputs.map((input) => this.ids.get(input)!)}`;
    const before = this.known.get(key);
    if (before) return before;
    const node =
      op === original.op ? withInputs(original, inputs) : new Tensor(op, inputs, original.shape, original.dtype);
    const replacement = this.replace(node);
    if (replacement) {
      this.nested++;
      const settled = this.settle(replacement);
      this.nested--;
      this.known.set(key, settled);
      return settled;
    }
    this.ids.set(node, this.ids.size);
    this.known.set(key, node);
    return node;
  }

  private replace(node: Tensor): Tensor | undefined {
    if (this.fuel <= 0 || this.nested > NESTED_FIRINGS) return undefined;
    for (const rule of this.dispatch.rulesAt(node)) {
      const found = rule.apply(node);
      const fitted = found && fit(found, node);
      if (!fitted) continue;
      this.fuel--;
      this.trace.set(rule.name, (this.trace.get(rule.name) ?? 0) + 1);
      return fitted;
    }
    return undefined;
  }

  /** Inputs of a commutative op in a fixed order: small before large, known early before late. */
  private ordered(op: Op, inputs: readonly Tensor[]): readonly Tensor[] {
    if (op.kind !== 'elementwise' || !op.commutative) return inputs;
    const [a, b] = inputs;
    return a && b && this.compare(a, b) > 0 ? [b, a] : inputs;
  }

  private compare(a: Tensor, b: Tensor): number {
    return a.size - b.size || bindingRank[a.binding] - bindingRank[b.binding] || this.ids.get(a)! - this.ids.get(b)!;
  }

  private keyOf(op: Op): string {
    const known = this.keys.get(op);
    if (known !== undefined) return known;
    const key = `${op.kind}:${opKey(op)}`;
    if (op.kind === 'elementwise') {
      checkOneDefinition(this.elementwise.get(op.name) ?? op, op);
      this.elementwise.set(op.name, op);
    }
    this.keys.set(op, key);
    return key;
  }

  /** A scan with its body rewritten. */
  private settledOp(op: Op): Op {
    if (op.kind !== 'sequential' || op.name !== 'scan') return op;
    const known = this.scans.get(op);
    if (known) return known;
    const body = new Engine(this.rules);
    const settled: ScanOp = { ...op, body: { arguments: op.body.arguments, outputs: body.run(op.body.outputs) } };
    for (const [name, count] of body.trace) this.trace.set(name, (this.trace.get(name) ?? 0) + count);
    this.scans.set(op, settled);
    this.scans.set(settled, settled);
    return settled;
  }
}

/** A replacement with the shape and type of what it replaces. */
function fit(replacement: Tensor, node: Tensor): Tensor | undefined {
  const typed =
    replacement.dtype === node.dtype
      ? replacement
      : node.dtype === 'float64'
        ? cast(replacement, 'float64')
        : undefined;
  if (!typed) return undefined;
  return sameShape(typed.shape, node.shape) ? typed : expand(typed, node.shape);
}
