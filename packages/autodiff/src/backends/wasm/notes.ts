/** What the functions of a module consist of, as plain data for `explain`. */

import type { Tensor } from '../../graph/tensor.js';
import { byCount, type FunctionNote, type KernelNote, type LoopNote } from '../explanation.js';
import type { Access, Region } from './access.js';
import type { Analysis } from './analysis.js';
import type { Action, LoopPlan } from './schedule.js';
import { isRead } from './schedule.js';
import type { Item } from './steps.js';

/** The input, result or output at an element of a region; undefined for what lies between. */
export type NameOfPlace = (place: Region, element: number) => string | undefined;

export function functionNote(
  name: string,
  analysis: Analysis,
  actions: readonly Action[],
  nameOfPlace: NameOfPlace,
): FunctionNote {
  const steps = actions.flatMap((action): (LoopNote | KernelNote)[] => {
    if (action.kind === 'loop') return [loopNote(action, analysis, nameOfPlace)];
    if (action.kind !== 'kernel') return [];
    const scan = action.op.name === 'scan' ? ` of ${action.op.length} steps` : '';
    return [{ kind: 'kernel', name: `${action.op.name}${scan}`, shape: action.node.shape }];
  });
  const isNumber = (node: Tensor): boolean => node.op.kind === 'elementwise' && node.size === 1;
  const numbers = analysis.order.filter((node) => isNumber(node) && analysis.info(node).form.kind === 'scalar').length;
  return { name, steps, numbers };
}

function loopNote({ items, space, stage }: LoopPlan, analysis: Analysis, nameOfPlace: NameOfPlace): LoopNote {
  const operations = new Map<string, number>();
  const reads = new Set<string>();
  const seen = new Set<Tensor>();
  const nameOf = (access: Access, otherwise: string): string => nameOfPlace(access.region, access.offset) ?? otherwise;
  const walk = (root: Tensor, isOwn: boolean): void => {
    const stack = [root];
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      if (seen.has(node) || node.size === 1) continue;
      seen.add(node);
      const info = analysis.info(node);
      if (isRead(info, stage) && !(isOwn && node === root)) {
        const access = info.form.kind === 'memory' ? info.form.access : info.stored?.access;
        if (access) reads.add(nameOf(access, 'an array made before'));
        continue;
      }
      if (node.op.kind === 'elementwise') operations.set(node.op.name, (operations.get(node.op.name) ?? 0) + 1);
      if (node.op.kind === 'indexing') operations.set(node.op.name, (operations.get(node.op.name) ?? 0) + 1);
      if (node.op.kind === 'linear') operations.set('matrix times vector', 1);
      stack.push(...node.inputs);
    }
  };
  for (const item of items) {
    walk(item.value, item.kind === 'store' && analysis.info(item.value).stored?.access === item.access);
    if (item.kind === 'scatter') walk(item.node.inputs[1]!, false);
    if (item.kind === 'columns') operations.set('transposed matrix times vector', 1);
  }
  return {
    kind: 'loop',
    space,
    operations: byCount(operations),
    reads: [...reads],
    results: items.map((item) => resultName(item, nameOf)),
  };
}

function resultName(item: Item, nameOf: (access: Access, otherwise: string) => string): string {
  switch (item.kind) {
    case 'store':
      return nameOf(item.access, 'an array');
    case 'reduce':
      return item.access
        ? `${nameOf(item.access, 'an array')} by ${item.op.name} over axes`
        : `a number by ${item.op.name}`;
    case 'scatter':
      return `${nameOf(item.access, 'an array')} by adding at indices`;
    case 'columns':
      return `${nameOf(item.access, 'an array')} by sums over rows`;
  }
}
