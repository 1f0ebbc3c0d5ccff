/** A label: a name or a formula as runs of text, some of them below or above the line. */
import { formulaRuns } from './formula.js';
import { nameRuns } from './name.js';

/** Where a run stands. */
export type Script = 'base' | 'sub' | 'sup';

/** A piece of text in one place and one style. */
export interface Run {
  readonly text: string;
  readonly script: Script;
  /** Latin letters that stand for quantities are slanted; Greek letters, words and digits are not. */
  readonly italic: boolean;
  /** Begins where the run before it began: a superscript above a subscript. */
  readonly stacked?: true;
}

/** What is written: text between two `$` is a formula, other text is taken as it is. Built by `parseLabel` or `nameLabel`. */
export type Label = readonly Run[];

/** Plain text, as it is. */
export function plainLabel(text: string): Label {
  return text === '' ? [] : [{ text, script: 'base', italic: false }];
}

/**
 * Text with formulas between dollar signs, as in LaTeX: Greek letters, `_`, `^`, braces, `\mathrm`, `\log` and the common
 * signs. An unknown command stands as it was written. `\$` is a dollar sign.
 * @example parseLabel('$\\theta_\\mu$ (mm)')
 */
export function parseLabel(text: string): Label {
  const parts = text.split(/(?<!\\)\$/);
  if (parts.length % 2 === 0) return plainLabel(text); // one dollar sign is no formula
  return merged(
    parts.flatMap((part, i) => (i % 2 === 1 ? formulaRuns(part) : plainLabel(part.replaceAll('\\$', '$')))),
  );
}

/**
 * The name of a variable or of an element: `theta_mu` is θ with the subscript μ, `sigma[Choate]` is σ with the subscript
 * Choate. Words (`school_effect`) stay as they are. Text with `$` is read by `parseLabel`.
 */
export function nameLabel(name: string): Label {
  return name.includes('$') ? parseLabel(name) : merged(nameRuns(name));
}

/** Several labels, one behind another. */
export function joinLabels(...labels: readonly Label[]): Label {
  return merged(labels.flat());
}

/** The text alone, scripts marked as in LaTeX: for titles of files, alternative texts and tests. */
export function labelText(label: Label): string {
  let text = '';
  for (let i = 0; i < label.length; ) {
    const script = label[i]?.script;
    let part = '';
    do part += label[i++]?.text ?? '';
    while (label[i]?.script === script);
    const mark = script === 'base' ? '' : script === 'sub' ? '_' : '^';
    text += mark === '' || [...part].length === 1 ? mark + part : `${mark}{${part}}`;
  }
  return text;
}

/** Neighbours of one style as one run. */
function merged(runs: readonly Run[]): Label {
  const result: Run[] = [];
  for (const run of runs) {
    const last = result.at(-1);
    if (run.text === '') continue;
    if (last !== undefined && run.stacked === undefined && last.script === run.script && last.italic === run.italic)
      result[result.length - 1] = { ...last, text: last.text + run.text };
    else result.push(run);
  }
  return result;
}
