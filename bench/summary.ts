/**
 * pnpm bench:summary [--json]
 *
 * CPU seconds and memory of what comes after the draws: 4 chains of 10 000 draws of the toy model, 1002 values each. The
 * summary with all diagnostics from the sampler's columns, the same from one flat array as a file gives it, posterior
 * predictive draws, and the log likelihood of every observation.
 */
import { Dataset, LabelledArray, type Posterior, sample, samplePosteriorPredictive } from '@credence/dsl';
import { normalQuantile } from '@credence/numerics';
import { checkBuild } from './build.js';
import { cpuSeconds } from './measure.js';
import { toyCentered } from './models/toyCentered.js';
import { figure, printTable } from './table.js';

/** CPU seconds that a summary may take, and GB that the process may have held by then. */
const bars = { seconds: 8, gigabytes: 1.5 };

interface Row {
  readonly what: string;
  readonly seconds: number;
  /** Most memory that the process has held so far. */
  readonly gigabytes: number;
}

checkBuild();
const json = process.argv.includes('--json');
const rows: Row[] = [];
const timed = <T>(what: string, run: () => T): T => {
  const begin = cpuSeconds();
  const result = run();
  rows.push({ what, seconds: cpuSeconds() - begin, gigabytes: (process.resourceUsage().maxRSS * 1024) / 1e9 });
  return result;
};

const begin = cpuSeconds();
const x = Array.from({ length: 1000 }, (_, i) => 2 + Math.sqrt(1.25) * normalQuantile((i + 0.5) / 1000));
const posterior: Posterior = await sample(toyCentered.declare({ x }), {
  draws: 10_000,
  tune: 1000,
  chains: 4,
  seed: 1,
  progress: false,
});
rows.push({
  what: 'sampling',
  seconds: cpuSeconds() - begin,
  gigabytes: (process.resourceUsage().maxRSS * 1024) / 1e9,
});
const summary = timed('summary', () => posterior.summary());
timed('verdict', () => posterior.verdict);
const drawn = timed('posterior predictive, 4 x 1000', () => {
  const thin = posterior.toInferenceData().thin(10);
  return samplePosteriorPredictive(thin, { model: posterior.compiled.snapshot, seed: 1 });
});
timed('log likelihood, 4 x 10 000', () => posterior.logLikelihood().variable('x').column(0));
const { name, dims, shape, values } = posterior.draws('mu').array;
const flat = new LabelledArray({ name, dims, shape, values });
const again = timed('summary of one flat array', () => new Dataset([flat]).summary());
const same = again.rows.every((row) => row.rHat === summary.row(row.name)?.rHat);
if (!same || drawn.groups.length === 0) throw new Error('the summaries of columns and of the flat array differ');

if (json) for (const row of rows) console.log(JSON.stringify(row));
else {
  console.log(`4 chains of 10 000 draws, ${summary.rows.length} values a draw`);
  const verdict = ({ what, seconds, gigabytes }: Row) => {
    if (what !== 'summary') return '';
    const ok = seconds <= bars.seconds && gigabytes <= bars.gigabytes;
    return ok ? 'ok' : `MISSED: at most ${bars.seconds} s and ${bars.gigabytes} GB`;
  };
  printTable(
    ['', 'CPU s', 'GB so far', ''],
    rows.map((row) => [row.what, figure(row.seconds), figure(row.gigabytes), verdict(row)]),
  );
}
