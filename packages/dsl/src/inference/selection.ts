/** Which positions of a dimension are meant: by their labels, or by their indices. */
import { CredenceError, closest, display } from '@credence/numerics';
import type { Label } from './labels.js';

/** One label, which drops the dimension; several; or all from one label to another, both included. */
export type LabelChoice = Label | readonly Label[] | { readonly from?: Label; readonly to?: Label };

/**
 * One index, which drops the dimension; several; or every `step`-th from `from` to `to` (excluded). Negative ones count from
 * the end.
 */
export type IndexChoice =
  | number
  | readonly number[]
  | { readonly from?: number; readonly to?: number; readonly step?: number };

/** Labels to select, by dimension. */
export type LabelSelection = Readonly<Record<string, LabelChoice>>;

/** Indices to select, by dimension. */
export type IndexSelection = Readonly<Record<string, IndexChoice>>;

/** Positions along one dimension. */
export interface Chosen {
  readonly indices: readonly number[];
  /** Whether the dimension goes away: one position was chosen, not a list of one. */
  readonly dropped: boolean;
}

/** @throws CredenceError inference/label */
export function chosenByLabel(dim: string, labels: readonly Label[], choice: LabelChoice): Chosen {
  if (isLabel(choice)) return { indices: [positionOf(dim, labels, choice)], dropped: true };
  if (isList(choice)) {
    if (choice.length < 4) return { indices: choice.map((label) => positionOf(dim, labels, label)), dropped: false };
    const positions = new Map(labels.map((label, position) => [label, position]));
    const indices = choice.map((label) => positions.get(label) ?? positionOf(dim, labels, label));
    return { indices, dropped: false };
  }
  checkRange('sel', dim, choice, ['from', 'to'], 'a label, a list of labels, or { from, to }');
  const first = choice.from === undefined ? 0 : positionOf(dim, labels, choice.from);
  const last = choice.to === undefined ? labels.length - 1 : positionOf(dim, labels, choice.to);
  return { indices: consecutive(first, last + 1, 1), dropped: false };
}

/** @throws CredenceError inference/index */
export function chosenByIndex(dim: string, size: number, choice: IndexChoice): Chosen {
  if (typeof choice === 'number') return { indices: [indexIn(dim, size, choice)], dropped: true };
  if (isList(choice)) return { indices: choice.map((index) => indexIn(dim, size, index)), dropped: false };
  checkRange('isel', dim, choice, ['from', 'to', 'step'], 'an index, a list of indices, or { from, to, step }');
  const { from = 0, to = size, step = 1 } = choice;
  if (!Number.isSafeInteger(step) || step < 1) {
    throw new CredenceError(
      'inference/index',
      `isel: the step along '${dim}' must be a whole number > 0, not ${display(step)}.`,
      { dim, step },
    );
  }
  const bound = (index: number) => {
    if (!Number.isSafeInteger(index)) indexIn(dim, size, index);
    return Math.max(0, Math.min(size, index < 0 ? index + size : index));
  };
  return { indices: consecutive(bound(from), bound(to), step), dropped: false };
}

/** Every `step`-th position. @throws CredenceError inference/thin */
export function everyOf(size: number, step: number): readonly number[] {
  if (Number.isSafeInteger(step) && step >= 1) return consecutive(0, size, step);
  throw new CredenceError(
    'inference/thin',
    `thin(n) keeps every n-th draw: n must be a whole number > 0, not ${display(step)}.`,
    { step },
  );
}

/** @throws CredenceError inference/dim for a name that is not among the dimensions */
export function checkDims(method: string, what: string, asked: readonly string[], known: readonly string[]): void {
  for (const dim of asked) {
    if (known.includes(dim)) continue;
    const guess = closest(dim, known);
    throw new CredenceError(
      'inference/dim',
      `${method}: ${what} has no dimension '${dim}'. ${guess === undefined ? `It has ${known.join(', ') || 'none'}.` : `Did you mean '${guess}'?`}`,
      { dim, known },
    );
  }
}

function isLabel(choice: LabelChoice): choice is Label {
  return typeof choice === 'string' || typeof choice === 'number';
}

function isList<T>(choice: T | readonly T[] | object): choice is readonly T[] {
  return Array.isArray(choice);
}

function consecutive(from: number, to: number, step: number): readonly number[] {
  return Array.from({ length: Math.max(0, Math.ceil((to - from) / step)) }, (_, i) => from + i * step);
}

function positionOf(dim: string, labels: readonly Label[], label: Label): number {
  const position = labels.indexOf(label);
  if (position >= 0) return position;
  const texts = labels.map(String);
  const sameText = texts.indexOf(String(label));
  const guess = sameText >= 0 ? labels[sameText] : typeof label === 'string' ? closest(label, texts) : undefined;
  const shown = labels.length > 8 ? `${texts.slice(0, 8).join(', ')}, ...` : texts.join(', ');
  throw new CredenceError(
    'inference/label',
    `sel: '${dim}' has no label ${display(label)}. ${guess === undefined ? `Labels: ${shown || 'none'}.` : `Did you mean ${display(guess)}?`}`,
    { dim, label, labels },
  );
}

function indexIn(dim: string, size: number, index: number): number {
  const position = index < 0 ? index + size : index;
  if (Number.isSafeInteger(position) && position >= 0 && position < size) return position;
  throw new CredenceError(
    'inference/index',
    `isel: ${display(index)} is no index along '${dim}', which has ${size} positions. Count from 0, or from the end with -1.`,
    { dim, index, size },
  );
}

function checkRange(method: string, dim: string, choice: unknown, keys: readonly string[], expected: string): void {
  const known = typeof choice === 'object' && choice !== null && Object.keys(choice).every((key) => keys.includes(key));
  if (known) return;
  throw new CredenceError('inference/choice', `${method}: for '${dim}' give ${expected}, not ${display(choice)}.`, {
    dim,
    choice,
  });
}
