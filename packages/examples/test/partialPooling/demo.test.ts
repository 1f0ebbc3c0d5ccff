/**
 * The demo as users run it, from the build: what it prints, what it writes, and what its pictures look like.
 * `pnpm build && node tools/plots/makeDemoImages.mjs` makes the stored images again.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expectLikeImage } from '../../../plots/test/goldenImages.js';

const stored = fileURLToPath(new URL('./golden/', import.meta.url));
const names = readdirSync(stored).map((file) => file.replace(/\.png$/, ''));

// Observable Plot shifts its marks by half a pixel where there is a global `it`, which it takes for its own tests.
Reflect.deleteProperty(globalThis, 'it');
const { pictureFaults } = await import('../../../plots/src/testing/pictureFaults.js');

const folder = mkdtempSync(join(tmpdir(), 'credence-demo-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let printed = '';
beforeAll(() => {
  const run = fileURLToPath(new URL('../../dist/run.js', import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [run, 'partialPooling'], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${stderr} The packages must be built: pnpm build.`);
  printed = stdout;
}, 120_000);

const figures = join(folder, 'report', 'figures');

test('it prints the answers, what is wrong with them, and where the report is', () => {
  expect(printed).toContain('True values: theta_mu 0, theta_sigma 1');
  expect(printed).toMatch(/point estimates +-?0\.\d{3} .* 1\.3\d\d .*wrong model/);
  expect(printed).toMatch(/importance sampling, 100 draws .*flagged: \d+ objects/);
  expect(printed).toMatch(/hierarchical model, NUTS .*reliable/);
  expect(printed).toMatch(/Importance sampling, 100 draws: .*Pareto k is above 0\.50/);
  expect(printed).toContain(`The report: ${join(folder, 'report', 'report.html')}`);
});

test('the report asks the network for nothing and holds all pictures', () => {
  const html = readFileSync(join(folder, 'report', 'report.html'), 'utf8');
  expect(html.match(/<svg /g)).toHaveLength(names.length);
  expect(html.match(/(?:src|href)="(?!#)[^"]*"|url\((?!["']?(?:data:|#))[^)]*\)/g)).toBeNull();
  expect(html).toContain('θ<sub>σ</sub>');
});

test('each picture is there as SVG and as PNG, and has a stored image', () => {
  const files = names.flatMap((name) => [`${name}.png`, `${name}.svg`]);
  expect(readdirSync(figures).sort()).toEqual(files.sort());
});

test.each(names)('%s looks as it did', async (name) => {
  const svg = readFileSync(join(figures, `${name}.svg`), 'utf8');
  expect(pictureFaults(svg)).toEqual([]);
  const [width = 0, height = 0] = (/viewBox="0 0 (\d+) (\d+)"/.exec(svg) ?? []).slice(1).map(Number);
  await expectLikeImage({ svg, width, height }, stored, name);
});
