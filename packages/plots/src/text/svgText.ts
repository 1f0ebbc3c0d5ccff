/** A label as an SVG text element, and as HTML. */
import type { Label } from '../label/label.js';
import { labelText } from '../label/label.js';
import { placeRuns, SCRIPT_SIZE, SUB_DROP, SUP_RISE } from './measure.js';

export interface TextStyle {
  /** Font size, pixels. */
  readonly size: number;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly bold?: boolean;
  readonly colour?: string;
  /** Degrees clockwise about the text's point. */
  readonly rotate?: number;
  /** Colour of an outline behind the letters, to part them from what lies under them. */
  readonly halo?: string;
}

/** `&`, `<`, `>` and quotes as XML writes them. Characters that XML forbids are left out. */
export function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** A label at (x, y), the point on its base line that `anchor` names. */
export function svgText(label: Label, x: number, y: number, style: TextStyle): string {
  const { size, anchor = 'start', bold = false, colour, rotate, halo } = style;
  const attributes = [
    `x="${round(x)}" y="${round(y)}" font-size="${round(size)}"`,
    anchor === 'start' ? '' : `text-anchor="${anchor}"`,
    bold ? 'font-weight="700"' : '',
    colour === undefined ? '' : `fill="${colour}"`,
    rotate === undefined ? '' : `transform="rotate(${rotate} ${round(x)} ${round(y)})"`,
    halo === undefined ? '' : `stroke="${halo}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"`,
  ];
  return `<text ${attributes.filter((text) => text !== '').join(' ')}>${tspans(label, size, bold)}</text>`;
}

function tspans(label: Label, size: number, bold: boolean): string {
  const [only] = label;
  if (label.length === 1 && only !== undefined && only.script === 'base' && !only.italic) return escapeXml(only.text);
  let end = 0;
  let line = 0;
  return placeRuns(label, size, bold)
    .map(({ run, x, width, size: own }) => {
      const target = run.script === 'base' ? 0 : run.script === 'sub' ? SUB_DROP * size : -SUP_RISE * size;
      const attributes = [
        x === end ? '' : ` dx="${round(x - end)}"`,
        target === line ? '' : ` dy="${round(target - line)}"`,
        run.script === 'base' ? '' : ` font-size="${round(own)}"`,
        run.italic && !bold ? ' font-style="italic"' : '',
      ];
      line = target;
      end = x + width;
      return `<tspan${attributes.join('')}>${escapeXml(run.text)}</tspan>`;
    })
    .join('');
}

/** A label as HTML. */
export function labelHtml(label: Label): string {
  return label
    .map(({ text, script, italic }) => {
      const inner = italic ? `<i>${escapeXml(text)}</i>` : escapeXml(text);
      return script === 'base' ? inner : `<${script}>${inner}</${script}>`;
    })
    .join('');
}

/** A label as Graphviz writes it inside `<` and `>`, at a font size in points. */
export function labelGraphviz(label: Label, size: number): string {
  const inner = label
    .map(({ text, script, italic }) => {
      const slanted = italic ? `<I>${escapeXml(text)}</I>` : escapeXml(text);
      if (script === 'base') return slanted;
      return `<${script.toUpperCase()}><FONT POINT-SIZE="${round(size * SCRIPT_SIZE)}">${slanted}</FONT></${script.toUpperCase()}>`;
    })
    .join('');
  return inner === '' ? escapeXml(labelText(label)) : inner;
}

/** Two decimals are enough for a place in a picture. */
export function round(value: number): number {
  const rounded = Math.round(value * 100) / 100;
  return rounded === 0 ? 0 : rounded;
}
