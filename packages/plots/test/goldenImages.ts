/** Comparison of pictures with stored images. */
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import type { Plot } from '../src/index.js';
import { toPng } from '../src/output/toPng.js';

/** Share of pixels that may differ, by more than a tenth of the range of colours. */
export const TOLERANCE = 0.001;

type Picture = Pick<Plot, 'svg' | 'width' | 'height'>;

/** Share of pixels in which a picture differs from the image at `path`; 1 where the sizes differ. */
export async function differingShare(picture: Picture, path: string): Promise<number> {
  const actual = PNG.sync.read(Buffer.from(await toPng(picture, { scale: 1 })));
  const expected = PNG.sync.read(readFileSync(path));
  const { width, height } = expected;
  if (actual.width !== width || actual.height !== height) return 1;
  return pixelmatch(actual.data, expected.data, undefined, width, height, { threshold: 0.1 }) / (width * height);
}

/** Expects the picture to look like `<folder>/<name>.png`; leaves what it looks like in the folder of temporary files where it does not. */
export async function expectLikeImage(picture: Picture, folder: string, name: string): Promise<void> {
  const share = await differingShare(picture, join(folder, `${name}.png`));
  if (share <= TOLERANCE) return;
  const path = join(tmpdir(), `credence-${name}.png`);
  writeFileSync(path, await toPng(picture, { scale: 1 }));
  throw new Error(`${(100 * share).toFixed(2)} % of the pixels of ${name} differ; see ${path}.`);
}
