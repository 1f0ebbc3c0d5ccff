/**
 * Posteriors that others chose: log densities against an independent evaluation (tools/golden/posteriordb.py), and draws with
 * default settings against reference draws. The data lie outside the repository; without them only the reason is tested.
 * CREDENCE_LONG=1: all posteriors, ten seeds each.
 */
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compile, Model, sample } from '@credence/dsl';
import { type BoardLine, boardLine, declared } from '../src/posteriordb/board.js';
import { scoresOf } from '../src/posteriordb/compare.js';
import {
  absence,
  chosenNames,
  databaseFolder,
  modelOf,
  posteriorNames,
  readData,
  readReference,
} from '../src/posteriordb/database.js';
import { models } from '../src/posteriordb/models/index.js';
import { posteriorData } from '../src/posteriordb/posterior.js';

const LONG = process.env.CREDENCE_LONG === '1';
const folder = databaseFolder();
const missing = absence(folder);
const withData = missing === undefined ? describe : describe.skip;
if (missing !== undefined) console.log(`Skipped: ${missing}`);

/** One of each kind. */
const IN_EVERY_RUN = [
  'arK',
  'blr',
  'eight_schools_centered',
  'garch11',
  'gp_regr',
  'hmm_example',
  'kidscore_momiq',
  'logearn_interaction',
  'logmesquite_logvas',
  'low_dim_gauss_mix',
];

type Golden = Readonly<
  Record<
    string,
    readonly { readonly values: Readonly<Record<string, number | number[]>>; readonly logDensity: number }[]
  >
>;
const golden: Golden = JSON.parse(readFileSync(new URL('./golden/posteriordb.json', import.meta.url), 'utf8'));

withData('log densities', () => {
  test.each(missing === undefined ? posteriorNames(folder) : [])('%s', (posterior) => {
    const points = golden[posterior]!;
    const compiled = compile(declared(folder, posterior));
    const found = points.map(({ values }) => compiled.logDensity(values));
    // Steps of a fixed size against a solution to 1e-13; all else to rounding.
    const tolerance = modelOf(posterior) === 'lotka_volterra' ? 1e-5 : 1e-10;
    for (const i of [1, 2]) {
      const expected = points[i]!.logDensity - points[0]!.logDensity;
      const error = Math.abs(found[i]! - found[0]! - expected);
      expect(error).toBeLessThan(tolerance * Math.max(1, Math.abs(expected)));
    }
  });
});

// A right sampler passes the limit of a score once in 150 000 times: 240 scores, false alarm 2e-3 at a new seed.
withData('draws with default settings', () => {
  const names = missing === undefined ? chosenNames(folder, LONG ? [] : IN_EVERY_RUN) : [];
  const seeds = LONG ? [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] : [1];
  const lines: BoardLine[] = [];

  test.each(names)(
    '%s',
    async (posterior) => {
      for (const seed of seeds) {
        const line = await boardLine(folder, posterior, seed);
        lines.push(line);
        expect([line.worst, Math.abs(line.worst_z) < 4.5]).toEqual([line.worst, true]);
        expect(line.max_rhat).toBeLessThan(1.01);
        expect(Math.min(line.min_ess_bulk, line.min_ess_tail)).toBeGreaterThan(400);
      }
    },
    1_800_000,
  );

  test('scores are beyond 2 as often as by chance', () => {
    const scores = lines.reduce((sum, line) => sum + line.scores, 0);
    const above = lines.reduce((sum, line) => sum + line.share_z2 * line.scores, 0);
    // 4.6 %; of one seed's dependent scores up to twice as many.
    expect(above / scores).toBeLessThan(LONG ? 0.06 : 0.12);
  });

  test('a wrong prior is found', async () => {
    const posterior = 'eight_schools-eight_schools_noncentered';
    const data = readData(folder, posterior);
    const wrong = new Model('wide');
    const mu = wrong.normal('mu', { mu: 0, sigma: 10 });
    const tau = wrong.halfCauchy('tau', { beta: 5 });
    const theta = wrong.normal('theta', { mu, sigma: tau }, { shape: 8 });
    wrong.normal('y', { mu: theta, sigma: data.column('sigma') }, { observed: data.column('y') });
    const found = await sample(wrong, { seed: 1, progress: false });
    const worst = Math.max(...scoresOf(found, readReference(folder, posterior)).map(({ z }) => Math.abs(z)));
    expect(worst).toBeGreaterThan(4.5);
  }, 60_000);
});

test('every posterior of the golden file has a model', () => {
  expect(Object.keys(golden)).toHaveLength(31);
  for (const posterior of Object.keys(golden)) expect(Object.keys(models)).toContain(modelOf(posterior));
});

test('a folder without posteriors, a name that is none, and data that are missing say what to do', () => {
  expect(absence(join(tmpdir(), 'nothing here'))).toMatch(
    /There are no posteriors in .*nothing here\. Get posteriordb/,
  );
  if (missing === undefined) {
    expect(() => chosenNames(folder, ['garch'])).toThrow(/no posterior 'garch'\. Did you mean 'garch11'\?/);
    expect(chosenNames(folder, ['nes'])).toHaveLength(5);
  }
  const data = posteriorData('own', { n: 3, x: [1, 2], m: [[1], [2]] });
  expect([data.number('n'), data.column('x'), data.table('m')]).toEqual([3, [1, 2], [[1], [2]]]);
  expect(() => data.number('x')).toThrow("The data of 'own' have no number 'x'.");
  expect(() => data.column('n')).toThrow("have no column 'n'");
  expect(() => data.table('x')).toThrow("have no table 'x'");
});
