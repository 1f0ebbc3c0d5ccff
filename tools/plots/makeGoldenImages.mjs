// Makes the images that packages/plots/test/golden.test.ts compares with, from the build. Look at them before you commit them.
import { writeFile } from 'node:fs/promises';
import { toPng } from '../../packages/plots/dist/output/toPng.js';
import { goldenPlots } from '../../packages/plots/dist/testing/goldenPlots.js';

const folder = new URL('../../packages/plots/test/golden/', import.meta.url);
for (const [name, plot] of Object.entries(await goldenPlots())) {
  const bytes = await toPng(plot, { scale: 1 });
  await writeFile(new URL(`${name}.png`, folder), bytes);
  console.log(`${name}.png: ${plot.width} x ${plot.height}, ${(bytes.length / 1024).toFixed(0)} kB`);
}
