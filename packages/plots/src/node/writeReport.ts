/** A report and its pictures as files. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plot } from '../figure/plot.js';
import { type Report, report } from '../output/html.js';
import { writePlot, writeWhole } from './writePlot.js';

export interface WriteReportOptions {
  /** Name of the HTML file. Default `report.html`. */
  readonly name?: string;
  /** Pictures beside it, as SVG and PNG. Default true. */
  readonly figures?: boolean;
  /** Scale of the PNGs. Default 2. */
  readonly scale?: number;
}

/** What was written. */
export interface WrittenReport {
  readonly report: string;
  readonly figures: readonly string[];
}

/**
 * Writes a report into a folder, which is made where it is missing: one HTML file with all in it, and in `figures/` every picture as
 * SVG and PNG, numbered in order.
 * @example const { report } = await writeReport({ title, sections }, 'out'); console.log(report)
 */
export async function writeReport(
  content: Report,
  folder: string,
  options: WriteReportOptions = {},
): Promise<WrittenReport> {
  const { name = 'report.html', figures = true, scale = 2 } = options;
  await mkdir(figures ? join(folder, 'figures') : folder, { recursive: true });
  const plots = figures ? content.sections.flatMap((section) => section.plots ?? []) : [];
  const written: string[] = [];
  for (const [i, plot] of plots.entries()) {
    for (const kind of ['svg', 'png']) {
      const path = join(folder, 'figures', `${fileName(plot, i)}.${kind}`);
      await writePlot(plot, path, { scale });
      written.push(path);
    }
  }
  const path = join(folder, name);
  await writeWhole(path, await report(content));
  return { report: path, figures: written };
}

/** `01-corner-plot`, from the plot's title. */
function fileName({ title }: Plot, index: number): string {
  const words = title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return `${String(index + 1).padStart(2, '0')}${words === '' ? '' : `-${words}`}`;
}
