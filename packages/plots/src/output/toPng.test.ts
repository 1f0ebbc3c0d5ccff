import { PNG } from 'pngjs';
import { plotPosterior } from '../plots/posterior.js';
import { exampleDraws } from '../testing/exampleDraws.js';
import { withFonts } from './fonts.js';
import { loadResvg } from './png.node.js';
import { toPng } from './toPng.js';

const plot = plotPosterior(exampleDraws(200), { variables: 'mu' });

test('a PNG has the size that was asked for, and text', async () => {
  const image = PNG.sync.read(Buffer.from(await toPng(plot, { scale: 1.5 })));
  expect([image.width, image.height]).toEqual([1.5 * plot.width, 1.5 * plot.height].map(Math.round));
  // Without fonts resvg draws no text: the heading's rows would be blank.
  let dark = 0;
  for (let y = 0; y < 60; y++)
    for (let x = 0; x < image.width; x++) if (image.data[4 * (y * image.width + x)]! < 128) dark++;
  expect(dark).toBeGreaterThan(100);
});

test.each([0, -1, Number.NaN, 1000])('a scale of %d is refused', async (scale) => {
  await expect(toPng(plot, { scale })).rejects.toThrow(expect.objectContaining({ code: 'plots/scale' }));
});

test('an SVG file brings its fonts', async () => {
  const svg = await withFonts(plot.svg);
  expect(svg.match(/@font-face/g)).toHaveLength(3);
  expect(svg.startsWith('<svg xmlns=')).toBe(true);
});

test('without its binary resvg says what to install', async () => {
  const load = () => Promise.reject(new Error('Cannot find module'));
  await expect(loadResvg(load)).rejects.toThrow(
    expect.objectContaining({
      code: 'plots/png-renderer',
      message: expect.stringMatching(/Install without --omit=optional/),
    }),
  );
});
