/** One frame with axes: marks of Observable Plot, and ticks and text around them. */
import { type Markish, plot } from '@observablehq/plot';
import { drawingDocument } from '#document';
import { type Label, plainLabel } from '../label/label.js';
import { ASCENT, DESCENT, labelWidth } from '../text/measure.js';
import { round, svgText, type TextStyle } from '../text/svgText.js';
import { theme } from '../theme/theme.js';
import type { Tick } from './ticks.js';

/** One direction of a frame. */
export interface Axis {
  readonly domain: readonly [number, number];
  /** Written ticks. Empty: no axis is drawn. */
  readonly ticks: readonly Tick[];
  readonly label?: Label;
  /** Font size of the label. */
  readonly labelSize?: number;
  /** The largest value at the left, or at the bottom. */
  readonly reverse?: true;
}

/** Text in a frame, in pixels from its upper left corner. */
export interface PanelText extends Omit<TextStyle, 'size'> {
  readonly label: Label;
  readonly x: number;
  /** Of the base line. */
  readonly y: number;
  readonly size?: number;
}

/** A line of text above a frame. */
export interface Heading {
  readonly label: Label;
  readonly colour?: string;
  readonly size?: number;
}

export interface Panel {
  /** Size of the frame, pixels. */
  readonly width: number;
  readonly height: number;
  readonly x: Axis;
  readonly y: Axis;
  readonly marks: readonly Markish[];
  /** Lines around the frame. Default: left where y has ticks, and bottom. */
  readonly frame?: 'box' | 'bottom' | 'none';
  /** Above the frame, first line first. */
  readonly headings?: readonly Heading[];
  readonly align?: 'start' | 'middle';
  readonly texts?: readonly PanelText[];
}

