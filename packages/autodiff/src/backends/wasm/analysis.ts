/**
 * What becomes of each node of one function of the module: a number between loops, an array in memory, or an expression
 * computed inside whatever loop needs it; and after how many barriers (whole arrays that must be there first) it is known.
 */

import type { AssembleOp, ElementwiseOp, IndexingOp, LinearOp, ReductionOp, ViewOp } from '../../graph/op.js';
import { contiguousStrides, type Shape } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import { topologicalOrder } from '../../graph/traverse.js';
import { isReshape } from '../../ops/view.js';
import { type Access, axisMaps, combineMaps, contiguousAccess, isContiguous, region, spaceOf } from './access.js';
import { programCost } from './cost.js';
import { type Info, memory, nothing, scalar, virtual } from './forms.js';
import { matrixVector } from './matrixVector.js';
import type { Item, Step } from './steps.js';

/** Re-reading costs about this many instructions: cheaper expressions are computed again. */
export const RECOMPUTE = 5;

export interface AnalysisOptions {
  readonly roots: readonly { readonly node: Tensor; readonly access: Access }[];
  /** Nodes of one element that the function uses itself. */
  readonly values: readonly Tensor[];
  /** Nodes whose values are in memory before the function starts. */
  readonly given: (node: Tensor) => Access | undefined;
  /** Whether matrix-vector products may run by packed rows: not while data are bound, nor inside a scan. */
  readonly packing: boolean;
}

export class Analysis {
  readonly order: readonly Tensor[];
  readonly items: Item[] = [];
  readonly steps: Step[] = [];
  readonly #infos = new Map<Tensor, Info>();
  readonly #destinations = new Map<Tensor, Access>();

  constructor(readonly options: AnalysisOptions) {
    this.order = neededNodes(
      [...options.roots.map(({ node }) => node), ...options.values],
      (node) => options.given(node) !== undefined,
    );
    const inPlace = new Set<number>();
    options.roots.forEach(({ node, access }, i) => {
      const base = throughReshapes(node);
      if (options.given(base) === undefined && isProduced(base) && !this.#destinations.has(base)) {
        this.#destinations.set(base, { ...access, strides: contiguousStrides(base.shape) });
        inPlace.add(i);
      }
    });
    for (const node of this.order) this.#infos.set(node, this.#visit(node));
    options.roots.forEach(({ node, access }, i) => {
      const base = throughReshapes(node);
      const { form } = this.info(base);
      if (
        inPlace.has(i) &&
        form.kind === 'memory' &&
        form.access.region === access.region &&
        form.access.offset === access.offset
      )
        return;
      if (node.size > 0) this.items.push({ kind: 'store', value: node, stage: this.info(node).stage, access });
    });
  }

  info(node: Tensor): Info {
    return this.#infos.get(node)!;
  }

