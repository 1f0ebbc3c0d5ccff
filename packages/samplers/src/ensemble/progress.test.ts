/** The progress of an ensemble at a terminal. */
import { ensembleProgressLine, showEnsembleProgress } from './progress.js';
import { sampleEnsemble } from './sampleEnsemble.js';

test('a line of progress', () => {
  const event = { type: 'progress', done: 500, total: 2000, acceptance: 0.714, eta: 61 } as const;
  expect(ensembleProgressLine(event)).toBe('ensemble  ━━━━━───────────────   500/2000  acceptance 0.71  1:01 left');
  expect(ensembleProgressLine({ ...event, done: 2000, eta: 0 })).toBe(
    'ensemble  ━━━━━━━━━━━━━━━━━━━━  2000/2000  acceptance 0.71',
  );
});

test('a run is drawn in place, from its second report to its end', async () => {
  const written: string[] = [];
  const run = sampleEnsemble({
    logProbability: (x) => -0.5 * x[0]! * x[0]!,
    dimension: 1,
    walkers: 50,
    steps: 100,
    thin: 1000,
    start: { center: [0], spread: 1 },
    seed: 1,
  });
  showEnsembleProgress(run, { columns: 60, write: (text) => written.push(text) });
  let reports = 0;
  run.on(({ type }) => {
    if (type === 'progress' && ++reports === 3) run.stop();
  });
  await run;
  expect(written.length).toBe(reports - 1);
  const [first = '', second = ''] = written;
  expect(first.startsWith('\x1b[2Kensemble  ')).toBe(true);
  expect(first).toMatch(/ {2}[━─]{20} +\d+\/100000/);
  expect(second.startsWith('\x1b[1A\x1b[2Kensemble  ')).toBe(true);
  expect(written.every((line) => line.length <= 60 + 9)).toBe(true);
});
