/** What is drawn at a terminal, and that nothing is drawn elsewhere. */
import type { ProgressEvent, RunEvent } from './events.js';
import { progressLine, showProgress } from './progress.js';
import { Run } from './run.js';

const event = (chain: number, done: number): ProgressEvent => ({
  type: 'progress',
  chain,
  phase: done < 1000 ? 'warmup' : done < 2000 ? 'draws' : 'done',
  done,
  total: 2000,
  divergences: chain,
  stepSize: 0.41234,
  leapfrogs: 7 * done,
  eta: (2000 - done) / 10,
});

test('one line a chain', () => {
  expect(progressLine(event(0, 500))).toBe(
    'chain 0  ━━━━━───────────────   500/2000  warm-up  0 divergences  step 0.412  2:30 left',
  );
  expect(progressLine(event(1, 1990))).toBe(
    'chain 1  ━━━━━━━━━━━━━━━━━━━━  1990/2000  draws    1 divergence  step 0.412  0:01 left',
  );
  expect(progressLine(event(2, 2000))).toBe(
    'chain 2  ━━━━━━━━━━━━━━━━━━━━  2000/2000  done     2 divergences  step 0.412',
  );
  expect(progressLine({ ...event(3, 500), eta: 7322.5 }, true)).toContain('failed ');
  expect(progressLine({ ...event(3, 500), eta: 7322.5 })).toContain('2:02:03 left');
});

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function reporting(wait: number): Run<void, RunEvent> {
  return new Run(async ({ emit }) => {
    for (const done of [500, 1000, 2000]) {
      await pause(wait);
      for (const chain of [1, 0]) emit(event(chain, done));
    }
  });
}

test('lines are drawn in place, in the order of chains, cut to the width, and at the end once more', async () => {
  const written: string[] = [];
  const run = reporting(110);
  showProgress(run, { columns: 40, write: (text) => written.push(text) });
  await run;
  await pause(0);
  const lines = written.at(-1)!.split('\n');
  expect(lines[0]).toBe(`\x1b[2A\x1b[2K${progressLine(event(0, 2000)).slice(0, 39)}`);
  expect(lines[1]).toBe(`\x1b[2K${progressLine(event(1, 2000)).slice(0, 39)}`);
  expect(written.length).toBeLessThanOrEqual(4);
});

test('a short run and an output that is no terminal are left in peace', async () => {
  const written: string[] = [];
  const run = reporting(1);
  showProgress(run, { columns: 80, write: (text) => written.push(text) });
  showProgress(run, undefined);
  await run;
  await pause(0);
  expect(written).toEqual([]);
});
