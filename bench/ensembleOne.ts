/** Our side of bench:ensemble, in a process of its own: node ensembleOne.js SEED...; prints one JSON line. */
import { compile, Model } from '@credence/dsl';
import { keyFromSeed, stream } from '@credence/numerics';
import { type EnsembleResult, sampleEnsemble } from '@credence/samplers';
import type { EnsembleRun } from './ensemble.js';
import { cpuSeconds } from './measure.js';
import { field } from './models/peerModel.js';
import { peerData } from './peers.js';

const WALKERS = 100;
const STEPS = 500;
const BURN_IN = 100;
const x = field(peerData('toy'), 'x');
const data = Float64Array.from(x);

/** Point estimates as if they were the true values: x_i ~ Normal(mu, sigma), uniform priors; as a user would write it. */
function logProbability(theta: Float64Array): number {
  const mu = theta[0]!;
  const sigma = theta[1]!;
  if (!(mu > -5 && mu < 5 && sigma > 0 && sigma < 2)) return Number.NEGATIVE_INFINITY;
  let sum = 0;
  for (let i = 0; i < data.length; i++) {
    const z = (data[i]! - mu) / sigma;
    sum += z * z;
  }
  return -0.5 * sum - data.length * Math.log(sigma);
}

const model = new Model('point estimates');
const mu = model.uniform('theta_mu', { lower: -5, upper: 5 });
const sigma = model.uniform('theta_sigma', { lower: 0, upper: 2 });
model.normal('x', { mu, sigma }, { observed: x });

/** emcee's start: (0, 1) with sd 0.01. */
function start(seed: number): Float64Array {
  const places = new Float64Array(2 * WALKERS);
  stream(keyFromSeed(seed), 2 ** 40).normals(places);
  return places.map((value, i) => (i % 2) + 0.01 * value);
}

const settings = { walkers: WALKERS, steps: STEPS, interruptible: false } as const;

async function functionRun(seed: number): Promise<EnsembleRun> {
  const before = cpuSeconds();
  const result = await sampleEnsemble({ ...settings, logProbability, dimension: 2, start: start(seed), seed });
  return figuresOf(cpuSeconds() - before, result, (place) => place);
}

async function modelRun(seed: number): Promise<EnsembleRun> {
  const compiled = compile(model);
  const places = start(seed);
  for (let w = 0; w < WALKERS; w++) {
    const own = { theta_mu: places[2 * w]!, theta_sigma: places[2 * w + 1]! };
    places.set(compiled.unconstrain(own), 2 * w);
  }
  const before = cpuSeconds();
  const result = await sampleEnsemble({ ...settings, density: compiled, start: places, seed });
  const cpu = cpuSeconds() - before;
  return figuresOf(cpu, result, (place) => [
    compiled.valueAt('theta_mu', place)[0] ?? Number.NaN,
    compiled.valueAt('theta_sigma', place)[0] ?? Number.NaN,
  ]);
}

function figuresOf(
  cpu_s: number,
  result: EnsembleResult,
  own: (place: Float64Array) => ArrayLike<number>,
): EnsembleRun {
  const mean = [0, 0];
  const count = (STEPS - BURN_IN) * WALKERS;
  for (let step = BURN_IN; step < STEPS; step++) {
    for (let walker = 0; walker < WALKERS; walker++) {
      const values = own(result.position(step, walker));
      for (const d of [0, 1]) mean[d]! += values[d]! / count;
    }
  }
  const tau = Math.max(...result.autocorrelationTime({ discard: BURN_IN }));
  const acceptance = result.acceptanceFractions.reduce((sum, share) => sum + share, 0) / WALKERS;
  return { cpu_s, tau, acceptance, mean };
}

const seeds = process.argv.slice(2).map(Number);
const functions: EnsembleRun[] = [];
const models: EnsembleRun[] = [];
for (const seed of seeds) functions.push(await functionRun(seed));
for (const seed of seeds) models.push(await modelRun(seed));
console.log(JSON.stringify({ 'credence function': functions, 'credence model': models }));
