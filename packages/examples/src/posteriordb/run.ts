/**
 * The board: node dist/posteriordb/run.js [names] [--json] [--seeds k]. Every score has a normal distribution where draws are
 * right; at 4.5 one in 150 000 is wrong by chance.
 */
import { CredenceError } from '@credence/numerics';
import { type BoardLine, boardLine } from './board.js';
import { absence, chosenNames, databaseFolder } from './database.js';

const LIMIT = 4.5;

async function main(given: readonly string[]): Promise<void> {
  const json = given.includes('--json');
  const seedsAt = given.indexOf('--seeds');
  const seeds = seedsAt < 0 ? 1 : Number(given[seedsAt + 1]);
  if (!Number.isSafeInteger(seeds) || seeds < 1) {
    throw new CredenceError('posteriordb/option', `--seeds takes a whole number, not '${given[seedsAt + 1]}'.`, {});
  }
  const names = given.filter((own, i) => own !== '--json' && own !== '--seeds' && (seedsAt < 0 || i !== seedsAt + 1));
  const folder = databaseFolder();
  const missing = absence(folder);
  if (missing !== undefined) throw new CredenceError('posteriordb/absent', missing, { folder });
  if (!json) console.log(row(HEAD));
  const lines: BoardLine[] = [];
  for (const posterior of chosenNames(folder, names)) {
    for (let seed = 1; seed <= seeds; seed++) {
      const line = await boardLine(folder, posterior, seed);
      lines.push(line);
      console.log(json ? jsonLine(line) : row(cells(line)));
    }
  }
  if (!json) console.log(`\n${summary(lines)}`);
}

const HEAD = [
  'posterior',
  'dim',
  'compile ms',
  'total s',
  'gradient ns',
  'leapfrogs',
  'diverg.',
  'R-hat',
  'bulk',
  'tail',
  'ESS/CPU s',
  '> 2',
  'worst z',
];

function cells(line: BoardLine): readonly string[] {
  return [
    line.posterior,
    String(line.dimension),
    line.compile_ms.toFixed(1),
    line.total_s.toFixed(2),
    line.gradient_ns.toFixed(0),
    String(line.leapfrogs),
    String(line.divergences),
    line.max_rhat.toFixed(3),
    line.min_ess_bulk.toFixed(0),
    line.min_ess_tail.toFixed(0),
    line.ess_per_cpu_s.toFixed(0),
    `${(100 * line.share_z2).toFixed(0)} %`,
    `${line.worst_z.toFixed(2)} (${line.worst})`,
  ];
}

function row(texts: readonly string[]): string {
  return texts
    .map((text, i) => (i === 0 ? text.padEnd(46) : i === texts.length - 1 ? `  ${text}` : text.padStart(11)))
    .join('');
}

/** The fields that other tools read. */
function jsonLine({ verdict: _, seed, worst, scores, gradient_ns, leapfrogs, ...line }: BoardLine): string {
  return JSON.stringify({ ...line, seed, worst, scores, gradient_ns, leapfrogs });
}

function summary(lines: readonly BoardLine[]): string {
  const worst = lines.reduce((a, b) => (Math.abs(b.worst_z) > Math.abs(a.worst_z) ? b : a));
  const scores = lines.reduce((all, line) => all + line.scores, 0);
  const above = lines.reduce((all, line) => all + line.share_z2 * line.scores, 0);
  const poor = lines.filter((line) => line.max_rhat > 1.01 || line.min_ess_bulk < 400 || line.min_ess_tail < 400);
  const expected = scores * 6.8e-6;
  return [
    `${lines.length} runs, ${scores} scores: ${((100 * above) / scores).toFixed(1)} % above 2 (4.6 % by chance).`,
    `Worst: ${worst.worst_z.toFixed(2)}, ${worst.worst} of ${worst.posterior}; the limit ${LIMIT} is passed by chance in ${expected.toExponential(0)} of such boards.`,
    poor.length === 0
      ? 'All have R-hat up to 1.01 and effective sample sizes above 400.'
      : `R-hat above 1.01, or effective sample sizes below 400: ${poor.map((line) => `${line.posterior} (seed ${line.seed})`).join(', ')}.`,
    ...lines
      .filter(({ divergences }) => divergences > 0)
      .map((line) => `${line.posterior}: ${line.verdict.split('\n')[0]}`),
  ].join('\n');
}

main(process.argv.slice(2)).catch((error: unknown) => {
  if (!(error instanceof CredenceError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
});
