/** Memory while large posteriors are written and read, in a process of its own. CREDENCE_LONG=1: 4 x 10 000 draws, 321 MB. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const DRAWS = process.env.CREDENCE_LONG ? 10_000 : 5000;
const build = fileURLToPath(new URL('../../../dist/bundle/', import.meta.url));

/** Megabytes resident at most: with the draws, after writing, after reading back; and whether all came back. */
interface Outcome {
  readonly made: number;
  readonly written: number;
  readonly read: number;
  readonly same: boolean;
}

test('a posterior of 1002 parameters is written in chunks and read back in bounded memory', () => {
  const folder = mkdtempSync(join(tmpdir(), 'credence-memory-'));
  const script = `
    const { Dataset, InferenceData, LabelledArray } = await import('${build}index.js');
    const { writeNetcdf, readNetcdf } = await import('${build}storage/index.js');
    const most = () => process.resourceUsage().maxRSS / 1024;
    const shape = [4, ${DRAWS}];
    const columns = Array.from({ length: 1002 }, (_, e) =>
      Array.from({ length: 4 }, (_, c) => new Float64Array(${DRAWS}).map((_, d) => e + c / 7 + d / 11)));
    const scalar = (name, e) => new LabelledArray({ name, dims: ['chain', 'draw'], shape, column: () => columns[e] });
    const mu = new LabelledArray({ name: 'mu', dims: ['chain', 'draw', 'object'], shape: [...shape, 1000], column: (e) => columns[e] });
    const data = new InferenceData({ posterior: new Dataset([scalar('theta_mu', 1000), scalar('theta_sigma', 1001), mu]) });
    const made = most();
    await writeNetcdf('${folder}/large.nc', data);
    const written = most();
    const back = await readNetcdf('${folder}/large.nc');
    const read = most();
    const values = back.group('posterior').variable('mu').values;
    let same = values.length === 4000 * ${DRAWS};
    for (let e = 0; e < 1000; e++)
      for (let c = 0; c < 4; c++)
        for (let d = 0; d < ${DRAWS}; d++) same &&= values[(c * ${DRAWS} + d) * 1000 + e] === columns[e][c][d];
    console.log(JSON.stringify({ made, written, read, same }));`;
  try {
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    expect(stderr).toBe('');
    const outcome: Outcome = JSON.parse(stdout);
    const megabytes = (4 * DRAWS * 1002 * 8) / 2 ** 20;
    expect(outcome.same).toBe(true);
    // h5wasm with its module takes 50 MB; a mutant that lays the array out first takes all of `megabytes` more.
    expect(outcome.written - outcome.made).toBeLessThan(140);
    expect(outcome.read - outcome.made).toBeLessThan(megabytes + 180);
    expect(outcome.read).toBeLessThan(1500);
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 120_000);
