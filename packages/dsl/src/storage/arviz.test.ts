/** A posterior's NetCDF file in ArviZ: what it finds in it, its summary, and the file it writes itself. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loo } from '../comparison/index.js';
import { InferenceData } from '../inference/inferenceData.js';
import { Model } from '../model/model.js';
import { sample } from '../sample/sample.js';
import { readNetcdf, writeNetcdf } from './index.js';
import { datasetDifferences } from './testing/exampleData.js';

const tools = fileURLToPath(new URL('../../../../tools/arviz/', import.meta.url));

/** Where tools/arviz/setup.sh puts it. */
function pythonWithArviz(): string | undefined {
  const list = createHash('sha256')
    .update(readFileSync(join(tools, 'requirements.txt')))
    .digest('hex')
    .slice(0, 12);
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  const folder = join(cache, 'credence', `arviz-${list}`);
  return existsSync(join(folder, 'ready')) ? join(folder, 'bin/python') : undefined;
}

interface Report {
  readonly enginesAgree: boolean;
  readonly groups: readonly string[];
  readonly tree: readonly string[];
  readonly types: Readonly<Record<string, string>>;
  readonly schools: readonly string[];
  readonly divergences: number;
  readonly summary: Readonly<Record<string, Readonly<Record<string, number>> & { readonly hdi: readonly number[] }>>;
  readonly loo: {
    readonly elpd: number;
    readonly p: number;
    readonly se: number;
    readonly k: readonly number[];
    readonly pointwise: readonly number[];
  };
}

const SCHOOLS = [
  'Choate',
  'Deerfield',
  'Phillips Andover',
  'Phillips Exeter',
  'Hotchkiss',
  'Lawrenceville',
  "St. Paul's",
  'Mt. Hermon ü',
];
const EFFECTS = [28, 8, -3, 7, -1, 1, 18, 12];
const ERRORS = [15, 10, 16, 11, 9, 11, 10, 18];

const python = pythonWithArviz();
if (python === undefined)
  console.info('ArviZ is not installed (bash tools/arviz/setup.sh does it): its test is skipped.');

(python === undefined ? test.skip : test)(
  'ArviZ opens a posterior, and agrees with its summary and its LOO',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'credence-arviz-'));
    try {
      const model = new Model('eight schools', { coords: { school: SCHOOLS } });
      const mu = model.normal('mu', { mu: 0, sigma: 5 });
      const tau = model.halfCauchy('tau', { beta: 5 });
      const z = model.normal('z', { mu: 0, sigma: 1 }, { dims: 'school' });
      const theta = model.deterministic('theta', mu.add(tau.mul(z)), { dims: 'school' });
      model.normal('y', { mu: theta, sigma: ERRORS }, { dims: 'school', observed: EFFECTS });
      const posterior = await sample(model, { draws: 500, tune: 500, chains: 4, seed: 2, workers: 0, progress: false });
      const data = posterior.toInferenceData({ logLikelihood: true });
      const [path, copy] = [join(folder, 'ours.nc'), join(folder, 'copy.nc')];
      await writeNetcdf(path, data);

      const { status, stdout, stderr } = spawnSync(python ?? '', [join(tools, 'compare.py'), path, copy], {
        encoding: 'utf8',
      });
      expect({ status, stderr }).toEqual({ status: 0, stderr: expect.any(String) });
      const report: Report = JSON.parse(stdout);

      expect(report.enginesAgree).toBe(true);
      expect([...report.groups].sort()).toEqual([...data.groups].sort());
      expect([...report.tree].sort()).toEqual(['/', ...data.groups.map((group) => `/${group}`)].sort());
      expect(report.types).toMatchObject({ mu: 'float64', theta: 'float64', diverging: 'bool', tree_depth: 'int64' });
      expect(report.schools).toEqual(SCHOOLS);
      expect(report.divergences).toBe(posterior.divergences);

      const near = (value: number, expected: number | undefined, tolerance: number) =>
        expect(Math.abs(value / (expected ?? Number.NaN) - 1)).toBeLessThan(tolerance);
      const { rows } = posterior.summary();
      expect(rows.map(({ name }) => name).sort()).toEqual(Object.keys(report.summary).sort());
      for (const row of rows) {
        const theirs = report.summary[row.name];
        near(row.mean, theirs?.mean, 1e-9);
        near(row.sd, theirs?.sd, 1e-9);
        near(row.hdi.lower, theirs?.hdi[0], 1e-12);
        near(row.hdi.upper, theirs?.hdi[1], 1e-12);
        near(row.rHat, theirs?.rHat, 1e-4); // ArviZ breaks the tie at the median
        near(row.essBulk, theirs?.essBulk, 1e-6);
        near(row.essTail, theirs?.essTail, 1e-6);
        near(row.mcseMean, theirs?.mcseMean, 1e-6);
      }

      const ours = loo(posterior, { relativeEfficiency: 1 });
      near(ours.elpd.estimate, report.loo.elpd, 1e-6);
      near(ours.pLoo.estimate, report.loo.p, 1e-4);
      report.loo.k.forEach((k, i) => {
        expect(Math.abs(ours.pointwise.paretoK[i]! - k)).toBeLessThan(1e-3);
      });

      // What ArviZ wrote itself holds the same numbers.
      const again = await readNetcdf(copy);
      for (const [group, dataset] of data.entries()) {
        const found = again.group(group).only(dataset.names);
        expect(
          [group, datasetDifferences(found, dataset)]
            .flat()
            .filter((text) => /^(dtype|dims|shape|coords) of | at \d+: /.test(text)),
        ).toEqual([]);
      }
      expect(again).toBeInstanceOf(InferenceData);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
  120_000,
);
