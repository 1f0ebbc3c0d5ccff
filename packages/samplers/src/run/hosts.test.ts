/** Runs in other processes: stopped by Ctrl-C in Node, and the same bits from Web Workers in a page of Chromium. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

interface PageTools {
  findChromium(): string | undefined;
  runPage(page: { chromium: string; files: Readonly<Record<string, string>> }): Promise<unknown>;
}
const { findChromium, runPage }: PageTools = await import(
  new URL('../../../../tools/page/runPage.mjs', import.meta.url).href
);

const source = fileURLToPath(new URL('../', import.meta.url));
const numerics = fileURLToPath(new URL('../../../numerics/src/index.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'credence-hosts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function bundle(contents: string, platform: 'neutral' | 'browser' | 'node' = 'neutral'): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: source, loader: 'ts' },
    alias: { '@credence/numerics': numerics },
    bundle: true,
    write: false,
    format: 'esm',
    platform,
    target: 'es2022',
  });
  return outputFiles[0]!.text;
}

const density = `({ dimension }) => ({
  dimension,
  logDensityAndGradient(position, gradient) {
    let value = 0;
    for (let i = 0; i < dimension; i++) {
      value -= 0.5 * position[i] * position[i] * (i + 1);
      gradient[i] = -position[i] * (i + 1);
    }
    return value;
  },
})`;
const worker = `import { serveChains } from './run/serveChains.js';\nserveChains(${density});`;
const program = (text: string, url: string, settings: string) => `
  import { keyFromSeed } from '@credence/numerics';
  import { runChains } from './run/runChains.js';
  const description = { dimension: 6 };
  const source = async () => ${text};
  const remote = { description, entry: { url: ${url}, source } };
  const run = runChains({ chains: 3, key: keyFromSeed(8), tune: 150, density: (${density})(description), remote, ${settings} });
`;
const columns = `({ draws }) => draws.chains.map((chain) => Array.from({ length: 6 }, (_, d) => [...chain.column(d)]))`;

/** Runs a file in Node; `act` sees each piece of its output. */
function node(file: string, act: (text: string, signal: (name: NodeJS.Signals) => void) => void) {
  return new Promise<{ code: number | null; signal: string | null; stdout: string; stderr: string }>((resolve) => {
    const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (piece) => {
      stdout += piece;
      act(String(piece), (name) => child.kill(name));
    });
    child.stderr.on('data', (piece) => {
      stderr += piece;
    });
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
}

test.each([0, 2])('the first Ctrl-C stops a run and keeps its draws, with %d workers', async (workers) => {
  const text = JSON.stringify(await bundle(worker));
  const settings = `draws: 1e8 / 64, workers: ${workers}`;
  const file = join(folder, `stopped${workers}.mjs`);
  const main = `${program(text, "new URL('file:///nowhere.js')", settings)}
    let told = false;
    run.on((event) => {
      if (event.type === 'draws' && !told) { told = true; console.log('drawing'); }
    });
    const { stopped, chains, draws } = await run;
    console.log(JSON.stringify({ stopped, statuses: chains.map(({ status }) => status), total: draws.total }));`;
  writeFileSync(file, await bundle(main, 'node'));
  const { code, stdout, stderr } = await node(file, (piece, signal) => piece.includes('drawing') && signal('SIGINT'));
  expect(stderr).toContain('Stopping; the draws made so far are kept. Press Ctrl-C again to quit at once.');
  const outcome = JSON.parse(stdout.trim().split('\n').at(-1)!);
  expect(outcome).toMatchObject({ stopped: true, statuses: ['stopped', 'stopped', 'stopped'] });
  expect(outcome.total).toBeGreaterThan(0);
  expect(code).toBe(0);
});

test('the second Ctrl-C ends the process, even while the run is stopping', async () => {
  const file = join(folder, 'killed.mjs');
  const main = `${program('undefined', 'undefined', 'draws: 1e6, workers: 0')}
    let told = false;
    run.on((event) => {
      if (event.type === 'draws' && !told) { told = true; console.log('drawing'); }
      if (event.type !== 'ended') return;
      console.log('stopping');
      const until = performance.now() + 10000;
      while (performance.now() < until);
    });
    await run;`;
  writeFileSync(file, await bundle(main, 'node'));
  const { signal } = await node(file, (piece, kill) => /drawing|stopping/.test(piece) && kill('SIGINT'));
  expect(signal).toBe('SIGINT');
}, 20_000);

const chromium = findChromium();
(chromium ? test : test.skip)(
  'Web Workers, from their file and from text, give the draws of this thread in Node',
  async () => {
    const text = await bundle(worker, 'browser');
    const page = async (source: string, url: string, workers: number) => {
      const main = `${program(source, url, `draws: 100, workers: ${workers}`)}
        const result = await run;
        const report = { columns: (${columns})(result), workers: result.placement.workers };
        await fetch('/report', { method: 'POST', body: JSON.stringify(report) });`;
      const files = { '/main.js': await bundle(main, 'browser'), '/chains.worker.js': text };
      return runPage({ chromium: chromium!, files });
    };
    const file = join(folder, 'node.mjs');
    const main = `${program('undefined', 'undefined', 'draws: 100, workers: 0')}
      console.log(JSON.stringify((${columns})(await run)));`;
    writeFileSync(file, await bundle(main, 'node'));
    const expected = JSON.parse((await node(file, () => {})).stdout);
    expect(expected[2][5]).toHaveLength(100);
    const url = "new URL('./chains.worker.js', import.meta.url)";
    expect(await page('undefined', url, 2)).toEqual({ columns: expected, workers: 2 });
    expect(await page(JSON.stringify(text), "new URL('./nowhere.js', import.meta.url)", 3)).toEqual({
      columns: expected,
      workers: 3,
    });
  },
  60_000,
);
