/** The packages as a user gets them: packed, installed into an empty folder, type-checked, and sampled with workers. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

interface Outcome {
  readonly packages: readonly string[];
  readonly node: { readonly draws: readonly number[]; readonly workers: number };
  readonly page: { readonly draws: readonly number[]; readonly workers: number } | null;
}

const script = fileURLToPath(new URL('../../../tools/pack/pack.mjs', import.meta.url));

test('packs, installs, type-checks, and samples with workers in Node and in a page', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8', maxBuffer: 2 ** 26 });
  expect({ status, stderr }).toEqual({ status: 0, stderr: expect.any(String) });
  const outcome: Outcome = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');

  expect(outcome.packages).toHaveLength(4);
  expect(outcome.node.workers).toBe(2);
  expect(outcome.node.draws).toHaveLength(4 * 200);
  expect(new Set(outcome.node.draws).size).toBeGreaterThan(400);
  if (outcome.page) {
    expect(outcome.page.workers).toBe(2);
    expect(outcome.page.draws).toEqual(outcome.node.draws);
  } else {
    console.info('Chromium is not installed: the page was left out.');
  }
}, 180_000);
