/** Pictures against stored images: `pnpm build && node tools/plots/makeGoldenImages.mjs` makes them again. */
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import type { Plot } from '../src/index.js';

/** Share of pixels that may differ, by more than a tenth of the range of colours. */
const TOLERANCE = 0.001;

const folder = fileURLToPath(new URL('./golden/', import.meta.url));
const names = ['posterior', 'trace', 'corner', 'forest', 'rank', 'histogram', 'modelGraph'];

function differing(actual: PNG, expected: PNG): number {
  const { width, height } = expected;
  return pixelmatch(actual.data, expected.data, undefined, width, height, { threshold: 0.1 }) / (width * height);
}

// Observable Plot shifts its marks by half a pixel where there is a global `it`, which it takes for its own tests.
Reflect.deleteProperty(globalThis, 'it');
const { toPng } = await import('../src/output/toPng.js');
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
  const bytes = Buffer.from(await toPng(plot, { scale: 1 }));
  const actual = PNG.sync.read(bytes);
  const expected = PNG.sync.read(readFileSync(join(folder, `${name}.png`)));
  const same = actual.width === expected.width && actual.height === expected.height;
  const share = same ? differing(actual, expected) : 1;
  if (share > TOLERANCE) writeFileSync(join(tmpdir(), `credence-${name}.png`), bytes);
  expect({ size: [actual.width, actual.height], differs: share > TOLERANCE }).toEqual({
    size: [expected.width, expected.height],
    differs: false,
  });
});

test('a curve that is moved by two pixels is seen', async () => {
  const { histogram } = plots;
  const moved = {
    ...histogram!,
    svg: histogram!.svg.replace('aria-label="line"', 'aria-label="line" transform="translate(2,0)"'),
  };
  expect(moved.svg).not.toBe(histogram!.svg);
  const expected = PNG.sync.read(readFileSync(join(folder, 'histogram.png')));
  expect(differing(PNG.sync.read(Buffer.from(await toPng(moved, { scale: 1 }))), expected)).toBeGreaterThan(TOLERANCE);
});
