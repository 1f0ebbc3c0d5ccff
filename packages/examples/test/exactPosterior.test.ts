/**
 * The partial-pooling model against its exact posterior.
 *
 * Data without random numbers: x_i = 2 + sqrt(1.25) Phi^-1((i - 1/2) / N). With mu integrated out, the posterior of
 * (theta_mu, theta_sigma) is an integral over a plane, done by quadrature to 1e-12 (values below). Five comparisons at
 * |z| < 4 a model: false alarm 3e-4 for a seed chosen blindly; seeds are fixed. A likelihood with a wrong error must fail.
 */
import { Model, type Posterior, sample } from '@credence/dsl';
import { normalQuantile } from '@credence/numerics';

const exact = {
  50: { thetaMu: [2, 0.15925580776], thetaSigma: [0.456532859039, 0.244332486351], mu1: 1.516216735 },
  1000: { thetaMu: [2, 0.0353283853499], thetaSigma: [0.494752620248, 0.0575730508743], mu1: 1.274743558 },
} as const;

const measurements = (N: number): Float64Array =>
  Float64Array.from({ length: N }, (_, i) => 2 + Math.sqrt(1.25) * normalQuantile((i + 0.5) / N));

interface Form {
  readonly N: number;
  readonly alpha: number;
}

/** The form of the equations. Sampled well where the data pin down each mu_i and theta_sigma stays away from 0. */
function centred({ N, alpha }: Form): Model {
  const model = new Model('partial pooling, centred');
  const thetaMu = model.uniform('theta_mu', { lower: -10, upper: 10 });
  const thetaSigma = model.uniform('theta_sigma', { lower: 0, upper: 10 });
  const mu = model.normal('mu', { mu: thetaMu, sigma: thetaSigma }, { shape: N });
  model.normal('x', { mu, sigma: alpha }, { observed: measurements(N) });
  return model;
}

/** With 50 objects theta_sigma reaches 0, where the mu_i close in on theta_mu: a funnel, which standardised values straighten. */
function standardised({ N, alpha }: Form): Model {
  const model = new Model('partial pooling, standardised');
  const thetaMu = model.uniform('theta_mu', { lower: -10, upper: 10 });
  const thetaSigma = model.uniform('theta_sigma', { lower: 0, upper: 10 });
  const z = model.normal('z', { mu: 0, sigma: 1 }, { shape: N });
  const mu = model.deterministic('mu', thetaMu.add(thetaSigma.mul(z)));
  model.normal('x', { mu, sigma: alpha }, { observed: measurements(N) });
  return model;
}

/** z scores of means and sds, in Monte Carlo standard errors. */
function scores(posterior: Posterior, { thetaMu, thetaSigma, mu1 }: (typeof exact)[50 | 1000]): number[] {
  const summary = posterior.summary();
  const row = (name: string) => {
    const found = summary.row(name);
    if (!found) throw new Error(`No row '${name}'.`);
    return found;
  };
  return [
    ...[['theta_mu', thetaMu] as const, ['theta_sigma', thetaSigma] as const].flatMap(([name, [mean, sd]]) => [
      (row(name).mean - mean) / row(name).mcseMean,
      (row(name).sd - sd) / row(name).mcseSd,
    ]),
    (row('mu[0]').mean - mu1) / row('mu[0]').mcseMean,
  ];
}

const worst = (values: readonly number[]): number => Math.max(...values.map(Math.abs));

test('the data are those of the reference', () => {
  expect(measurements(1000)[0]).toBeCloseTo(-1.678920727, 8);
  expect(measurements(50)[0]).toBeCloseTo(-0.600935993, 8);
});

test('N = 1000, centred: means and sds of the exact posterior', async () => {
  const posterior = await sample(centred({ N: 1000, alpha: 1 }), { seed: 1, workers: 0, progress: false });
  expect(worst(scores(posterior, exact[1000]))).toBeLessThan(4);
  expect(posterior.divergences).toBe(0);
}, 60_000);

test('N = 50, a funnel, standardised: means and sds of the exact posterior', async () => {
  const options = { seed: 1, workers: 0, progress: false, draws: 2000, targetAccept: 0.95 };
  const posterior = await sample(standardised({ N: 50, alpha: 1 }), options);
  expect(worst(scores(posterior, exact[50]))).toBeLessThan(4);
  expect(posterior.divergences).toBe(0);
}, 60_000);

test('a likelihood with an error of 1.05 instead of 1 is noticed', async () => {
  const posterior = await sample(centred({ N: 1000, alpha: 1.05 }), { seed: 1, workers: 0, progress: false });
  expect(worst(scores(posterior, exact[1000]))).toBeGreaterThan(4);
}, 60_000);