  #visit(node: Tensor): Info {
    if (node.size === 0) {
      // Even so, inputs with elements may be wanted elsewhere; nothing of them is needed here.
      return { node, form: { kind: 'empty' }, stage: 0, cost: 0, flat: true, tiled: false };
    }
    const access = this.options.given(node);
    if (access) return memory(node, access, 0);
    const { op } = node;
    switch (op.kind) {
      case 'source':
        return node.size === 1 ? scalar(node, 0) : virtual(node, { stage: 0, cost: 1, flat: true });
      case 'elementwise':
        return this.#elementwise(node, op);
      case 'reduction':
        return this.#reduction(node, op);
      case 'view':
        return this.#view(node, op);
      case 'assemble':
        return this.#assemble(node, op);
      case 'indexing':
        return op.name === 'gather' ? this.#gather(node) : this.#scatter(node, op);
      case 'sequential':
        return this.#kernel(node, op);
      case 'linear':
        return this.#linear(node, op);
    }
  }

  #elementwise(node: Tensor, op: ElementwiseOp): Info {
    let stage = 0;
    let cost = programCost(op.program);
    let flat = true;
    let tiled = false;
    for (const input of node.inputs) {
      const info = this.info(input);
      if (input.size === 1) {
        stage = Math.max(stage, info.stage);
        continue;
      }
      if (
        info.form.kind === 'virtual' &&
        input.size !== node.size &&
        (info.tiled || this.#repeats(input.shape, node.shape, info.cost))
      ) {
        stage = Math.max(stage, this.#inMemory(input).stage);
        flat = false;
        continue;
      }
      stage = Math.max(stage, info.stage);
      cost += info.cost;
      tiled ||= info.tiled;
      flat &&= input.size === node.size && info.flat && this.#readsFlat(info);
    }
    return node.size === 1 ? scalar(node, stage) : virtual(node, { stage, cost, flat, tiled });
  }

  /** Whether broadcasting makes a dear expression run again for every outer index. */
  #repeats(from: Shape, to: Shape, cost: number): boolean {
    if (cost <= 1) return false;
    const shift = to.length - from.length;
    let missing = false;
    for (let axis = 0; axis < to.length; axis++) {
      if (to[axis] === 1) continue;
      const varies = axis >= shift && from[axis - shift] !== 1;
      if (varies && missing) return true;
      if (!varies) missing = true;
    }
    return false;
  }

  #readsFlat({ form, node }: Info): boolean {
    return form.kind !== 'memory' || isContiguous(form.access, node.shape);
  }

  #reduction(node: Tensor, op: ReductionOp): Info {
    const value = node.inputs[0]!;
    const { stage, form } = this.info(value);
    if (form.kind === 'empty') {
      if (node.size === 1) return scalar(node, 0);
      const access = this.#destination(node);
      this.steps.push({ kind: 'fill', value: op.identity, stage: 0, access, size: node.size });
      return memory(node, access, 0);
    }
    if (value.size === 1) return scalar(node, stage);
    const access = node.size === 1 ? undefined : this.#destination(node);
    this.items.push({ kind: 'reduce', node, op, value, stage, access });
    return access ? memory(node, access, stage + 1) : scalar(node, stage + 1);
  }

  #view(node: Tensor, op: ViewOp): Info {
    const input = node.inputs[0]!;
    const info = this.info(input);
    if (info.form.kind === 'memory') return this.#viewOfMemory(node, op, info.form.access, info.stage);
    if (input.size === 1) {
      return node.size === 1 ? scalar(node, info.stage) : virtual(node, { stage: info.stage, cost: 0, flat: true });
    }
    const sameSpace = spaceOf(input.shape).join() === spaceOf(node.shape).join();
    const { cost, stage, tiled } = info;
    if (isReshape(node) && (sameSpace || (info.flat && !tiled))) {
      return virtual(node, { stage, cost, flat: info.flat, tiled });
    }
    if (info.flat && !tiled && cost <= 1 && node.size > 1) return virtual(node, { stage, cost, flat: false });
    const stored = this.#inMemory(input);
    return this.#viewOfMemory(node, op, stored.access, stored.stage);
  }

  #viewOfMemory(node: Tensor, op: ViewOp, access: Access, stage: number): Info {
    const input = node.inputs[0]!;
    if (isContiguous(access, input.shape)) {
      return memory(node, { ...access, offset: access.offset + op.offset, strides: op.strides }, stage);
    }
    const maps = axisMaps(op, input.shape, node.shape);
    if (maps) {
      const { offset, strides } = combineMaps(maps, access.strides, access.offset, node.rank);
      return memory(node, { region: access.region, offset, strides }, stage);
    }
    const copy = this.#contiguous(input);
    return this.#viewOfMemory(node, op, copy.access, copy.stage);
  }

  #assemble(node: Tensor, op: AssembleOp): Info {
    if (node.size === 1) {
      const part = node.inputs.find(({ size }) => size === 1);
      return scalar(node, part ? this.info(part).stage : 0);
    }
    const access = this.#destination(node);
    let written = 0;
    let first = Number.POSITIVE_INFINITY;
    let stage = 0;
    node.inputs.forEach((part, k) => {
      if (part.size === 0) return;
      const { stage: own } = this.info(part);
      const placement = op.placements[k]!;
      const target = { region: access.region, offset: access.offset + placement.offset, strides: placement.strides };
      this.items.push({ kind: 'store', value: part, stage: own, access: target });
      written += part.size;
      first = Math.min(first, own);
      stage = Math.max(stage, part.size === 1 ? own : own + 1);
    });
    if (written < node.size) {
      this.steps.push({ kind: 'fill', value: 0, stage: Number.isFinite(first) ? first : 0, access, size: node.size });
    }
    return memory(node, access, stage);
  }

  #gather(node: Tensor): Info {
    const [table, indices] = node.inputs as readonly [Tensor, Tensor];
    const values = this.#inMemory(table);
    const info = this.info(indices);
    const stage = Math.max(values.stage, info.stage);
    if (node.size === 1) return scalar(node, stage);
    const flat = table.rank === 1 && info.flat && this.#readsFlat(info);
    return virtual(node, { stage, cost: 4 + (info.form.kind === 'virtual' ? info.cost : 0), flat, tiled: info.tiled });
  }

  #scatter(node: Tensor, op: IndexingOp): Info {
    const [value, indices] = node.inputs as readonly [Tensor, Tensor];
    const access = this.#destination(node);
    const stage = Math.max(this.info(value).stage, this.info(indices).stage);
    if (value.size === 0) this.steps.push({ kind: 'fill', value: 0, stage, access, size: node.size });
    else this.items.push({ kind: 'scatter', node, op, value, stage, access });
    return memory(node, access, stage + 1);
  }

  #linear(node: Tensor, op: LinearOp): Info {
    const product = this.options.packing ? matrixVector(node) : undefined;
    if (!product) return this.#kernel(node, op);
    if (product.alongRows) {
      const { stage } = this.#contiguous(product.vector);
      return virtual(node, { stage, cost: 2 * product.columns, flat: false, tiled: true });
    }
    const { stage } = this.info(product.vector);
    const access = this.#destination(node);
    this.items.push({ kind: 'columns', product, value: product.vector, stage, access });
    return memory(node, access, stage + 1);
  }

  #kernel(node: Tensor, op: (Step & { kind: 'kernel' })['op']): Info {
    const inputs = node.inputs.map((input) => this.#contiguous(input));
    const stage = Math.max(0, ...inputs.map((input) => input.stage));
    const access = this.#destination(node, op.kind === 'sequential' && op.name === 'scan' ? node.shape[1]! : 0);
    this.steps.push({ kind: 'kernel', node, op, stage, inputs: inputs.map((input) => input.access), access });
    return memory(node, access, stage + 1);
  }

  /** The place of a node in memory; a virtual one is stored. */
  #inMemory(node: Tensor): { readonly access: Access; readonly stage: number } {
    const info = this.info(node);
    if (info.form.kind === 'memory') return { access: info.form.access, stage: info.stage };
    if (info.form.kind === 'empty') return nothing(node);
    return info.stored ?? this.store(info);
  }

  #contiguous(node: Tensor): { readonly access: Access; readonly stage: number } {
    const info = this.info(node);
    if (info.form.kind === 'empty') return nothing(node);
    if (info.stored) return info.stored;
    if (info.form.kind === 'memory' && isContiguous(info.form.access, node.shape)) {
      return { access: info.form.access, stage: info.stage };
    }
    return this.store(info);
  }

  /** Has a node written to memory when it is computed. */
  store(info: Info): { readonly access: Access; readonly stage: number } {
    const { node, stage } = info;
    const access = contiguousAccess(region(node.size, 'temporary'), node.shape);
    this.items.push({ kind: 'store', value: node, stage, access });
    info.stored = { access, stage: node.size === 1 ? stage : stage + 1 };
    return info.stored;
  }

  /** Where a node is produced: at its root's place or in a region of its own. `extra` elements behind it are scratch. */
  #destination(node: Tensor, extra = 0): Access {
    const wanted = extra === 0 ? this.#destinations.get(node) : undefined;
    return wanted ?? contiguousAccess(region(node.size + extra, 'temporary'), node.shape);
  }
}

function throughReshapes(node: Tensor): Tensor {
  let base = node;
  while (isReshape(base)) base = base.inputs[0]!;
  return base;
}

/** Whether the node's value is made in memory anyway, so that it can be made at its root's place. */
function isProduced({ op, size }: Tensor): boolean {
  return (
    ((op.kind === 'reduction' || op.kind === 'assemble') && size > 1) ||
    op.kind === 'linear' ||
    (op.kind === 'sequential' && op.name === 'cumsum')
  );
}

/** The nodes that the roots need, inputs first, without looking behind given ones. */
function neededNodes(roots: readonly Tensor[], isGiven: (node: Tensor) => boolean): Tensor[] {
  const needed = new Set<Tensor>();
  const stack = [...roots];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (needed.has(node)) continue;
    needed.add(node);
    if (!isGiven(node)) stack.push(...node.inputs);
  }
  return topologicalOrder(roots).filter((node) => needed.has(node));
}
