/** Makes a plot of a figure and the numbers in it. */
import { type Label, labelText, parseLabel } from '../label/label.js';
import { type Figure, renderFigure } from './figure.js';
import { type Note, noteLabel, noteText } from './note.js';
import type { FigureOptions, Plot } from './plot.js';

export interface PlotParts<Data> extends Omit<Figure, 'title' | 'notes'> {
  readonly data: Data;
  readonly usualTitle: Label;
  /** Whether the usual title is printed when none was given. */
  readonly showUsualTitle?: boolean;
  readonly notes: readonly Note[];
}

/** Renders a figure and keeps its numbers beside it. */
export function makePlot<Data>(parts: PlotParts<Data>, options: FigureOptions): Plot<Data> {
  const { data, usualTitle, showUsualTitle = false, notes, ...figure } = parts;
  const title = options.title === undefined ? usualTitle : parseLabel(options.title);
  const shown = options.title === undefined ? showUsualTitle : options.title !== '';
  const unique = new Map(notes.map((note) => [noteText(note), noteLabel(note)]));
  const rendered = renderFigure({ ...figure, ...(shown ? { title } : {}), notes: [...unique.values()] });
  return { data, ...rendered, title: labelText(title), alt: figure.alt, notes: [...unique.keys()] };
}