/** Space that a panel needs around its frame, pixels. */
export interface Extents {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const TICK = 4;
const TICK_GAP = 3;
const LABEL_GAP = 7;
const { size } = theme;
const tickHeight = (ASCENT + DESCENT) * size.tick;
const labelHeight = (ASCENT + DESCENT) * size.label;

/** Height of a heading with the space below it. */
function headingHeight({ size: own = size.text }: Heading): number {
  return 1.3 * own;
}

function labelOf({ label, text }: Tick): Label {
  return label ?? plainLabel(text);
}

/** Position of a value on an axis of `pixels`, from its start. */
function positionOf({ domain: [low, high], reverse }: Axis, value: number, pixels: number): number {
  const share = (value - low) / (high - low);
  return (reverse ? 1 - share : share) * pixels;
}

export function panelExtents(panel: Panel): Extents {
  const { x, y, width, height, headings = [], texts = [], align = 'middle' } = panel;
  const yWidth = Math.max(0, ...y.ticks.map((tick) => labelWidth(labelOf(tick), size.tick)));
  const yLabel = y.label === undefined ? 0 : labelHeight + LABEL_GAP;
  let left = (y.ticks.length === 0 ? 0 : TICK + TICK_GAP + yWidth) + yLabel;
  let right = 0;
  let top = headings.reduce((sum, heading) => sum + headingHeight(heading), 0);
  let bottom =
    (x.ticks.length === 0 ? 0 : TICK + TICK_GAP + tickHeight) + (x.label === undefined ? 0 : LABEL_GAP + labelHeight);
  const across = (start: number, end: number) => {
    left = Math.max(left, -start);
    right = Math.max(right, end - width);
  };
  for (const tick of x.ticks) {
    const middle = positionOf(x, tick.value, width);
    const half = labelWidth(labelOf(tick), size.tick) / 2;
    across(middle - half, middle + half);
  }
  if (x.label !== undefined) around(labelWidth(x.label, x.labelSize ?? size.label), width / 2, across);
  for (const { label, size: own = size.text } of headings) {
    const wide = labelWidth(label, own);
    if (align === 'start') across(0, wide);
    else around(wide, width / 2, across);
  }
  for (const { value } of y.ticks) {
    const line = height - positionOf(y, value, height);
    top = Math.max(top, tickHeight / 2 - line);
    bottom = Math.max(bottom, line + tickHeight / 2 - height);
  }
  if (y.label !== undefined) {
    const half = labelWidth(y.label, y.labelSize ?? size.label) / 2;
    top = Math.max(top, half - height / 2);
    bottom = Math.max(bottom, half - height / 2);
  }
  for (const text of texts) {
    const wide = labelWidth(text.label, text.size ?? size.text, text.bold);
    const start = text.anchor === 'end' ? text.x - wide : text.anchor === 'middle' ? text.x - wide / 2 : text.x;
    across(start, start + wide);
  }
  return { left, right, top, bottom };
}

function around(width: number, middle: number, across: (start: number, end: number) => void): void {
  across(middle - width / 2, middle + width / 2);
}

/**
 * The panel as SVG, its frame's upper left corner at (left, top).
 * @param clip name of the clip path, unique in the picture
 * @param extents space that the panel has; axis titles stand at its edge, so that those of neighbours are in line
 */
export function panelSvg(panel: Panel, left: number, top: number, extents: Extents, clip: string): string {
  const { width, height, x, y, frame, headings = [], texts = [], align = 'middle' } = panel;
  const parts: string[] = [];
  const marks = marksSvg(panel);
  if (marks !== '') {
    parts.push(
      `<clipPath id="${clip}"><rect x="-1" y="-1" width="${round(width + 2)}" height="${round(height + 2)}"/></clipPath>`,
      `<g clip-path="url(#${clip})">${marks}</g>`,
    );
  }
  parts.push(axesSvg(panel, frame ?? (y.ticks.length > 0 ? 'open' : 'bottom')));
  if (x.label !== undefined) {
    const line = height + (x.ticks.length === 0 ? 0 : TICK + TICK_GAP + tickHeight) + LABEL_GAP + ASCENT * size.label;
    parts.push(
      svgText(x.label, width / 2, line, { size: x.labelSize ?? size.label, anchor: 'middle', colour: theme.ink }),
    );
  }
  if (y.label !== undefined) {
    const at = -extents.left + ASCENT * size.label;
    parts.push(
      svgText(y.label, at, height / 2, {
        size: y.labelSize ?? size.label,
        anchor: 'middle',
        colour: theme.ink,
        rotate: -90,
      }),
    );
  }
  let line = 0;
  for (const heading of [...headings].reverse()) {
    const own = heading.size ?? size.text;
    parts.push(
      svgText(heading.label, align === 'start' ? 0 : width / 2, line - 0.45 * own, {
        size: own,
        anchor: align,
        colour: heading.colour ?? theme.ink,
      }),
    );
    line -= headingHeight(heading);
  }
  for (const { label, x: at, y: base, size: own = size.text, ...style } of texts)
    parts.push(svgText(label, at, base, { colour: theme.ink, ...style, size: own }));
  return `<g transform="translate(${round(left)},${round(top)})">${parts.join('')}</g>`;
}

function axesSvg({ width, height, x, y }: Panel, frame: 'box' | 'bottom' | 'none' | 'open'): string {
  const lines: string[] = [];
  if (frame === 'box') lines.push(`M0,0H${round(width)}V${round(height)}H0Z`);
  if (frame === 'open') lines.push(`M0,0V${round(height)}H${round(width)}`);
  if (frame === 'bottom') lines.push(`M0,${round(height)}H${round(width)}`);
  const texts: string[] = [];
  for (const tick of x.ticks) {
    const at = positionOf(x, tick.value, width);
    lines.push(`M${round(at)},${round(height)}v${TICK}`);
    const base = height + TICK + TICK_GAP + ASCENT * size.tick;
    texts.push(svgText(labelOf(tick), at, base, { size: size.tick, anchor: 'middle' }));
  }
  for (const tick of y.ticks) {
    const at = height - positionOf(y, tick.value, height);
    lines.push(`M0,${round(at)}h${-TICK}`);
    const base = at + 0.33 * size.tick;
    texts.push(svgText(labelOf(tick), -TICK - TICK_GAP, base, { size: size.tick, anchor: 'end' }));
  }
  const path =
    lines.length === 0
      ? ''
      : `<path d="${lines.join('')}" fill="none" stroke="${theme.axis}" stroke-width="${theme.hair}"/>`;
  return path + (texts.length === 0 ? '' : `<g fill="${theme.axis}">${texts.join('')}</g>`);
}

/** What Plot draws, its numbers cut to two decimals. */
function marksSvg({ width, height, x, y, marks }: Panel): string {
  if (marks.length === 0) return '';
  const drawn = plot({
    document: drawingDocument(),
    width,
    height,
    margin: 0,
    axis: null,
    x: { type: 'linear', domain: [...x.domain], reverse: x.reverse === true },
    y: { type: 'linear', domain: [...y.domain], reverse: y.reverse === true },
    marks: [...marks],
  });
  return drawn.innerHTML
    .replace(/<style>[\s\S]*?<\/style>/, '')
    .replace(/-?\d+\.\d{3,}(?:e-?\d+)?/g, (text) => String(round(Number(text))));
}
