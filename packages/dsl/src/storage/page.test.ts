/** Files in a page: the build's own code, bundled as a page would, in Chromium. */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { fromNetcdfBytes } from './index.js';
import { differences, exampleData } from './testing/exampleData.js';

interface PageTools {
  findChromium(): string | undefined;
  runPage(page: { chromium: string; files: Readonly<Record<string, string>> }): Promise<unknown>;
}
const { findChromium, runPage }: PageTools = await import(
  new URL('../../../../tools/page/runPage.mjs', import.meta.url).href
);
const dist = fileURLToPath(new URL('../../dist/storage/', import.meta.url));

/** Without h5wasm, when it is `external`: a page that does not have it. */
async function bundle(contents: string, external: readonly string[] = []): Promise<string> {
  const { outputFiles, warnings } = await build({
    stdin: { contents, resolveDir: dist, loader: 'js' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    external: [...external],
    logLevel: 'silent',
  });
  expect(warnings).toEqual([]);
  return outputFiles[0]?.text ?? '';
}

const program = `
  import { differences, exampleData } from './testing/exampleData.js';
  import * as storage from './index.js';
  const data = exampleData();
  const report = {};
  try {
    const bytes = await storage.toNetcdfBytes(data, { gzip: 1 });
    report.bytes = Array.from(bytes);
    report.netcdf = differences(await storage.fromNetcdfBytes(bytes), data);
  } catch (error) {
    report.error = error.message;
  }
  report.json = differences(storage.fromJson(storage.toJson(data)), data);
  report.refused = await storage.writeNetcdf('here.nc', data).catch((error) => error.message);
  await fetch('/report', { method: 'POST', body: JSON.stringify(report) });`;

const chromium = findChromium();
if (chromium === undefined) console.info('Chromium is not installed: files in a page are not tested.');

(chromium === undefined ? test.skip : test)(
  'a page makes and reads the same files',
  async () => {
    const page = async (external: readonly string[]) =>
      runPage({ chromium: chromium ?? '', files: { '/main.js': await bundle(program, external) } });
    const refused = expect.stringContaining("'here.nc': a page has no files. Use the functions for bytes and text");
    const report = await page([]);
    expect(report).toEqual({ bytes: expect.any(Array), netcdf: [], json: [], refused });
    const { bytes }: { bytes?: number[] } = Object(report);
    expect(differences(await fromNetcdfBytes(Uint8Array.from(bytes ?? [])), exampleData())).toEqual([]);
    expect(await page(['h5wasm'])).toEqual({
      error: expect.stringMatching(
        /NetCDF files need the package h5wasm, which could not be loaded .* npm install h5wasm/,
      ),
      json: [],
      refused,
    });
  },
  120_000,
);
