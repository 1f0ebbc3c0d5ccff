/** A sentence below a picture, in which quantities are written as the picture writes them. */
import { joinLabels, type Label, plainLabel } from '../label/label.js';

/** A quantity by the name that a program knows, and as it is written. */
export interface Named {
  readonly name: string;
  readonly label: Label;
}

/** Text alone, or text and quantities one behind another. */
export type Note = string | readonly (string | Named)[];

/** @example note`all draws of ${element} are ${value}` */
export function note(texts: TemplateStringsArray, ...between: readonly (string | number | Note | Named)[]): Note {
  return texts.flatMap((text, i) => [text, ...partsOf(between[i] ?? '')]);
}

/** Quantities with commas between, each with its own text behind it. */
export function listOf<T extends Named>(items: readonly T[], textOf: (item: T) => string = () => ''): Note {
  return items.flatMap((item, i) => [i === 0 ? '' : ', ', item, textOf(item)]);
}

/** As a program reads it: quantities by their names. */
export function noteText(given: Note): string {
  return partsOf(given)
    .map((part) => (typeof part === 'string' ? part : part.name))
    .join('');
}

/** As it is printed. */
export function noteLabel(given: Note): Label {
  return joinLabels(...partsOf(given).map((part) => (typeof part === 'string' ? plainLabel(part) : part.label)));
}

function partsOf(part: string | number | Note | Named): readonly (string | Named)[] {
  if (typeof part === 'object') return 'label' in part ? [part] : part;
  return [String(part)];
}
