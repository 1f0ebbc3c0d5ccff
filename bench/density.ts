/**
 * pnpm bench:density [--json] [--quick] [models or likelihoods...]
 *
 * Nanoseconds per log density and gradient: of what the compiler makes of the declared model as a loop over the data, by default
 * and with `fastMath`, and by sufficient statistics, of
 * the peers' C (-ffast-math), of one loop in JavaScript and of TensorFlow.js, taken in turns on one core; then of the most used
 * likelihoods with 10 000 data, beside C with and without functions of vectors. Each runs in a process of its own.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { checkBuild } from './build.js';
import { buildCLikelihoods } from './cLikelihoods.js';
import { buildCReference } from './cReference.js';
import type { DensityRow } from './densityOne.js';
import type { LikelihoodRow } from './likelihoodOne.js';
import { peerModel, peerModels } from './models/index.js';
import { likelihood, likelihoods } from './models/likelihoods.js';
import { pinned } from './pinned.js';
import { figure, printTable } from './table.js';

interface Case {
  readonly model: string;
  /** How often the data are repeated. */
  readonly copies: number;
  /** Most that ours may take: times the C, or nanoseconds. */
  readonly bar: { readonly ratio: number } | { readonly nanoseconds: number };
}

const cases: readonly Case[] = [
  { model: 'toy_centered', copies: 1, bar: { ratio: 1.5 } },
  { model: 'toy_centered', copies: 100, bar: { ratio: 1.5 } },
  { model: 'toy_noncentered', copies: 1, bar: { ratio: 2.2 } },
  { model: 'eight_schools', copies: 1, bar: { nanoseconds: 80 } },
  { model: 'logistic', copies: 1, bar: { ratio: 1.6 } },
  { model: 'linear', copies: 1, bar: { ratio: 3 } },
  { model: 'radon', copies: 1, bar: { ratio: 1 } },
  { model: 'gp', copies: 1, bar: { ratio: 1.8 } },
];

/** Most that a likelihood may take of the time of the C with functions of vectors; it must be faster than that without. */
const LIKELIHOOD_BAR = 2.5;

checkBuild();
const options = process.argv.slice(2);
const json = options.includes('--json');
const quick = options.includes('--quick');
const names = options.filter((option) => !option.startsWith('--'));
for (const name of names) if (!peerModels.some((model) => model.name === name)) likelihood(name);
const wanted = (name: string) => names.length === 0 || names.includes(name);

const rounds = quick ? '1' : '4';
const hasPeers = buildCReference() !== undefined ? 'c' : 'no-c';
const rows: string[][] = [];
for (const { model, copies, bar } of cases.filter(({ model }) => wanted(model))) {
  const row = rowOf<DensityRow>('densityOne.js', [peerModel(model).name, String(copies), hasPeers, rounds]);
  if (row !== undefined) rows.push(cells(row, bar));
}
const likelihoodRows: string[][] = [];
const chosen = likelihoods.filter(({ name }) => wanted(name));
const hasC = chosen.length > 0 && buildCLikelihoods() ? 'c' : 'no-c';
for (const { name } of chosen) {
  const row = rowOf<LikelihoodRow>('likelihoodOne.js', [name, hasC, rounds]);
  if (row !== undefined) likelihoodRows.push(likelihoodCells(row));
}
if (!json && rows.length > 0) {
  console.log('Nanoseconds of CPU per log density and gradient');
  printTable(
    [
      'model',
      'N',
      'wasm',
      'fastMath',
      'C',
      'JavaScript',
      'tfjs',
      'statistics',
      'wasm / C',
      'fastMath / C',
      'at most',
      '',
    ],
    rows,
  );
}
if (!json && likelihoodRows.length > 0) {
  console.log(
    '\nThe same of likelihoods with a linear predictor; C with functions of vectors (-O3 -ffast-math), and of numbers (-O2)',
  );
  printTable(
    ['likelihood', 'N', 'wasm', 'fastMath', 'C', 'C -O2', 'wasm / C', 'wasm / C -O2', 'at most', ''],
    likelihoodRows,
  );
}

/** Runs one contest in a process of its own; undefined when it failed. With --json its line is printed. */
function rowOf<Row>(file: string, args: readonly string[]): Row | undefined {
  const path = fileURLToPath(new URL(`./${file}`, import.meta.url));
  const [command, all] = pinned(process.execPath, [path, ...args]);
  const { status, stdout } = spawnSync(command, all, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  if (status !== 0) {
    process.exitCode = 1;
    return undefined;
  }
  if (json) process.stdout.write(stdout);
  return JSON.parse(stdout);
}

function likelihoodCells(row: LikelihoodRow): string[] {
  const { ratio_c, ratio_c_scalar } = row;
  const reached = (ratio_c ?? Number.NaN) <= LIKELIHOOD_BAR && (ratio_c_scalar ?? Number.NaN) < 1;
  return [
    row.model.replace('likelihood: ', ''),
    String(row.n),
    figure(row.wasm_ns),
    figure(row.wasm_fast_ns),
    figure(row.c_ns),
    figure(row.c_scalar_ns),
    figure(ratio_c),
    figure(ratio_c_scalar),
    `${figure(LIKELIHOOD_BAR)}, 1.00`,
    ratio_c === null ? '' : reached ? 'ok' : 'MISSED',
  ];
}

function cells(row: DensityRow, bar: Case['bar']): string[] {
  const reaches = (ratio: number | null, nanoseconds: number) =>
    'ratio' in bar ? (ratio ?? Number.NaN) <= bar.ratio : nanoseconds <= bar.nanoseconds;
  const byDefault = reaches(row.ratio_c, row.wasm_ns);
  const fast = reaches(row.ratio_c_fast, row.wasm_fast_ns);
  const known = !('ratio' in bar) || row.ratio_c !== null;
  return [
    row.model,
    String(row.n),
    figure(row.wasm_ns),
    figure(row.wasm_fast_ns),
    figure(row.c_ns),
    figure(row.js_ns),
    figure(row.tfjs_ns),
    figure(row.statistics_ns),
    figure(row.ratio_c),
    figure(row.ratio_c_fast),
    'ratio' in bar ? figure(bar.ratio) : `${bar.nanoseconds} ns`,
    !known ? '' : byDefault ? 'ok' : fast ? 'ok with fastMath' : 'MISSED',
  ];
}
