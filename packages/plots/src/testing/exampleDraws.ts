/** Draws for tests of pictures: eight schools in shape, with names of every kind, the same on every machine. */
import { keyFromSeed, stream } from '@credence/numerics';
import { type PlotSource, plotSource } from '../source/source.js';

export const SCHOOLS = [
  'Choate',
  'Deerfield',
  'Phillips Andover',
  'Phillips Exeter',
  'Hotchkiss',
  'Lawrenceville',
  "St. Paul's",
  'Mt. Hermon',
];

/** Chains of draws of `mu`, `tau`, `log_tau`, `p`, `k`, `theta` by school, with energies and a few divergences at small tau. */
export function exampleDraws(draws = 500, chains = 4, seed = 1): PlotSource {
  const rng = stream(keyFromSeed(seed), 0);
  const each = <T>(make: () => T): T[][] =>
    Array.from({ length: chains }, () => Array.from({ length: draws }, () => make()));
  const rows = each(() => {
    const mu = 4.4 + 3.3 * rng.normal();
    const tau = Math.abs(4 * rng.normal()) + 0.05;
    const theta = SCHOOLS.map((_, i) => mu + tau * rng.normal() + (tau / (tau + 6)) * (10 - 3 * i));
    return {
      mu,
      tau,
      theta,
      p: rng.uniform(),
      k: Math.floor(9 * rng.uniform() ** 2),
      energy: 50 + 4 * rng.normal(),
      divergent: tau < 0.3 && rng.uniform() < 0.5 ? 1 : 0,
    };
  });
  const take = <K extends keyof (typeof rows)[number][number]>(key: K) =>
    rows.map((chain) => chain.map((row) => row[key]));
  return plotSource(
    {
      mu: take('mu'),
      tau: take('tau'),
      log_tau: rows.map((chain) => chain.map(({ tau }) => Math.log(tau))),
      p: take('p'),
      k: take('k'),
      theta: take('theta'),
    },
    {
      dims: { theta: ['school'] },
      coords: { school: SCHOOLS },
      statistics: { energy: take('energy'), divergent: take('divergent') },
    },
  );
}
