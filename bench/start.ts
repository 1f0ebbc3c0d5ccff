/**
 * pnpm bench:start [--json] [models...]
 *
 * Milliseconds from a declaration to its first gradient, in a fresh process after the imports and for the second model in
 * that process; and of importing @credence/dsl. The fastest of several processes.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { checkBuild } from './build.js';
import { peerModel, peerModels } from './models/index.js';
import type { Start } from './startOne.js';
import { figure, printTable } from './table.js';

const bars = { first_ms: 100, second_ms: 20, import_ms: 150 };
const processes = 7;

checkBuild();
const options = process.argv.slice(2);
const json = options.includes('--json');
const names = options.filter((option) => !option.startsWith('--'));
const chosen = names.length > 0 ? names.map((name) => peerModel(name)) : peerModels.filter((peer) => !peer.sameAs);

const one = fileURLToPath(new URL('./startOne.js', import.meta.url));
const rows = chosen.map(({ name }) => measureStart(name));
for (const row of rows) if (json) console.log(JSON.stringify(row));
if (!json) {
  const stages = ['declare_ms', 'compile_ms', 'bind_ms', 'gradient_ms'] as const;
  const totals = ['import_ms', 'first_ms', 'second_ms', 'import_cpu_ms', 'first_cpu_ms', 'second_cpu_ms'] as const;
  const columns = [...stages, ...totals];
  console.log(
    'Milliseconds in a fresh process; second: declaration to gradient after another model in the same process.',
  );
  console.log(
    'CPU: of all threads of the process, the compiling of JavaScript included; a busy machine does not stretch it.',
  );
  printTable(
    ['model', ...columns.map((column) => column.replace('_ms', '').replace('_cpu', ' CPU')), ''],
    rows.map((row) => [row.model, ...columns.map((column) => figure(row[column])), reached(row) ? 'ok' : 'MISSED']),
  );
  console.log(`At most: import ${bars.import_ms}, first ${bars.first_ms}, second ${bars.second_ms}.`);
}

interface StartRow {
  readonly model: string;
  readonly import_ms: number;
  readonly declare_ms: number;
  readonly compile_ms: number;
  readonly bind_ms: number;
  readonly gradient_ms: number;
  /** From the declaration to the first gradient, as the first model of a process. */
  readonly first_ms: number;
  /** The same after another model. */
  readonly second_ms: number;
  readonly import_cpu_ms: number;
  readonly first_cpu_ms: number;
  readonly second_cpu_ms: number;
}

function measureStart(model: string): StartRow {
  const preceding = model === 'eight_schools' ? 'radon' : 'eight_schools';
  const fresh = Array.from({ length: processes }, () => runOnce([model]));
  const second = Array.from({ length: processes }, () => runOnce([model, preceding]));
  const least = (runs: readonly Start[], column: keyof Start) =>
    Number(Math.min(...runs.map((run) => run[column])).toFixed(3));
  return {
    model,
    import_ms: least(fresh, 'import_ms'),
    declare_ms: least(fresh, 'declare_ms'),
    compile_ms: least(fresh, 'compile_ms'),
    bind_ms: least(fresh, 'bind_ms'),
    gradient_ms: least(fresh, 'gradient_ms'),
    first_ms: least(fresh, 'total_ms'),
    second_ms: least(second, 'total_ms'),
    import_cpu_ms: least(fresh, 'import_cpu_ms'),
    first_cpu_ms: least(fresh, 'total_cpu_ms'),
    second_cpu_ms: least(second, 'total_cpu_ms'),
  };
}

function runOnce(models: readonly string[]): Start {
  // On any core: V8 compiles what has become hot on other threads, beside the start and not in it.
  const { status, stdout, stderr } = spawnSync(process.execPath, [one, ...models], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`startOne.js failed for ${models.join(' after ')}: ${stderr}`);
  return JSON.parse(stdout);
}

function reached(row: StartRow): boolean {
  return row.import_ms <= bars.import_ms && row.first_ms <= bars.first_ms && row.second_ms <= bars.second_ms;
}
