/** What every plot gives back. */
import { type Label, labelText, parseLabel } from '../label/label.js';
import { type Figure, renderFigure } from './figure.js';

/** A picture and the numbers it shows. */
export interface Plot<Data = unknown> {
  /** All that is drawn, as plain numbers: enough to draw the picture again. */
  readonly data: Data;
  /** A whole SVG document. Its text is measured in the shipped font, which `toPng`, `toHtml` and `writePlot` bring along. */
  readonly svg: string;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly title: string;
  /** A sentence that says what is seen, for those who do not see it. */
  readonly alt: string;
  /** What was left out or worked around; also printed below the picture. */
  readonly notes: readonly string[];
}

/** Options of every plot. */
export interface FigureOptions {
  /** Above the picture; formulas stand between `$`. An empty text leaves it out. */
  readonly title?: string;
  /** Size of one frame, pixels, without its axes' text. */
  readonly frame?: { readonly width?: number; readonly height?: number };
}

export interface PlotParts<Data> extends Omit<Figure, 'title' | 'notes'> {
  readonly data: Data;
  readonly usualTitle: Label;
  /** Whether the usual title is printed when none was given. */
  readonly showUsualTitle?: boolean;
  readonly notes: readonly string[];
}

/** Renders a figure and keeps its numbers beside it. */
export function makePlot<Data>(parts: PlotParts<Data>, options: FigureOptions): Plot<Data> {
  const { data, usualTitle, showUsualTitle = false, notes, ...figure } = parts;
  const title = options.title === undefined ? usualTitle : parseLabel(options.title);
  const shown = options.title === undefined ? showUsualTitle : options.title !== '';
  const unique = [...new Set(notes)];
  const rendered = renderFigure({ ...figure, ...(shown ? { title } : {}), notes: unique });
  return { data, ...rendered, title: labelText(title), alt: figure.alt, notes: unique };
}
