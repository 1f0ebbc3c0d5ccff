/** A plot as a PNG file's bytes. */
import { CredenceError } from '@credence/numerics';
import { renderPng } from '#png';
import type { Plot } from '../figure/plot.js';

/** Pictures of more pixels than this are refused: they are mistakes, and crash renderers. */
const MOST_PIXELS = 200_000_000;

/**
 * PNG of a plot, in Node and in a page.
 * @param options.scale pixels of the image for each of the plot's; default 2, 300 dpi at 6 inches a 900-pixel plot
 * @throws CredenceError plots/scale
 * @example await writeFile('trace.png', await toPng(plotTrace(posterior)))
 */
export async function toPng(
  plot: Pick<Plot, 'svg' | 'width' | 'height'>,
  options: { readonly scale?: number } = {},
): Promise<Uint8Array> {
  const { scale = 2 } = options;
  if (!(scale > 0) || plot.width * plot.height * scale * scale > MOST_PIXELS) {
    throw new CredenceError(
      'plots/scale',
      `A scale of ${scale} makes no image of a plot of ${plot.width} x ${plot.height}. Give a number above 0 that makes at most 200 million pixels.`,
      { scale, width: plot.width, height: plot.height },
    );
  }
  return renderPng({ svg: plot.svg, width: plot.width, height: plot.height, scale });
}
