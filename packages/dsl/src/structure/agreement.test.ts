/**
 * Models as they are declared and as they are rewritten have one posterior: means and standard deviations of everything agree to
 * within Monte Carlo error. Around 120 comparisons; at |z| < 5 a false alarm has a chance of 7e-5, and seeds are fixed.
 */
import { gather, stack } from '@credence/autodiff';
import { distributions, Model, mixture, sample } from '../index.js';

const options = { draws: 2000, tune: 1000, chains: 4, seed: 11, progress: false, workers: 0 } as const;
const effects = [28, 8, -3, 7, -1, 1, 18, 12];
const errors = [15, 10, 16, 11, 9, 11, 10, 18];
const heights = [2.1, -0.3, 1.2, 0.4, 3.3, -1.7, 0.9, 0.2, 2.2, -0.1];
const group = Int32Array.from([0, 2, 2, 1, 0, 2, 0, 0, 1, 1]);

/** Non-centred, so that it can be sampled as it is declared. */
function eightSchools(): Model {
  const m = new Model('eight schools');
  const mu = m.normal('mu', { mu: 0, sigma: 5 });
  const tau = m.halfNormal('tau', { sigma: 5 });
  const raw = m.normal('raw', { mu: 0, sigma: 1 }, { shape: 8 });
  const theta = m.deterministic('theta', mu.add(tau.mul(raw)));
  m.normal('y', { mu: theta, sigma: errors }, { observed: effects });
  return m;
}

function groups(): Model {
  const m = new Model('groups');
  const centre = m.normal('centre', { mu: 0, sigma: 2 });
  const level = m.normal('level', { mu: centre, sigma: 1 }, { shape: 3 });
  const noise = m.halfNormal('noise', { sigma: 1 });
  m.normal('y', { mu: gather(level, group), sigma: noise }, { observed: heights });
  m.normal('later', { mu: level, sigma: noise });
  return m;
}

function missing(): Model {
  const m = new Model('missing');
  const centre = m.normal('centre', { mu: 0, sigma: 2 });
  const spread = m.halfNormal('spread', { sigma: 2 });
  m.normal('y', { mu: centre, sigma: spread }, { observed: [...heights.slice(2), Number.NaN], missing: 'impute' });
  return m;
}

test.each([
  ['eight schools', eightSchools],
  ['groups', groups],
  ['missing values', missing],
] as const)('%s', async (_, build) => {
  const declared = await sample(build(), { ...options, rewrites: false });
  const rewritten = await sample(build(), { ...options, seed: 12 });
  expect(rewritten.structure?.applied.length).toBeGreaterThan(0);
  const rows = declared.summary().rows;
  const others = rewritten.summary().rows;
  expect(others.map(({ name }) => name)).toEqual(rows.map(({ name }) => name));
  for (const [i, row] of rows.entries()) {
    const other = others[i]!;
    expect(Math.abs(row.mean - other.mean) / Math.hypot(row.mcseMean, other.mcseMean)).toBeLessThan(5);
    expect(Math.abs(row.sd - other.sd) / Math.hypot(row.mcseSd, other.mcseSd)).toBeLessThan(5);
  }
  expect(rewritten.verdict.text).toBe(
    'No divergences; R-hat, effective sample sizes, E-BFMI and tree depths are as they should be.',
  );
});

test('an index for each value is the mixture that a user would write by hand', async () => {
  const m = new Model('by index');
  const p = m.beta('p', { alpha: 2, beta: 2 });
  const high = m.normal('high', { mu: 2, sigma: 1 });
  const k = m.bernoulli('k', { p }, { shape: 10 });
  m.normal('y', { mu: k.mul(high), sigma: 0.7 }, { observed: heights });
  const indexed = await sample(m, options);
  expect(indexed.run.draws.dimension).toBe(2);

  const { normal } = distributions;
  const hand = new Model('by hand');
  const q = hand.beta('p', { alpha: 2, beta: 2 });
  const top = hand.normal('high', { mu: 2, sigma: 1 });
  const weights = stack([q.neg().add(1), q]);
  const components = [normal.dist({ mu: 0, sigma: 0.7 }), normal.dist({ mu: top, sigma: 0.7 })];
  hand.random('y', mixture({ weights, components }), { observed: heights });
  const written = await sample(hand, { ...options, seed: 13 });
  for (const name of ['p', 'high']) {
    const [a, b] = [indexed, written].map((posterior) => posterior.summary(name).rows[0]!);
    expect(Math.abs(a!.mean - b!.mean) / Math.hypot(a!.mcseMean, b!.mcseMean)).toBeLessThan(5);
    expect(Math.abs(a!.sd - b!.sd) / Math.hypot(a!.mcseSd, b!.mcseSd)).toBeLessThan(5);
  }
  // Membership of an observation, averaged over the draws of p and high, from the draws of the other run.
  const [ps, highs] = ['p', 'high'].map((name) => written.draws(name).values);
  const density = (x: number, mu: number) => Math.exp(-0.5 * ((x - mu) / 0.7) ** 2);
  for (const i of [2, 3]) {
    const y = heights[i]!;
    const chance = ps!.reduce((sum, share, d) => {
      const one = share * density(y, highs![d]!);
      return sum + one / (one + (1 - share) * density(y, 0));
    }, 0);
    const row = indexed.summary('k').rows[i]!;
    expect(Math.abs(row.mean - chance / ps!.length)).toBeLessThan(5 * Math.SQRT2 * row.mcseMean + 0.01);
  }
});
