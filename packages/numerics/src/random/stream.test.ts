import { loadRandom, type Mutation, type RandomModules } from '../../test/mutants.js';
import { CredenceError, keyFromSeed, type Rng, type RngState, restore, split, stream } from '../index.js';
import { blocksModule } from './blocks.js';
import golden from './golden/stream.json' with { type: 'json' };
import { philox4x32 } from './philox.js';
import { streamWithoutBlocks } from './stream.js';

const START: RngState = { key: keyFromSeed(-987_654_321_987), counter: 2 ** 53 - 1, position: 0 };

const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof CredenceError) return `${error.code}: ${error.message}`;
  }
  return 'no error';
};

test('the words of a stream are the Philox blocks of (index, stream counter) under its key', () => {
  const counter = 5 * 2 ** 32 + 7;
  const key = keyFromSeed(2 ** 40 + 3);
  expect(key).toEqual([3, 256]);
  const rng = stream(key, counter);
  const block = new Uint32Array(4);
  for (let index = 0; index < 9; index++) {
    philox4x32(block, index, 0, 7, 5, 3, 256);
    expect([rng.uint32(), rng.uint32()]).toEqual([block[1], block[3]]);
  }
});

test.each(golden)('numbers of seed $seed, counter $counter are those of the definition in 40 digits', (reference) => {
  const { seed, counter, start, uniforms, normals, rare } = reference;
  const at = (position: number): Rng => restore({ key: keyFromSeed(seed), counter, position });
  const [first, second] = [at(start), at(start)];
  expect(uniforms.map(() => first.uniform())).toEqual(uniforms);
  // Rounding adds up over the 512 edges of the tables.
  const close = (actual: number, expected: number): void => {
    expect(Math.abs(actual / expected - 1)).toBeLessThan(1e-13);
  };
  for (const expected of normals) close(second.normal(), expected);
  for (const [position, expected] of rare) close(at(position!).normal(), expected!);
});

const methods: readonly ((rng: Rng) => unknown)[] = [
  (rng) => rng.uint32(),
  (rng) => rng.normal(),
  (rng) => rng.gamma(0.2),
  (rng) => rng.poisson(1000),
  (rng) => rng.binomial(50, 0.4),
  (rng) => rng.normals(new Float64Array(21)),
  (rng) => rng.uniforms(new Float64Array(3)),
  (rng) => rng.permutation(5),
];

test('a restored stream goes on with the same numbers, wherever it stood', () => {
  const rng = stream(START.key, 3);
  for (let round = 0; round < 5; round++) {
    for (const method of methods) {
      method(rng);
      const again = restore(JSON.parse(JSON.stringify(rng.state)));
      for (let i = 0; i < 20; i++) expect(again.normal()).toBe(rng.normal());
      expect(again.state).toEqual(rng.state);
    }
  }
});

const POSITIONS = [0, 1, 6, 2 ** 33 - 3000, 2 ** 33 - 1, 2 ** 33, 2 ** 40 + 5];

test.each(POSITIONS)(
  'WebAssembly and JavaScript, blocks and single draws give the same bits from position %d',
  (position) => {
    const at = { ...START, position };
    const count = 3001;
    for (const what of ['normals', 'uniforms'] as const) {
      const block = new Float64Array(count);
      restore(at)[what](block);
      const inScript = new Float64Array(count);
      streamWithoutBlocks(at)[what](inScript);
      const oneByOne = restore(at);
      const single = Float64Array.from(block, () => (what === 'normals' ? oneByOne.normal() : oneByOne.uniform()));
      expect(new BigUint64Array(inScript.buffer)).toEqual(new BigUint64Array(block.buffer));
      expect(new BigUint64Array(single.buffer)).toEqual(new BigUint64Array(block.buffer));
      expect(oneByOne.position).toBe(position + count);
    }
  },
);

test('a million normals are the same bits in WebAssembly and JavaScript, unsettled ones included', () => {
  const block = new Float64Array(1_000_000);
  stream(START.key, 0).normals(block);
  const script = streamWithoutBlocks({ ...START, counter: 0 });
  let different = 0;
  for (const value of block) if (!Object.is(value, script.normal())) different++;
  expect(different).toBe(0);
});

test('a page may compile the block module on its main thread', () => {
  expect(blocksModule().length).toBeLessThan(4096);
});

