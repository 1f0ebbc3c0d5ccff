/** What is wrong with a picture: text cut off or overlapping by measured boxes, numbers that are none, frames without marks. */
import { parseHTML } from 'linkedom';
import { type Face, textWidth } from '../text/measure.js';

/** Where a text stands, pixels of the picture. */
export interface TextBox {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

interface Placement {
  /** A point of the text's own system in that of the picture. */
  readonly map: (x: number, y: number) => readonly [number, number];
  readonly size: number;
  readonly anchor: string;
  readonly bold: boolean;
  readonly italic: boolean;
}

/** Letters that reach below the line. */
const BELOW = /[gjpqyQ,;()[\]_/|βγζημξρφχψςµ{}]/;

/** Boxes of all texts of an SVG, by the advance widths of the shipped font. */
export function textBoxes(svg: string): readonly TextBox[] {
  const root = rootOf(svg);
  const boxes: TextBox[] = [];
  const start: Placement = {
    map: (x, y) => [x, y],
    size: numberOf(root.getAttribute('font-size'), 11),
    anchor: 'start',
    bold: false,
    italic: false,
  };
  const walk = (element: Element, outer: Placement) => {
    const own = inherit(element, outer);
    if (element.localName === 'text') boxes.push(boxOf(element, own));
    else for (const child of Array.from(element.children)) walk(child, own);
  };
  for (const child of Array.from(root.children)) walk(child, start);
  return boxes.filter(({ text }) => text.trim() !== '');
}

/** Sentences, one a fault; empty for a picture as it should be. */
export function pictureFaults(svg: string): readonly string[] {
  const root = rootOf(svg);
  const [, , width = 0, height = 0] = (root.getAttribute('viewBox') ?? '').split(' ').map(Number);
  const faults: string[] = [];
  for (const bad of svg.match(/[\w-]+="[^"]*(?:NaN|undefined|Infinity)[^"]*"/g) ?? [])
    faults.push(`no number: ${bad.slice(0, 80)}`);
  const boxes = textBoxes(svg);
  for (const { text, left, right, top, bottom } of boxes) {
    if (left < 0 || top < 0 || right > width || bottom > height)
      faults.push(`'${text}' is cut off: ${[left, top, right, bottom].map(Math.round)} of ${width} x ${height}`);
  }
  const slack = 0.75;
  for (const [i, a] of boxes.entries()) {
    for (const b of boxes.slice(i + 1)) {
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > slack && down > slack)
        faults.push(`'${a.text}' overlaps '${b.text}' at ${Math.round(a.left)}, ${Math.round(a.top)}`);
    }
  }
  for (const group of Array.from(root.querySelectorAll('g[clip-path]'))) {
    if (group.querySelector('path, rect, circle, line, polygon') === null) faults.push('a frame without marks');
  }
  return faults;
}

function rootOf(svg: string): Element {
  const root = parseHTML(`<!doctype html><html><body>${svg}</body></html>`).document.querySelector('svg');
  if (root === null) throw new Error('no svg');
  return root;
}

function numberOf(text: string | null, otherwise: number): number {
  return text === null ? otherwise : Number.parseFloat(text);
}

function inherit(element: Element, outer: Placement): Placement {
  const transform = element.getAttribute('transform') ?? '';
  let { map } = outer;
  for (const [, name, list = ''] of transform.matchAll(/(\w+)\(([^)]*)\)/g)) {
    const [a = 0, b = 0, c = 0] = list.split(/[\s,]+/).map(Number);
    const before = map;
    if (name === 'translate') map = (x, y) => before(x + a, y + b);
    else if (name === 'scale') map = (x, y) => before(x * a, y * (list.trim().split(/[\s,]+/).length > 1 ? b : a));
    else if (name === 'rotate') {
      const [cosine, sine] = [Math.cos((a * Math.PI) / 180), Math.sin((a * Math.PI) / 180)];
      map = (x, y) => before(b + (x - b) * cosine - (y - c) * sine, c + (x - b) * sine + (y - c) * cosine);
    } else throw new Error(`transform ${name} is not known`);
  }
  return {
    map,
    size: numberOf(element.getAttribute('font-size'), outer.size),
    anchor: element.getAttribute('text-anchor') ?? outer.anchor,
    bold: (element.getAttribute('font-weight') ?? (outer.bold ? '700' : '400')) === '700',
    italic: (element.getAttribute('font-style') ?? (outer.italic ? 'italic' : 'normal')) === 'italic',
  };
}

function boxOf(element: Element, placement: Placement): TextBox {
  const x = numberOf(element.getAttribute('x'), 0);
  const y = numberOf(element.getAttribute('y'), 0);
  let at = 0;
  let line = 0;
  let [end, top, bottom] = [0, 0, 0];
  for (const node of Array.from(element.childNodes)) {
    const text = node.textContent ?? '';
    const span = node.nodeType === 1 ? (node as Element) : undefined;
    const style = span === undefined ? placement : inherit(span, placement);
    at += numberOf(span?.getAttribute('dx') ?? null, 0);
    line += numberOf(span?.getAttribute('dy') ?? null, 0);
    const face: Face = style.bold ? 'bold' : style.italic ? 'italic' : 'regular';
    at += textWidth(text, style.size, face);
    end = Math.max(end, at);
    top = Math.min(top, line - 0.7 * style.size);
    bottom = Math.max(bottom, line + (BELOW.test(text) ? 0.2 : 0.02) * style.size);
  }
  const start = placement.anchor === 'middle' ? -end / 2 : placement.anchor === 'end' ? -end : 0;
  const corners = [
    [x + start, y + top],
    [x + start + end, y + top],
    [x + start, y + bottom],
    [x + start + end, y + bottom],
  ].map(([cx = 0, cy = 0]) => placement.map(cx, cy));
  return {
    text: element.textContent ?? '',
    left: Math.min(...corners.map(([cx]) => cx)),
    right: Math.max(...corners.map(([cx]) => cx)),
    top: Math.min(...corners.map(([, cy]) => cy)),
    bottom: Math.max(...corners.map(([, cy]) => cy)),
  };
}
