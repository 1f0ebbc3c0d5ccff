/**
 * Which items share a loop, and in which order loops and kernels run: one loop for each index space, stage, and set of items
 * that are connected by vectors they share. Equal size alone does not fuse: unrelated loops side by side are faster.
 */

import type { Tensor } from '../../graph/tensor.js';
import { spaceOf } from './access.js';
import { type Analysis, RECOMPUTE } from './analysis.js';
import type { Info } from './forms.js';
import type { Item, Step } from './steps.js';

export interface LoopPlan {
  readonly kind: 'loop';
  readonly stage: number;
  readonly space: readonly number[];
  readonly items: Item[];
}

/** Writes of single numbers, in order. */
export interface ScalarStores {
  readonly kind: 'scalars';
  readonly items: ScalarStore[];
}

export type Action = LoopPlan | ScalarStores | Step;

/** Whether a node is read from memory in a loop at a stage. */
export function isRead(info: Info, stage: number): boolean {
  return info.form.kind === 'memory' || (info.stored !== undefined && info.stored.stage <= stage);
}

export function schedule(analysis: Analysis): Action[] {
  const groups = new Map<string, Group>();
  const scalars: ScalarStore[] = [];
  // Walking an item may add stores to the list, which are walked in turn.
  for (let next = 0; next < analysis.items.length; next++) {
    const item = analysis.items[next]!;
    if (item.value.size === 1 && item.kind === 'store') {
      scalars.push(item);
      continue;
    }
    const space = spaceOf(item.value.shape);
    const key = `${item.stage}/${space}`;
    const group = groups.get(key) ?? new Group(item.stage, space);
    groups.set(key, group);
    group.add(item, analysis);
  }
  const loops = [...groups.values()].flatMap((group) => group.loops());
  const actions: Action[] = [];
  let last = 0;
  for (const list of [loops, analysis.steps, scalars]) for (const { stage } of list) last = Math.max(last, stage);
  const round = roundsOf(analysis, scalars);
  const [stepsAt, storesAt, loopsAt] = [byStage(analysis.steps), byStage(scalars), byStage(loops)];
  for (let stage = 0; stage <= last; stage++) {
    const steps = stepsAt.get(stage) ?? [];
    actions.push(...steps.filter(({ kind }) => kind === 'fill'));
    actions.push(...inRounds(storesAt.get(stage) ?? [], round));
    actions.push(...steps.filter(({ kind }) => kind === 'kernel'), ...(loopsAt.get(stage) ?? []));
  }
  return actions;
}

function byStage<T extends { readonly stage: number }>(list: readonly T[]): Map<number, T[]> {
  const stages = new Map<number, T[]>();
  for (const one of list) {
    const others = stages.get(one.stage);
    if (others) others.push(one);
    else stages.set(one.stage, [one]);
  }
  return stages;
}

type ScalarStore = Item & { readonly kind: 'store' };

/**
 * How many rounds of stores must be over before each number is computed: one more than the numbers that are stored where it
 * reads. Nodes come inputs first, so that what is stored somewhere is known before what reads there.
 */
function roundsOf(analysis: Analysis, scalars: readonly ScalarStore[]): ReadonlyMap<Tensor, number> {
  const rounds = new Map<Tensor, number>();
  const written = new Map<number, number>();
  const stores = new Map<Tensor, ScalarStore[]>();
  for (const item of scalars) {
    const list = stores.get(item.value);
    if (list) list.push(item);
    else stores.set(item.value, [item]);
  }
  const place = (node: Tensor): number => {
    const { form, stored } = analysis.info(node);
    const access = form.kind === 'memory' ? form.access : stored?.access;
    return access ? (written.get(access.region.id) ?? 0) : 0;
  };
  for (const node of analysis.order) {
    if (node.size !== 1) continue;
    let round = place(node);
    if (analysis.info(node).form.kind === 'scalar') {
      node.inputs.forEach((input, k) => {
        const isTable = node.op.kind === 'indexing' && k === 0;
        round = Math.max(round, (isTable ? undefined : rounds.get(input)) ?? place(input));
      });
    }
    rounds.set(node, round);
    for (const { access } of stores.get(node) ?? []) {
      written.set(access.region.id, Math.max(written.get(access.region.id) ?? 0, round + 1));
    }
  }
  return rounds;
}

/** Stores in rounds, so that none reads what its own round writes. */
function inRounds(stores: readonly ScalarStore[], round: ReadonlyMap<Tensor, number>): ScalarStores[] {
  const byRound = new Map<number, ScalarStore[]>();
  for (const store of stores) {
    const at = round.get(store.value) ?? 0;
    const list = byRound.get(at);
    if (list) list.push(store);
    else byRound.set(at, [store]);
  }
  return [...byRound].sort(([a], [b]) => a - b).map(([, items]) => ({ kind: 'scalars', items }));
}

/** The items of one space and stage, and which of them share vectors. */
class Group {
  readonly #items: Item[] = [];
  readonly #parent: number[] = [];
  readonly #owner = new Map<Tensor | string, number>();

  constructor(
    readonly stage: number,
    readonly space: readonly number[],
  ) {}

  add(item: Item, analysis: Analysis): void {
    const self = this.#items.length;
    this.#items.push(item);
    this.#parent.push(self);
    const stack: Tensor[] = [item.value];
    if (item.kind === 'scatter') stack.push(item.node.inputs[1]!);
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      if (node.size === 1) continue;
      const info = analysis.info(node);
      const isOwn = node === item.value && item.kind === 'store' && info.stored?.access === item.access;
      const memory = isRead(info, this.stage) && !isOwn;
      // Places of one array in memory that differ are different vectors.
      const access = memory ? (info.form.kind === 'memory' ? info.form.access : info.stored!.access) : undefined;
      const seen = this.#join(self, access ? `${access.region.id}+${access.offset}/${access.strides}` : node);
      if (seen || memory) continue;
      if (info.stage < this.stage && info.cost > RECOMPUTE && info.form.kind === 'virtual') {
        // Dear, and known since an earlier barrier: write it there, read it here.
        if (!info.stored) analysis.store(info);
        continue;
      }
      stack.push(
        ...node.inputs.filter((_, k) => node.op.kind !== 'linear' && !(node.op.kind === 'indexing' && k === 0)),
      );
      if (node.op.kind === 'linear') this.#join(self, node.inputs[node.inputs[0]!.binding === 'parameter' ? 1 : 0]!);
    }
    if (item.kind === 'columns') this.#join(self, item.product.matrix);
  }

  loops(): LoopPlan[] {
    const byRoot = new Map<number, Item[]>();
    this.#items.forEach((item, i) => {
      const root = this.#find(i);
      const list = byRoot.get(root) ?? [];
      list.push(item);
      byRoot.set(root, list);
    });
    return [...byRoot.values()].map((items) => ({ kind: 'loop', stage: this.stage, space: this.space, items }));
  }

  /** Joins an item with the others that use something; says whether there was one. */
  #join(item: number, used: Tensor | string): boolean {
    const owner = this.#owner.get(used);
    if (owner === undefined) {
      this.#owner.set(used, item);
      return false;
    }
    this.#parent[this.#find(item)] = this.#find(owner);
    return true;
  }

  #find(item: number): number {
    let root = item;
    while (this.#parent[root] !== root) root = this.#parent[root]!;
    this.#parent[item] = root;
    return root;
  }
}