test('extreme words give numbers inside (0, 1), and the largest normal', () => {
  for (const [word, expected] of [
    [0, 2 ** -54],
    [0xffffffff, 1 - 2 ** -53],
  ] as const) {
    const fixed = loadRandom(undefined, { './philox.js': { philox4x32: (out: Uint32Array) => out.fill(word) } });
    const rng = fixed.streamWithoutBlocks(START);
    expect(rng.uniform()).toBe(expected);
    expect(Number.isFinite(rng.exponential())).toBe(true);
    expect(rng.exponential()).toBeGreaterThan(0);
  }
});

/** All counters enciphered while normals are drawn from two streams and children are made. */
function enciphered(mutation?: Mutation): { readonly distinct: number; readonly total: number } {
  const seen: string[] = [];
  const recording = {
    philox4x32(out: Uint32Array, ...input: readonly number[]): void {
      seen.push(input.map((word) => word >>> 0).join());
      philox4x32(out, ...(input as [number, number, number, number, number, number]));
    },
  };
  const modules: RandomModules = loadRandom(mutation, { './philox.js': recording });
  for (const counter of [0, 1, 2 ** 32]) {
    const rng = modules.streamWithoutBlocks({ key: [1, 2], counter, position: 0 });
    for (let i = 0; i < 4000; i++) rng.normal();
  }
  for (let i = 0; i < 4000; i++) modules.split([1, 2], i);
  return { distinct: new Set(seen).size, total: seen.length };
}

test('no counter is enciphered for two uses, and the test would notice', () => {
  const honest = enciphered();
  expect(honest.distinct).toBe(honest.total);
  for (const mutation of [
    { file: 'key.ts', from: 'Math.floor(index / TWO_32) | DOMAIN.children', to: 'Math.floor(index / TWO_32)' },
    { file: 'stream.ts', from: 'this.#counterHigh | DOMAIN.redraws', to: 'this.#counterHigh' },
    { file: 'stream.ts', from: 'high | (attempt << 21)', to: 'high' },
    { file: 'stream.ts', from: 'Math.floor(counter / TWO_32)', to: '0' },
  ]) {
    const { distinct, total } = enciphered(mutation);
    expect(distinct).toBeLessThan(total);
  }
});

test('streams of neighbouring keys and counters, and of child keys, are uncorrelated', () => {
  const count = 20_000;
  const key = keyFromSeed(42);
  const streams = [
    ...[0, 1, 2, 2 ** 32, 2 ** 33].map((counter) => stream(key, counter)),
    ...[43, 44, 42 + 2 ** 32].map((seed) => stream(keyFromSeed(seed), 0)),
    ...[0, 1, 2].map((index) => stream(split(key, index), 0)),
    stream(split(split(key, 0), 0), 0),
  ].map((rng) => {
    const values = new Float64Array(count);
    rng.normals(values);
    return values;
  });
  let largest = 0;
  let comparisons = 0;
  for (const [i, a] of streams.entries()) {
    for (const b of streams.slice(i)) {
      for (const lag of a === b ? [1, 2, 3, 8] : [0, 1]) {
        let sum = 0;
        for (let t = lag; t < count; t++) sum += a[t]! * b[t - lag]!;
        largest = Math.max(largest, Math.abs(sum) / Math.sqrt(count));
        comparisons++;
      }
    }
  }
  // 180 standard normal scores: beyond 4.5 once in 800 choices of seeds.
  expect(comparisons).toBe(180);
  expect(largest).toBeLessThan(4.5);
});

test('keys of different seeds and children differ', () => {
  const keys = [-1, 0, 1, 2 ** 32, 2 ** 53 - 1, 1 - 2 ** 53].map(keyFromSeed);
  const children = Array.from({ length: 50_000 }, (_, i) => split(keys[2]!, i));
  expect(new Set([...keys, ...children].map(String)).size).toBe(50_006);
  expect(keyFromSeed(-0)).toEqual([0, 0]);
});

test('mistakes are named', () => {
  expect(codeOf(() => keyFromSeed(0.5))).toMatch(/^random\/seed: A seed must be a whole number .* it is 0\.5/);
  expect(codeOf(() => keyFromSeed(2 ** 53))).toMatch(/^random\/seed/);
  expect(codeOf(() => stream([0, 1], -1))).toMatch(/^random\/counter: The counter of a stream .* it is -1/);
  expect(codeOf(() => split([0, 1], NaN))).toMatch(/^random\/counter: The index of a child key .* it is NaN/);
  expect(codeOf(() => stream([0.5, 1], 0))).toMatch(/^random\/key: .* \[0\.5, 1\]\. Make keys with keyFromSeed/);
  expect(codeOf(() => restore({ ...START, position: 1.5 }))).toMatch(/^random\/counter: The position of a stream/);
});
