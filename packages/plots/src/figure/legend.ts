/** The legend: a swatch and a label for each series, in rows that fit. */
import type { Label } from '../label/label.js';
import { labelWidth } from '../text/measure.js';
import { round, svgText } from '../text/svgText.js';
import { theme } from '../theme/theme.js';
import { type Marker, markerCorners } from './markers.js';

export interface LegendItem {
  readonly label: Label;
  readonly colour: string;
  /** What stands before the label. */
  readonly swatch: 'line' | 'area' | 'dot' | 'ring';
  readonly dash?: string;
  /** Shape of a ring. Default circle. */
  readonly marker?: Marker;
  readonly opacity?: number;
}

interface Placed {
  readonly item: LegendItem;
  readonly x: number;
}

export interface LegendRow {
  readonly items: readonly Placed[];
  readonly width: number;
}

const SWATCH = 20;
const GAP = 6;
const BETWEEN = 18;
const ROW = 18;

/** Items in rows of at most `width` pixels. */
export function layLegend(items: readonly LegendItem[], width: number): readonly LegendRow[] {
  const rows: LegendRow[] = [];
  let row: Placed[] = [];
  let x = 0;
  for (const item of items) {
    const own = SWATCH + GAP + labelWidth(item.label, theme.size.text);
    if (row.length > 0 && x + own > width) {
      rows.push({ items: row, width: x - BETWEEN });
      row = [];
      x = 0;
    }
    row.push({ item, x });
    x += own + BETWEEN;
  }
  if (row.length > 0) rows.push({ items: row, width: x - BETWEEN });
  return rows;
}

export function legendSvg(rows: readonly LegendRow[], left: number, top: number): string {
  return rows
    .flatMap((row, r) =>
      row.items.map(({ item, x }) => {
        const middle = top + r * ROW + ROW / 2;
        const text = svgText(item.label, left + x + SWATCH + GAP, middle + 0.33 * theme.size.text, {
          size: theme.size.text,
          colour: theme.ink,
        });
        return swatch(item, left + x, middle) + text;
      }),
    )
    .join('');
}

function swatch(item: LegendItem, x: number, y: number): string {
  const { swatch: kind, colour, dash = '', opacity = 1, marker = 'circle' } = item;
  const faded = opacity === 1 ? '' : ` opacity="${opacity}"`;
  switch (kind) {
    case 'line': {
      const dashes = dash === '' ? '' : ` stroke-dasharray="${dash}"`;
      return `<path d="M${round(x)},${round(y)}h${SWATCH}" fill="none" stroke="${colour}" stroke-width="2"${dashes}${faded}/>`;
    }
    case 'area':
      return `<rect x="${round(x + 3)}" y="${round(y - 5)}" width="${SWATCH - 6}" height="10" fill="${colour}"${faded}/>`;
    case 'dot':
      return `<circle cx="${round(x + SWATCH / 2)}" cy="${round(y)}" r="3.5" fill="${colour}"${faded}/>`;
    case 'ring': {
      const corners = markerCorners(marker, 3.2).map(([dx, dy]) => `${round(x + SWATCH / 2 + dx)},${round(y + dy)}`);
      if (corners.length > 0) {
        return `<polygon points="${corners.join(' ')}" fill="none" stroke="${colour}" stroke-width="1.4"${faded}/>`;
      }
      return `<circle cx="${round(x + SWATCH / 2)}" cy="${round(y)}" r="3.2" fill="none" stroke="${colour}" stroke-width="1.4"${faded}/>`;
    }
  }
}
