/** The packages as a user gets them: packed, installed into an empty folder, type-checked, and sampled with workers. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

interface Picture {
  readonly width: number;
  readonly height: number;
  readonly signature: readonly number[];
  readonly bytes: number;
  readonly median: number;
  readonly graph: string;
}

interface Outcome {
  readonly packages: readonly string[];
  readonly node: { readonly draws: readonly number[]; readonly workers: number; readonly picture: Picture };
  readonly page: {
    readonly draws: readonly number[];
    readonly workers: number;
    readonly picture: Picture & { readonly wellFormed: boolean };
  } | null;
}

const script = fileURLToPath(new URL('../../../tools/pack/pack.mjs', import.meta.url));

test('packs, installs, type-checks, samples with workers and draws pictures in Node and in a page', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8', maxBuffer: 2 ** 26 });
  expect({ status, stderr }).toEqual({ status: 0, stderr: expect.any(String) });
  const outcome: Outcome = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');

  expect(outcome.packages).toHaveLength(5);
  expect(outcome.node.workers).toBe(2);
  expect(outcome.node.draws).toHaveLength(4 * 200);
  expect(new Set(outcome.node.draws).size).toBeGreaterThan(400);
  const { picture } = outcome.node;
  expect(picture.signature).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  expect(picture.bytes).toBeGreaterThan(10_000);
  if (outcome.page) {
    const own = outcome.page.picture;
    expect([own.width, own.height, own.median, own.graph]).toEqual([
      picture.width,
      picture.height,
      picture.median,
      picture.graph,
    ]);
    expect(own.signature).toEqual(picture.signature);
    expect(own.bytes).toBeGreaterThan(10_000);
    expect(own.wellFormed).toBe(true);
    expect(outcome.page.workers).toBe(2);
    expect(outcome.page.draws).toEqual(outcome.node.draws);
  } else {
    console.info('Chromium is not installed: the page was left out.');
  }
}, 180_000);
