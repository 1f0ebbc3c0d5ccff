/**
 * pnpm bench:random [--json]
 *
 * Microseconds of CPU for 1000 random numbers, in blocks and one by one, beside the host's own generator, whose numbers
 * cannot be seeded.
 */
import { keyFromSeed, stream } from '@credence/numerics';
import { checkBuild } from './build.js';
import { measure, warmUp } from './measure.js';
import { figure, printTable } from './table.js';

/** Microseconds that a block of 1000 normals may take. */
const bar = 8;
const COUNT = 1000;

checkBuild();
const json = process.argv.includes('--json');
const rng = stream(keyFromSeed(1), 0);
const out = new Float64Array(COUNT);
const last = (): number => out[COUNT - 1]!;
const each = (draw: () => number) => (): number => {
  for (let i = 0; i < COUNT; i++) out[i] = draw();
  return last();
};

const cases: readonly (readonly [what: string, call: () => number])[] = [
  [
    'normals, block',
    () => {
      rng.normals(out);
      return last();
    },
  ],
  [
    'uniforms, block',
    () => {
      rng.uniforms(out);
      return last();
    },
  ],
  ['normal()', each(() => rng.normal())],
  ['uniform()', each(() => rng.uniform())],
  ['exponential()', each(() => rng.exponential())],
  ['gamma(3)', each(() => rng.gamma(3))],
  ['poisson(4)', each(() => rng.poisson(4))],
  ['poisson(400)', each(() => rng.poisson(400))],
  ['Math.random()', each(() => Math.random())],
];
const rows = cases.map(([what, call]) => {
  const { nanoseconds } = measure(call, warmUp(call, { seconds: 0.2 }), { blocks: 15 });
  return { what, microseconds: nanoseconds / 1000 };
});
if (json) for (const row of rows) console.log(JSON.stringify(row));
else {
  console.log('Microseconds of CPU for 1000 random numbers');
  printTable(
    ['numbers', 'us', ''],
    rows.map(({ what, microseconds }, i) => [
      what,
      figure(microseconds),
      i > 0 ? '' : microseconds <= bar ? 'ok' : `MISSED: at most ${bar}`,
    ]),
  );
}
