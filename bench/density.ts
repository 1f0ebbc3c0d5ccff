/**
 * pnpm bench:density [--json] [--quick] [models...]
 *
 * Nanoseconds per log density and gradient: of what the compiler makes of the declared model, by default and with `fastMath`, of
 * the peers' C (-ffast-math), of one loop in JavaScript and of TensorFlow.js, taken in turns on one core. Each model runs in a
 * process of its own.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { checkBuild } from './build.js';
import { buildCReference } from './cReference.js';
import type { DensityRow } from './densityOne.js';
import { peerModel } from './models/index.js';
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

checkBuild();
const options = process.argv.slice(2);
const json = options.includes('--json');
const quick = options.includes('--quick');
const names = options.filter((option) => !option.startsWith('--'));
for (const name of names) peerModel(name);

const hasC = buildCReference() !== undefined;
const one = fileURLToPath(new URL('./densityOne.js', import.meta.url));
const rows: string[][] = [];
for (const { model, copies, bar } of cases) {
  if (names.length > 0 && !names.includes(model)) continue;
  const [command, args] = pinned(process.execPath, [
    one,
    model,
    String(copies),
    hasC ? 'c' : 'no-c',
    quick ? '1' : '4',
  ]);
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  if (status !== 0) {
    process.exitCode = 1;
    continue;
  }
  const row: DensityRow = JSON.parse(stdout);
  if (json) console.log(JSON.stringify(row));
  else rows.push(cells(row, bar));
}
if (!json) {
  console.log('Nanoseconds of CPU per log density and gradient');
  printTable(
    ['model', 'N', 'wasm', 'fastMath', 'C', 'JavaScript', 'tfjs', 'wasm / C', 'fastMath / C', 'at most', ''],
    rows,
  );
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
    figure(row.ratio_c),
    figure(row.ratio_c_fast),
    'ratio' in bar ? figure(bar.ratio) : `${bar.nanoseconds} ns`,
    !known ? '' : byDefault ? 'ok' : fast ? 'ok with fastMath' : 'MISSED',
  ];
}
