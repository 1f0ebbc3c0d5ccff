/** Widths of text, from the advance widths of the font that is shipped. */
import { ADVANCES } from '../generated/advances.js';
import type { Label, Run } from '../label/label.js';

export type Face = 'regular' | 'italic' | 'bold';

/** Size of a sub- or superscript, in that of the line. */
export const SCRIPT_SIZE = 0.72;
/** How far a subscript's line lies below, and a superscript's above, in sizes of the line. */
export const SUB_DROP = 0.2;
export const SUP_RISE = 0.36;
/** What letters reach above and below their line, in sizes. */
export const ASCENT = 0.74;
export const DESCENT = 0.21;

/** A character that the font lacks is taken to be this wide (em): it comes from another font, and may be a wide one. */
const UNKNOWN = 1;

const tables = new Map<Face, ReadonlyMap<number, number>>();

function advances(face: Face): ReadonlyMap<number, number> {
  const known = tables.get(face);
  if (known !== undefined) return known;
  const table = new Map<number, number>();
  const numbers = ADVANCES[face].split(' ').map(Number);
  for (let i = 0; i + 2 < numbers.length; i += 3) {
    for (let code = 0; code < (numbers[i + 1] ?? 0); code++)
      table.set((numbers[i] ?? 0) + code, (numbers[i + 2] ?? 0) / 1000);
  }
  tables.set(face, table);
  return table;
}

/** Whether the font has every character of a text. */
export function covered(text: string): boolean {
  const table = advances('regular');
  return [...text].every((character) => table.has(character.codePointAt(0) ?? 0));
}

/** Width of a text in pixels, at a font size in pixels. Kerning is left out: it only narrows. */
export function textWidth(text: string, size: number, face: Face = 'regular'): number {
  const table = advances(face);
  let width = 0;
  for (const character of text) width += table.get(character.codePointAt(0) ?? 0) ?? UNKNOWN;
  return width * size;
}

/** A run in its place within a label: pixels from the label's start, along the line. */
export interface PlacedRun {
  readonly run: Run;
  readonly x: number;
  readonly width: number;
  readonly size: number;
}

/** Places of the runs of a label. */
export function placeRuns(label: Label, size: number, bold = false): readonly PlacedRun[] {
  const placed: PlacedRun[] = [];
  let end = 0;
  for (const run of label) {
    const own = run.script === 'base' ? size : size * SCRIPT_SIZE;
    const last = placed.at(-1);
    const x = run.stacked === true && last !== undefined ? scriptStart(placed) : end;
    const width = textWidth(run.text, own, bold ? 'bold' : run.italic ? 'italic' : 'regular');
    placed.push({ run, x, width, size: own });
    end = Math.max(end, x + width);
  }
  return placed;
}

/** Where the scripts at the end of the placed runs began. */
function scriptStart(placed: readonly PlacedRun[]): number {
  let start = placed.length - 1;
  const script = placed[start]?.run.script;
  while (start > 0 && placed[start - 1]?.run.script === script) start--;
  return placed[start]?.x ?? 0;
}

/** Width of a label in pixels. */
export function labelWidth(label: Label, size: number, bold = false): number {
  return placeRuns(label, size, bold).reduce((width, { x, width: own }) => Math.max(width, x + own), 0);
}
