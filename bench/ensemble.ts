/**
 * pnpm bench:ensemble [--json] [--no-emcee]
 *
 * An affine-invariant ensemble on two hyperparameters of 1000 point estimates, 100 walkers of 500 stretch moves, for three
 * seeds: ours on a plain JavaScript function and on a compiled model, and emcee with plain numpy in the same run, all on one
 * core. Medians over the seeds, after three runs to warm up; the first of these, in a fresh process, has a column of its own.
 * CREDENCE_PYTHON: the Python that has emcee (default python3).
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkBuild } from './build.js';
import { median } from './measure.js';
import { outFolder, peerData, repository } from './peers.js';
import { pinned } from './pinned.js';
import { figure, printTable } from './table.js';

/** Figures of one seed; what ensembleOne.js and emceeRun.py print. */
export interface EnsembleRun {
  /** CPU seconds of the sampling, without compiling the model. */
  readonly cpu_s: number;
  /** Longest autocorrelation time after 100 steps. */
  readonly tau: number;
  readonly acceptance: number;
  /** Of theta_mu and theta_sigma after 100 steps. */
  readonly mean: readonly number[];
}

interface EnsembleRow {
  readonly engine: string;
  /** Of the first run of the process. */
  readonly us_per_step_first: number;
  readonly us_per_step: number;
  readonly us_per_evaluation: number;
  readonly acceptance: number;
  readonly tau: number;
  readonly mean_mu: number;
  readonly mean_sigma: number;
  /** Times faster per step than emcee with plain numpy; null without emcee. */
  readonly times_emcee: number | null;
}

/** Times faster than emcee that ours must be. */
const bar = 5;
const WALKERS = 100;
const STEPS = 500;
/** Runs before those that count. */
const WARM_UP = 3;
const seeds = ['39', '40', '41', '42', '43', '44'];

checkBuild();
const json = process.argv.includes('--json');
const python = process.env.CREDENCE_PYTHON ?? 'python3';
mkdirSync(outFolder, { recursive: true });

const emcee = process.argv.includes('--no-emcee') ? {} : emceeRuns();
const ours = run(...pinned(process.execPath, [fileURLToPath(new URL('./ensembleOne.js', import.meta.url)), ...seeds]));
const plain = emcee.emcee === undefined ? undefined : perStep(emcee.emcee.slice(WARM_UP));
const rows = Object.entries({ ...ours, ...emcee }).map(([engine, runs]) => rowOf(engine, runs));
if (json) for (const row of rows) console.log(JSON.stringify(row));
else {
  console.log(
    `${WALKERS} walkers x ${STEPS} stretch moves on 2 parameters, 1000 data; us of CPU, medians of ${seeds.length - WARM_UP} seeds`,
  );
  printTable(
    [
      'engine',
      'first us/step',
      'us/step',
      'us/evaluation',
      'acceptance',
      'tau',
      'mean mu',
      'mean sigma',
      'times emcee',
      'at least',
      '',
    ],
    rows.map((row) => {
      const isOurs = row.engine.startsWith('credence');
      const verdict = row.times_emcee === null ? '' : row.times_emcee >= bar ? 'ok' : 'MISSED';
      return [
        row.engine,
        figure(row.us_per_step_first),
        figure(row.us_per_step),
        figure(row.us_per_evaluation),
        row.acceptance.toFixed(2),
        figure(row.tau),
        row.mean_mu.toFixed(4),
        row.mean_sigma.toFixed(4),
        figure(row.times_emcee),
        isOurs ? String(bar) : '',
        isOurs ? verdict : '',
      ];
    }),
  );
}

type Runs = Readonly<Record<string, readonly EnsembleRun[]>>;

function perStep(runs: readonly EnsembleRun[]): number {
  return (1e6 * median(runs.map(({ cpu_s }) => cpu_s))) / STEPS;
}

function rowOf(engine: string, all: readonly EnsembleRun[]): EnsembleRow {
  const runs = all.slice(WARM_UP);
  const of = (value: (run: EnsembleRun) => number, digits: number) => Number(median(runs.map(value)).toFixed(digits));
  const step = perStep(runs);
  return {
    engine,
    us_per_step_first: Number(perStep(all.slice(0, 1)).toFixed(2)),
    us_per_step: Number(step.toFixed(2)),
    us_per_evaluation: Number((step / WALKERS).toFixed(4)),
    acceptance: of(({ acceptance }) => acceptance, 3),
    tau: of(({ tau }) => tau, 1),
    mean_mu: of(({ mean }) => mean[0] ?? Number.NaN, 5),
    mean_sigma: of(({ mean }) => mean[1] ?? Number.NaN, 5),
    times_emcee: plain === undefined ? null : Number((plain / step).toFixed(2)),
  };
}

function emceeRuns(): Runs {
  if (spawnSync(python, ['-c', 'import emcee, numpy']).status !== 0) {
    console.error(
      `${python} has no emcee and numpy (pip install emcee, or set CREDENCE_PYTHON): its figures are left out.`,
    );
    return {};
  }
  const file = resolve(outFolder, 'toy.json');
  writeFileSync(file, JSON.stringify(peerData('toy')));
  const { versions, ...runs } = run(...pinned(python, [resolve(repository, 'bench/emceeRun.py'), file, ...seeds]));
  if (!json) console.log(`emcee: ${JSON.stringify(versions)}`);
  return runs;
}

function run(command: string, args: string[]): Runs {
  const { status, stdout } = spawnSync(command, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', json ? 'ignore' : 'inherit'],
    env: { ...process.env, OMP_NUM_THREADS: '1' },
  });
  if (status !== 0) {
    console.error(`${command} ${args.join(' ')} ended with code ${status}.`);
    process.exitCode = 1;
    return {};
  }
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}');
}
