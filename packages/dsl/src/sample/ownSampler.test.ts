/** A sampler of one's own on a declared model; the guide shows this code. Also the samplers beside NUTS, by name. */
import { readFileSync } from 'node:fs';
import { Model, sample } from '@credence/dsl';
import { exp, keyFromSeed } from '@credence/numerics';
import { runChains, type Sampler, summarizeQuantity } from '@credence/samplers';
import { samplerLaws } from '@credence/samplers/testing';

/** The Metropolis-adjusted Langevin algorithm: Roberts & Tweedie (1996), Bernoulli 2(4). */
const langevin: Sampler = {
  name: 'Langevin',
  statistics: ['logDensity', 'acceptance', 'stepSize', 'leapfrogs'],
  begin(density, { position, logDensity, tune, saved }) {
    const { dimension } = density;
    const statistics = { logDensity, acceptance: 0, stepSize: Number(saved ?? 1), leapfrogs: 0 };
    let gradient = new Float64Array(dimension);
    let newGradient = new Float64Array(dimension);
    const proposal = new Float64Array(dimension);
    density.logDensityAndGradient(position, gradient);

    /** Log density, up to a constant, of the proposal `to` from `from`: normal about a step uphill. */
    const logProposal = (to: Float64Array, from: Float64Array, slope: Float64Array) => {
      const size = statistics.stepSize;
      return to.reduce((sum, x, i) => sum - (x - from[i]! - 0.5 * size * size * slope[i]!) ** 2, 0) / (2 * size * size);
    };

    return {
      position,
      statistics,
      transition(rng, iteration) {
        const size = statistics.stepSize;
        for (let i = 0; i < dimension; i++) {
          proposal[i] = position[i]! + 0.5 * size * size * gradient[i]! + size * rng.normal();
        }
        const proposed = density.logDensityAndGradient(proposal, newGradient);
        const back = logProposal(position, proposal, newGradient) - logProposal(proposal, position, gradient);
        const acceptance = Number.isFinite(proposed) ? Math.min(1, exp(proposed - statistics.logDensity + back)) : 0;
        if (rng.uniform() < acceptance) {
          position.set(proposal);
          [gradient, newGradient] = [newGradient, gradient];
          statistics.logDensity = proposed;
        }
        // In warm-up only: towards an acceptance of 0.574 (Roberts & Rosenthal 1998).
        if (iteration < tune) statistics.stepSize *= exp((acceptance - 0.574) / Math.sqrt(iteration + 1));
        statistics.acceptance = acceptance;
        statistics.leapfrogs = 1;
      },
      save: () => statistics.stepSize,
    };
  },
};

const y = [2.1, 1.4, 3.3, 2.8, 0.9, 2.2];

/** The posterior of mu is normal: precision 1/25 + 6, mean sum(y) / precision. */
function known() {
  const model = new Model('known');
  const mu = model.normal('mu', { mu: 0, sigma: 5 });
  model.normal('y', { mu, sigma: 1 }, { observed: y });
  return model;
}
const precision = 1 / 25 + 6;
const mean = 12.7 / precision;

test('a sampler of one’s own gives a posterior', async () => {
  const model = new Model('line');
  const slope = model.normal('slope', { mu: 0, sigma: 5 });
  const noise = model.halfNormal('noise', { sigma: 2 });
  model.normal('y', { mu: slope.mul([1, 2, 3, 4]), sigma: noise }, { observed: [2.1, 3.9, 6.2, 7.8] });

  const posterior = await sample(model, { sampler: langevin, tune: 2000, draws: 4000, seed: 1 });
  expect(posterior.verdict.text).toBe('R-hat and effective sample sizes are as they should be.');
  const reference = await sample(model, { seed: 2, draws: 4000 });
  for (const name of ['slope', 'noise']) {
    const [own] = posterior.summary(name).rows;
    const [nuts] = reference.summary(name).rows;
    const error = Math.hypot(own!.mcseMean, nuts!.mcseMean);
    expect(Math.abs(own!.mean - nuts!.mean)).toBeLessThan(5 * error);
  }
  expect(posterior.run.placement).toEqual({ workers: 0, reason: 'own-sampler' });
  const stats = posterior.toInferenceData().group('sample_stats');
  expect(stats.names).toEqual(expect.arrayContaining(['lp', 'acceptance_rate']));
  expect(stats.names).not.toContain('diverging');
});

describe('the laws of samplers', () => {
  for (const { name, check } of samplerLaws(langevin, { seed: 3 })) {
    test(name, check);
  }
});

test('a density that no model declared', async () => {
  const density = {
    dimension: 2,
    logDensityAndGradient([x = 0, y = 0]: Float64Array, gradient: Float64Array) {
      gradient[0] = -x + (y - x * x) * 2 * x;
      gradient[1] = -(y - x * x);
      return -0.5 * (x * x + (y - x * x) ** 2);
    },
  };
  const { draws } = await runChains({
    density,
    sampler: langevin,
    chains: 4,
    tune: 1000,
    draws: 5000,
    key: keyFromSeed(1),
  });
  const { mean, mcseMean } = summarizeQuantity(draws.scalar(0));
  expect(Math.abs(mean)).toBeLessThan(5 * mcseMean);
});

const named = [
  ['metropolis', 'metropolis'],
  ['slice', 'slice'],
  ['hmc', { kind: 'hmc', steps: 4 }],
] as const;

test.each(named)('%s samples a declared model', async (_, sampler) => {
  const posterior = await sample(known(), { sampler, seed: 4, draws: 2000, rewrites: false });
  const [row] = posterior.summary('mu').rows;
  expect(Math.abs(row!.mean - mean)).toBeLessThan(5 * row!.mcseMean);
  expect(Math.abs(row!.sd / Math.sqrt(1 / precision) - 1)).toBeLessThan(0.1);
  expect(posterior.verdict.converged).toBe(true);
});

test.each(named)('%s gives the same bits in workers', async (_, sampler) => {
  // Workers are files of the build.
  const entry = new URL('../../dist/bundle/index.js', import.meta.url).href;
  const built: typeof import('@credence/dsl') = await import(entry);
  const draws = async (workers: number) => {
    const model = new built.Model('pair');
    model.normal('x', { mu: 0, sigma: [1, 3] }, { shape: 2 });
    const options = { sampler, workers, seed: 4, draws: 200, rewrites: false };
    const posterior = await built.sample(model, options);
    expect(posterior.run.placement.workers).toBe(workers);
    return posterior.draws('x').values;
  };
  expect(await draws(2)).toEqual(await draws(0));
});

test('the guide shows the code of this file', () => {
  const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
  const blocks = [...read('../../../../docs/how-to/add-a-sampler.md').matchAll(/```ts\n(.*?)```/gs)];
  expect(blocks).toHaveLength(4);
  for (const [, code = ''] of blocks) expect(read('./ownSampler.test.ts')).toContain(code);
});
