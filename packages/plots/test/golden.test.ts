/** Pictures against stored images: `pnpm build && node tools/plots/makeGoldenImages.mjs` makes them again. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plot } from '../src/index.js';
import { differingShare, expectLikeImage, TOLERANCE } from './goldenImages.js';

const folder = fileURLToPath(new URL('./golden/', import.meta.url));
const names = ['posterior', 'trace', 'corner', 'forest', 'rank', 'histogram', 'modelGraph'];

// Observable Plot shifts its marks by half a pixel where there is a global `it`, which it takes for its own tests.
Reflect.deleteProperty(globalThis, 'it');
const { goldenPlots } = await import('../src/testing/goldenPlots.js');
const { pictureFaults } = await import('../src/testing/pictureFaults.js');

let plots: Readonly<Record<string, Plot>> = {};
beforeAll(async () => {
  plots = await goldenPlots();
});

test('every stored image has its picture', () => {
  expect(Object.keys(plots).sort()).toEqual([...names].sort());
});

test.each(names)('%s looks as it did', async (name) => {
  const plot = plots[name]!;
  expect(pictureFaults(plot.svg)).toEqual([]);
  await expectLikeImage(plot, folder, name);
});

test('a curve that is moved by two pixels is seen', async () => {
  const { histogram } = plots;
  const moved = {
    ...histogram!,
    svg: histogram!.svg.replace('aria-label="line"', 'aria-label="line" transform="translate(2,0)"'),
  };
  expect(moved.svg).not.toBe(histogram!.svg);
  expect(await differingShare(moved, join(folder, 'histogram.png'))).toBeGreaterThan(TOLERANCE);
});
