/** What every plot gives back, and what every plot can be told. No type of Observable Plot may be reached from here: users would need those of d3. */
import type { OptionNames } from '@credence/numerics';

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

/** Names of the options of every picture. */
export const FIGURE_OPTIONS: OptionNames<FigureOptions> = { title: true, frame: true };
