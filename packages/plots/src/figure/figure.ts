/** A picture: panels in a grid, a title, a legend and notes, with margins measured from what is written. */
import type { Label } from '../label/label.js';
import { ASCENT, labelWidth } from '../text/measure.js';
import { escapeXml, round, svgText } from '../text/svgText.js';
import { wrapLabel } from '../text/wrap.js';
import { theme } from '../theme/theme.js';
import { type LegendItem, layLegend, legendSvg } from './legend.js';
import { type Extents, type Panel, panelExtents, panelSvg } from './panel.js';

export interface Figure {
  /** Rows of panels; a column is as wide as its widest frame. */
  readonly panels: readonly (readonly (Panel | undefined)[])[];
  readonly title?: Label;
  /** A line below the title. */
  readonly subtitle?: Label;
  readonly legend?: readonly LegendItem[];
  /** Lines below the panels. */
  readonly notes?: readonly Label[];
  /** Space between neighbours' texts, pixels. */
  readonly gap?: { readonly x?: number; readonly y?: number };
  /** A sentence for those who do not see the picture. */
  readonly alt: string;
}

export interface RenderedFigure {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

const PAD = 10;
const LINE = 1.35;

export function renderFigure(figure: Figure): RenderedFigure {
  const { panels, gap = {}, legend = [], notes = [], title, subtitle, alt } = figure;
  const extents = panels.map((row) => row.map((panel) => panel && panelExtents(panel)));
  const columns = columnLayout(panels, extents, gap.x ?? 18);
  const headWidth = Math.max(
    columns.width,
    title === undefined ? 0 : Math.min(360, labelWidth(title, theme.size.title, true)),
  );
  const rows = layLegend(legend, headWidth);
  const legendWidth = Math.max(0, ...rows.map(({ width }) => width));
  const inner = Math.max(headWidth, legendWidth);
  const shift = (inner - columns.width) / 2;
  const head: string[] = [];
  let y = PAD;
  const paragraph = (label: Label, size: number, bold: boolean, colour: string) => {
    for (const line of wrapLabel(label, inner, size, bold)) {
      head.push(svgText(line, PAD, y + ASCENT * size, { size, bold, colour }));
      y += LINE * size;
    }
  };
  if (title !== undefined) paragraph(title, theme.size.title, true, theme.ink);
  if (subtitle !== undefined) paragraph(subtitle, theme.size.text, false, theme.muted);
  if (head.length > 0) y += 4;
  if (rows.length > 0) {
    head.push(legendSvg(rows, PAD, y));
    y += rows.length * 18 + 6;
  }
  const body: string[] = [];
  for (const [r, row] of panels.entries()) {
    const own = extents[r] ?? [];
    const top = Math.max(0, ...own.map((e) => e?.top ?? 0));
    const bottom = Math.max(0, ...own.map((e) => e?.bottom ?? 0));
    const height = Math.max(0, ...row.map((panel) => panel?.height ?? 0));
    if (r > 0) y += gap.y ?? 16;
    for (const [c, panel] of row.entries()) {
      const column = columns.of[c];
      if (panel === undefined || column === undefined) continue;
      body.push(panelSvg(panel, PAD + shift + column.frame, y + top, { ...column, top, bottom }, `clip-${r}-${c}`));
    }
    y += top + height + bottom;
  }
  const foot: string[] = [];
  if (notes.length > 0) y += 8;
  for (const note of notes) {
    for (const line of wrapLabel(note, inner, theme.size.note, false)) {
      foot.push(svgText(line, PAD, y + ASCENT * theme.size.note, { size: theme.size.note, colour: theme.muted }));
      y += LINE * theme.size.note;
    }
  }
  const width = Math.ceil(inner + 2 * PAD);
  const height = Math.ceil(y + PAD);
  const content = [...head, ...body, ...foot].join('');
  const id = `p${hash(content)}`;
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" ` +
    `aria-label="${escapeXml(alt)}" font-family="${theme.fontFamily}" font-size="${theme.size.text}" fill="${theme.ink}">` +
    `<rect width="${width}" height="${height}" fill="${theme.paper}"/>${content.replace(/(id="|url\(#)clip-/g, `$1${id}-`)}</svg>`;
  return { svg, width, height };
}

interface Column extends Extents {
  /** Left edge of the frame, from the left edge of the grid. */
  readonly frame: number;
}

function columnLayout(
  panels: readonly (readonly (Panel | undefined)[])[],
  extents: readonly (readonly (Extents | undefined)[])[],
  gap: number,
): { readonly of: readonly Column[]; readonly width: number } {
  const number = Math.max(0, ...panels.map((row) => row.length));
  const columns: Column[] = [];
  let x = 0;
  for (let c = 0; c < number; c++) {
    const left = Math.max(0, ...extents.map((row) => row[c]?.left ?? 0));
    const right = Math.max(0, ...extents.map((row) => row[c]?.right ?? 0));
    const width = Math.max(0, ...panels.map((row) => row[c]?.width ?? 0));
    if (c > 0) x += gap;
    columns.push({ left, right, top: 0, bottom: 0, frame: x + left });
    x += left + width + right;
  }
  return { of: columns, width: round(x) };
}

/** A short name of a text (FNV-1a), so that ids of two pictures in one page differ. */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return (value >>> 0).toString(36);
}
