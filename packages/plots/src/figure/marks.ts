/** Marks that several plots share. */
import { areaY, lineY, type Markish, ruleX } from '@observablehq/plot';
import type { Marginal } from '../density/marginal.js';
import { theme } from '../theme/theme.js';
import type { Panel } from './panel.js';

export interface MarginalStyle {
  readonly colour: string;
  /** Strength of the fill; 0 leaves it out. */
  readonly fill: number;
  readonly dash?: string;
  readonly width?: number;
  /** Width of the bars of whole numbers, as a share of their distance. */
  readonly barWidth?: number;
}

/** A density as a line over a fill, shares as bars, one value as a rule. */
export function marginalMarks(marginal: Marginal, height: number, style: MarginalStyle): readonly Markish[] {
  const { colour, fill, dash = '', width = theme.line, barWidth = 0.8 } = style;
  const stroke = { stroke: colour, strokeWidth: width, ...(dash === '' ? {} : { strokeDasharray: dash }) };
  if (marginal.kind === 'constant') return [ruleX([marginal.x], { y1: 0, y2: height, ...stroke })];
  if (marginal.kind === 'bars') {
    const corners = marginal.x.flatMap((x, i) => {
      const share = marginal.share[i] ?? 0;
      const [left, right] = [x - barWidth / 2, x + barWidth / 2];
      return [
        [left, 0],
        [left, share],
        [right, share],
        [right, 0],
      ] as const;
    });
    const outline = lineY(corners, { x: '0', y: '1', ...stroke });
    return fill === 0
      ? [outline]
      : [areaY(corners, { x: '0', y1: 0, y2: '1', fill: colour, fillOpacity: fill }), outline];
  }
  const points = Array.from(marginal.x, (x, i) => ({ x, y: marginal.density[i] ?? 0 }));
  const line = lineY(points, { x: 'x', y: 'y', ...stroke });
  return fill === 0 ? [line] : [areaY(points, { x: 'x', y1: 0, y2: 'y', fill: colour, fillOpacity: fill }), line];
}

/** Panels in rows of so many columns. */
export function rowsOf(panels: readonly Panel[], columns: number): readonly (readonly Panel[])[] {
  const rows: Panel[][] = [];
  for (let i = 0; i < panels.length; i += columns) rows.push(panels.slice(i, i + columns));
  return rows;
}
