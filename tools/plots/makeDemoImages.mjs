// Makes the images that packages/examples/test/partialPooling/demo.test.ts compares with, from the build. Look at them before
// you commit them.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { toPng } from '../../packages/plots/dist/output/toPng.js';

const golden = fileURLToPath(new URL('../../packages/examples/test/partialPooling/golden/', import.meta.url));
const run = fileURLToPath(new URL('../../packages/examples/dist/run.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'credence-demo-'));
spawnSync(process.execPath, [run, 'partialPooling'], { cwd: folder, stdio: 'inherit' });
rmSync(golden, { recursive: true, force: true });
mkdirSync(golden);
const figures = join(folder, 'report', 'figures');
for (const file of readdirSync(figures).filter((name) => name.endsWith('.svg'))) {
  const svg = readFileSync(join(figures, file), 'utf8');
  const [width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg).slice(1).map(Number);
  writeFileSync(join(golden, file.replace(/svg$/, 'png')), await toPng({ svg, width, height }, { scale: 1 }));
}
rmSync(folder, { recursive: true });
