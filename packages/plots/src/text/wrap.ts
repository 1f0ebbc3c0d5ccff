/** Breaks a label into lines. */
import { joinLabels, type Label, type Run } from '../label/label.js';
import { labelWidth } from './measure.js';

/** Lines of at most `width` pixels, broken at spaces of the base text; a word that is wider stands alone. */
export function wrapLabel(label: Label, width: number, size: number, bold: boolean): readonly Label[] {
  const words = wordsOf(label);
  const lines: Label[] = [];
  let line: Label = [];
  for (const word of words) {
    const longer = line.length === 0 ? word : joinLabels(line, [space], word);
    if (line.length > 0 && labelWidth(longer, size, bold) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return line.length === 0 ? lines : [...lines, line];
}

const space: Run = { text: ' ', script: 'base', italic: false };

/** What stands between spaces, each as a label. */
function wordsOf(label: Label): readonly Label[] {
  const words: Run[][] = [[]];
  for (const run of label) {
    const parts = run.script === 'base' ? run.text.split(' ') : [run.text];
    for (const [i, text] of parts.entries()) {
      if (i > 0) words.push([]);
      if (text !== '') words.at(-1)?.push({ ...run, text });
    }
  }
  return words.filter((word) => word.length > 0);
}
