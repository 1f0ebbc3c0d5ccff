/**
 * Samples models on a backend of TensorFlow.js and on wasm, and prints the summaries of both as JSON. Run in a process of
 * its own: inside Jest's sandbox each call on TensorFlow.js takes several times as long.
 *
 * Arguments: the backend's name, tune and draws of each of 4 chains, and a file URL of @tensorflow/tfjs-node or nothing.
 */
import { loadTfjsBackend, Model, sample } from '@credence/dsl';
import { eightSchools } from '../../src/eightSchools.js';
import { partialPooling } from '../../src/partialPooling/model.js';
import { simulateSurvey } from '../../src/partialPooling/survey.js';

export interface Row {
  readonly name: string;
  readonly mean: number;
  readonly sd: number;
  readonly mcseMean: number;
  readonly mcseSd: number;
}

export interface Outcome {
  readonly backend: string;
  readonly models: readonly {
    readonly name: string;
    readonly tfjs: readonly Row[];
    readonly wasm: readonly Row[];
    /** What wasm gives for a model that differs: the comparison must see it. */
    readonly wrong: readonly Row[];
    readonly seconds: number;
    /** Times that the event loop came round while TensorFlow.js sampled, and tensors it left. */
    readonly ticks: number;
    readonly tensorsLeft: number;
  }[];
}

const [, , prefer = 'wasm', tune = '300', draws = '300', tfjsNode] = process.argv;
const survey = simulateSurvey({ objects: 100, truth: { thetaMu: 0, thetaSigma: 1 }, alpha: 1, seed: 1 });

/** Eight schools with another prior mean of the common effect. */
function shiftedSchools(): Model {
  const model = new Model();
  const mu = model.normal('mu', { mu: 2, sigma: 5 });
  const tau = model.halfCauchy('tau', { beta: 5 });
  const standardised = model.normal('standardised', { mu: 0, sigma: 1 }, { shape: 8 });
  const theta = model.deterministic('theta', mu.add(tau.mul(standardised)));
  const observed = [28, 8, -3, 7, -1, 1, 18, 12];
  model.normal('effect', { mu: theta, sigma: [15, 10, 16, 11, 9, 11, 10, 18] }, { observed });
  return model;
}

const models: readonly (readonly [name: string, model: Model, wrong: Model])[] = [
  ['partial pooling', partialPooling(survey), partialPooling({ ...survey, alpha: 1.1 })],
  ['eight schools', eightSchools(), shiftedSchools()],
];

async function rowsOf(model: Model, options: Parameters<typeof sample>[1]): Promise<readonly Row[]> {
  const posterior = await sample(model, { chains: 4, progress: false, ...options });
  return posterior.summary().rows.map(({ name, mean, sd, mcseMean, mcseSd }) => ({ name, mean, sd, mcseMean, mcseSd }));
}

const { tf, backend } = await loadTfjsBackend({ prefer: [prefer], ...(tfjsNode ? { tfjsNode } : {}) });
const outcome: Outcome = { backend, models: [] };
const found: Outcome['models'][number][] = [];
for (const [name, model, wrong] of models) {
  const long = { draws: 2000, tune: 1000, seed: 2, workers: 0 };
  const wasm = await rowsOf(model, long);
  const differing = await rowsOf(wrong, long);
  let ticks = 0;
  const timer = setInterval(() => ticks++, 1);
  const tensors = tf.memory().numTensors;
  const begun = performance.now();
  const tfjs = await rowsOf(model, { backend: 'tfjs', tune: Number(tune), draws: Number(draws), seed: 1 });
  const seconds = (performance.now() - begun) / 1000;
  clearInterval(timer);
  found.push({ name, tfjs, wasm, wrong: differing, seconds, ticks, tensorsLeft: tf.memory().numTensors - tensors });
}
console.log(JSON.stringify({ ...outcome, models: found }));
