/**
 * pnpm bench:nuts [--json] [--no-rstan] [models...]
 *
 * NUTS, 4 chains of 1000 warm-up transitions and 1000 draws, for three seeds: ours with the default settings, of the model as
 * it is declared and as it is rewritten, and rstan on the declared model and data in the same run, all on one core. Medians
 * over the seeds.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkBuild } from './build.js';
import { median } from './measure.js';
import { peerModel, peerModels } from './models/index.js';
import { outFolder, peersFolder, repository } from './peers.js';
import { pinned } from './pinned.js';
import { figure, printTable } from './table.js';

/** Figures of one seed; what nutsOne.js and rstan.R print under `runs`. */
export interface NutsRun {
  readonly seed: number;
  /** Leapfrog steps of all chains, warm-up included. */
  readonly leapfrogs: number;
  /** CPU seconds of warm-up and draws on the chains' threads, and of drawing what was not sampled. */
  readonly cpu_s: number;
  /** CPU seconds of the process from `sample()` to the posterior; for rstan, of `sampling()`. */
  readonly cpu_total_s: number;
  /** Over all declared variables. */
  readonly min_ess_bulk: number;
  readonly max_rhat: number;
  readonly divergences: number;
}

interface NutsRow {
  readonly model: string;
  readonly engine: 'credence' | 'credence, rewritten' | 'rstan';
  readonly leapfrogs: number;
  readonly us_per_leapfrog: number;
  readonly cpu_s: number;
  readonly cpu_total_s: number;
  readonly min_ess_bulk: number;
  readonly max_rhat: number;
  readonly ess_per_cpu_s: number;
  /** ESS per CPU second over rstan's; null without rstan. */
  readonly ratio_rstan: number | null;
}

/** What is asked of each model: times rstan's ESS per CPU second, and microseconds per leapfrog. */
const bars: Readonly<Record<string, { readonly ratio: number; readonly microseconds: number }>> = {
  toy_centered: { ratio: 10, microseconds: 2.5 },
  toy_noncentered: { ratio: 10, microseconds: 25 },
  eight_schools: { ratio: 2.5, microseconds: 0.71 },
  logistic: { ratio: 5, microseconds: 14.4 },
  logistic_glm: { ratio: 2, microseconds: 14.4 },
  linear: { ratio: 12, microseconds: 39 },
  linear_glm: { ratio: 1.3, microseconds: 39 },
  radon: { ratio: 10, microseconds: 12.4 },
  gp: { ratio: 3, microseconds: 616 },
};

const seeds = [101, 102, 103];
checkBuild();
const options = process.argv.slice(2);
const json = options.includes('--json');
const names = options.filter((option) => !option.startsWith('--'));
const chosen = names.length > 0 ? names.map((name) => peerModel(name)) : peerModels;

mkdirSync(outFolder, { recursive: true });
const peers = options.includes('--no-rstan') ? undefined : rstanPeers();
const table: string[][] = [];
for (const { name } of chosen) {
  const ours = runCredence(name, 'declared');
  const rewritten = runCredence(name, 'rewritten');
  const theirs = peers === undefined ? undefined : runRstan(name, peers);
  const rows: NutsRow[] = [];
  if (theirs) rows.push(summarise(name, 'rstan', theirs, theirs));
  if (rewritten) rows.unshift(summarise(name, 'credence, rewritten', rewritten, theirs));
  if (ours) rows.unshift(summarise(name, 'credence', ours, theirs));
  for (const row of rows) {
    if (json) console.log(JSON.stringify(row));
    else table.push(cells(row));
  }
}
if (!json) {
  const head = [
    'model',
    'engine',
    'leapfrogs',
    'us/leapfrog',
    'CPU s',
    'total CPU s',
    'min ESS',
    'max R-hat',
    'ESS/CPU s',
  ];
  printTable([...head, 'times rstan', 'at least', 'us at most', ''], table);
}

function runCredence(model: string, form: 'declared' | 'rewritten'): readonly NutsRun[] | undefined {
  const one = fileURLToPath(new URL('./nutsOne.js', import.meta.url));
  return run(...pinned(process.execPath, [one, model, form, ...seeds.map(String)]));
}

function runRstan(model: string, folder: string): readonly NutsRun[] | undefined {
  const script = resolve(repository, 'bench/rstan.R');
  return run(...pinned('Rscript', [script, folder, resolve(outFolder, 'rstan'), model, ...seeds.map(String)]));
}

function run(command: string, args: string[]): readonly NutsRun[] | undefined {
  const { status, stdout } = spawnSync(command, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', json ? 'ignore' : 'inherit'],
  });
  if (status !== 0) {
    console.error(`${command} ${args.join(' ')} ended with code ${status}.`);
    process.exitCode = 1;
    return undefined;
  }
  const line = stdout.trim().split('\n').at(-1) ?? '';
  const { runs }: { runs: readonly NutsRun[] } = JSON.parse(line);
  return runs;
}

function rstanPeers(): string | undefined {
  const folder = peersFolder();
  if (!folder) return undefined;
  const check = 'for (p in c("rstan", "posterior", "jsonlite")) library(p, character.only = TRUE)';
  if (spawnSync('Rscript', ['-e', check]).status === 0) return folder;
  console.error('R with rstan, posterior and jsonlite is not installed: the figures of rstan are left out.');
  return undefined;
}

function summarise(
  model: string,
  engine: NutsRow['engine'],
  runs: readonly NutsRun[],
  rstan: readonly NutsRun[] | undefined,
): NutsRow {
  const of = (value: (run: NutsRun) => number, digits: number) => Number(median(runs.map(value)).toFixed(digits));
  const essPerSecond = (all: readonly NutsRun[]) => median(all.map((r) => r.min_ess_bulk / r.cpu_s));
  return {
    model,
    engine,
    leapfrogs: of((r) => r.leapfrogs, 0),
    us_per_leapfrog: of((r) => (1e6 * r.cpu_s) / r.leapfrogs, 3),
    cpu_s: of((r) => r.cpu_s, 4),
    cpu_total_s: of((r) => r.cpu_total_s, 4),
    min_ess_bulk: of((r) => r.min_ess_bulk, 0),
    max_rhat: of((r) => r.max_rhat, 4),
    ess_per_cpu_s: Number(essPerSecond(runs).toFixed(0)),
    ratio_rstan: rstan ? Number((essPerSecond(runs) / essPerSecond(rstan)).toFixed(2)) : null,
  };
}

function cells(row: NutsRow): string[] {
  const bar = row.engine === 'credence' ? bars[row.model] : undefined;
  const fast = !bar || row.us_per_leapfrog <= bar.microseconds;
  const effective = !bar || row.ratio_rstan === null || row.ratio_rstan >= bar.ratio;
  return [
    row.model,
    row.engine,
    String(row.leapfrogs),
    figure(row.us_per_leapfrog),
    figure(row.cpu_s),
    figure(row.cpu_total_s),
    figure(row.min_ess_bulk),
    row.max_rhat.toFixed(4),
    figure(row.ess_per_cpu_s),
    figure(row.ratio_rstan),
    bar ? figure(bar.ratio) : '',
    bar ? figure(bar.microseconds) : '',
    bar ? (fast && effective ? 'ok' : 'MISSED') : '',
  ];
}
