/**
 * Partial pooling, from the model to a report: a thousand objects were measured once each, and the population they come from is
 * to be inferred. Three ways are taken, one of them wrong and one of them biased, and all are held against the exact answer.
 *
 * The parts are in `partialPooling/`, in this order: `survey`, `model`, `objectPosteriors`, `pointEstimates`, `importanceSampling`,
 * `hierarchical`, `answers`. This file runs them, prints what they say, and writes the pictures.
 */
import { join } from 'node:path';
import { writeReport } from '@credence/plots/node';
import { type Analysis, analyse } from './partialPooling/analysis.js';
import { answersTable } from './partialPooling/answers.js';
import { figuresOf } from './partialPooling/figures.js';
import { partialPooling } from './partialPooling/model.js';
import { reportOf } from './partialPooling/reportOf.js';
import { demoOptions, demoSurvey } from './partialPooling/settings.js';

export async function main(): Promise<void> {
  const times: [stage: string, seconds: number][] = [];
  const survey = demoSurvey();
  const model = partialPooling(survey);
  console.log(`${model}\n`);

  const analysis = await analyse(survey, { ...demoOptions, onStage: (...time) => times.push(time) });
  const begun = performance.now();
  const figures = await figuresOf(model, survey, analysis);
  const drawn = performance.now();
  const written = await writeReport(reportOf(survey, analysis, figures), join(process.cwd(), 'report'));
  times.push(['pictures', (drawn - begun) / 1000], ['report and files', (performance.now() - drawn) / 1000]);

  printAnswers(analysis);
  printTimes(analysis, times);
  console.log(`\nThe report: ${written.report}\nIts pictures, as SVG and PNG, are beside it in figures/.`);
}

function printAnswers({ posterior, importance, answers }: Analysis): void {
  console.log('True values: theta_mu 0, theta_sigma 1');
  console.log(`${posterior.summary(['theta_mu', 'theta_sigma'])}\n`);
  console.log(`${posterior.verdict.text}\n`);
  for (const { draws, posterior: own } of importance) {
    for (const warning of own?.atLowEnd.warnings ?? []) console.log(`Importance sampling, ${draws} draws: ${warning}`);
  }
  const { head, rows } = answersTable(answers);
  const lines = [head, ...rows];
  const widths = head.map((_, c) => Math.max(...lines.map((line) => line[c]?.length ?? 0)));
  console.log();
  for (const line of lines) {
    const cells = line.map((cell, c) => (c === 0 || c === 7 ? cell.padEnd(widths[c]!) : cell.padStart(widths[c]!)));
    console.log(cells.join('  ').trimEnd());
  }
}

function printTimes({ posterior }: Analysis, times: readonly (readonly [string, number])[]): void {
  const { compile, bind, warmup, draws, wall } = posterior.seconds;
  const nuts = { compile, bind, 'warm-up': warmup, draws, 'the chains, by the clock': wall };
  const row = (stage: string, seconds: number) =>
    console.log(`${stage.padEnd(36)} ${(1000 * seconds).toFixed(1).padStart(8)} ms`);
  console.log();
  for (const [stage, seconds] of times) {
    row(stage, seconds);
    if (stage.endsWith('NUTS')) for (const [part, own] of Object.entries(nuts)) row(`  ${part}`, own);
  }
  row(
    'all',
    times.reduce((sum, [, seconds]) => sum + seconds, 0),
  );
  console.log('Warm-up and draws are summed over 4 chains.');
}
