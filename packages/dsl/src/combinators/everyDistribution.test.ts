/**
 * Combinators on every distribution of the library that has a cdf and exact values: at parameters from there, with bounds at
 * quantiles, so that what they must give is known.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { data } from '@credence/autodiff';
import { AppliedDistribution } from '../distributions/applied.js';
import { supportAt } from '../distributions/cumulative.js';
import type { Distribution } from '../distributions/distribution.js';
import * as distributions from '../distributions/index.js';
import { bijections, censored, intervalCensored, mixture, transformed, truncated } from './index.js';

/** A number for each row, or a list of one length. */
type Columns = Readonly<Record<string, readonly (number | number[] | null)[]>>;

const folder = new URL('../distributions/golden/', import.meta.url);
const all: Readonly<Record<string, Distribution>> = { ...distributions };

/** Its support, whatever the values of its parameters. */
const supportWith = (distribution: Distribution, names: readonly string[], columns: Columns) =>
  supportAt(
    distribution,
    Object.fromEntries(
      names.map((name) => {
        const first = columns[name]?.[0];
        return [name, data(name, Array.isArray(first) ? [first.length] : [])];
      }),
    ),
  );

/** The first rows of a file whose parameters are of moderate size, for a distribution of numbers with a density. */
function rowsOf(file: string): readonly AppliedDistribution<number>[] {
  const columns: Columns = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
  const distribution = all[file.replace('.json', '').split('_')[0]!];
  if (distribution?.logCdf === undefined || columns.logCdf === undefined) return [];
  const names = Object.keys(distribution.parameters).filter((name) => name in columns);
  if (distribution.eventRank > 0) return [];
  const { discrete, mixed } = supportWith(distribution, names, columns);
  if (discrete === true || mixed !== undefined) return [];
  const rows = columns.logCdf.map((_, i) => names.map((name) => [name, columns[name]![i] ?? 0] as const));
  const moderate = rows.filter((row) =>
    row.every(([, value]) => [value].flat().every((one) => Math.abs(one) > 0.1 && Math.abs(one) < 50)),
  );
  return moderate.slice(0, 2).map((row) => new AppliedDistribution<number>(distribution, Object.fromEntries(row)));
}

const cases = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .flatMap(rowsOf)
  .map((base) => ({ name: String(base), base }));

test('there are enough of them', () => expect(cases.length).toBeGreaterThan(30));

test.each(cases)('$name', ({ base }) => {
  const [low, middle, high] = [0.2, 0.45, 0.7].map((p) => Number(base.icdf(p)));
  const bounds = { lower: low!, upper: high! };
  const density = base.logProb(middle!);

  const cut = truncated(base, bounds);
  expect(cut.logProb(middle!)).toBeCloseTo(density - Math.log(0.5), 9);
  expect([cut.cdf(low!), cut.cdf(high!)]).toEqual([0, 1]);
  expect(cut.cdf(middle!)).toBeCloseTo(0.5, 9);
  expect(cut.random(1, 200).every((x) => x >= low! && x <= high!)).toBe(true);

  const seen = censored(base, bounds);
  expect(seen.logProb(low!)).toBeCloseTo(Math.log(0.2), 9);
  expect(seen.logProb(high!)).toBeCloseTo(Math.log(0.3), 9);
  expect(seen.logProb(middle!)).toBe(density);
  expect(intervalCensored(base).logProb([low!, high!])[0]).toBeCloseTo(Math.log(0.5), 9);

  const same = mixture({ weights: [0.3, 0.7], components: [base, base] });
  expect(same.logProb(middle!)).toBeCloseTo(density, 12);
  const both = mixture({ weights: [0.5, 0.5], components: [base, cut] });
  expect(both.logProb(middle!)).toBeCloseTo(density + Math.log(1.5), 9);

  const moved = transformed(base, bijections.affine({ loc: 1, scale: 2 }));
  expect(moved.logProb(1 + 2 * middle!)).toBeCloseTo(density - Math.LN2, 9);
  expect(moved.cdf(1 + 2 * middle!)).toBeCloseTo(0.45, 9);
  const turned = transformed(base, bijections.negate);
  expect(turned.cdf(-high!)).toBeCloseTo(0.3, 9);
});
