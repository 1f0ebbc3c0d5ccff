/** The most used likelihoods, each of 10 000 data with a linear predictor a + b z: as a user declares them, with data drawn from them. */
import { exp, type Tensor } from '@credence/autodiff';
import { Model, type Variable } from '@credence/dsl';
import { exp as e, keyFromSeed, log, type Rng, stream } from '@credence/numerics';

export const OBSERVATIONS = 10_000;

/** Data of one likelihood; `trials` is used by the binomial alone. */
export interface LikelihoodData {
  readonly z: readonly number[];
  readonly y: readonly number[];
  readonly trials: readonly number[];
}

/** The linear predictor a + b z of a model, and its data. */
interface Predictor {
  readonly eta: Tensor;
  readonly trials: readonly number[];
  readonly observed: { readonly observed: readonly number[] };
}

interface Likelihood {
  readonly name: string;
  /** Of the distributions that have a shape and no scale. */
  readonly shape?: number;
  /** A datum whose predictor is eta. */
  readonly draw: (rng: Rng, eta: number, trials: number) => number;
  /** Declares y, and scale or shape, and degrees of freedom, as far as there are any. */
  readonly declare: (model: Model, predictor: Predictor) => void;
}

const scaleOf = (model: Model): Variable => model.halfFlat('scale');

/** The scale of the data, and for draws with degrees of freedom their number. */
const SCALE = 0.8;
const FREEDOM = 5;
const SHAPE = 3;

const share = (eta: number) => 1 / (1 + e(-eta));

export const likelihoods: readonly Likelihood[] = [
  {
    name: 'normal',
    draw: (rng, eta) => eta + SCALE * rng.normal(),
    declare: (model, { eta, observed }) => model.normal('y', { mu: eta, sigma: scaleOf(model) }, observed),
  },
  {
    name: 'studentT',
    draw: (rng, eta) => eta + SCALE * rng.studentT(FREEDOM),
    declare: (model, { eta, observed }) => {
      const sigma = scaleOf(model);
      model.studentT('y', { nu: model.halfFlat('nu'), mu: eta, sigma }, observed);
    },
  },
  {
    name: 'cauchy',
    draw: (rng, eta) => eta + SCALE * rng.studentT(1),
    declare: (model, { eta, observed }) => model.cauchy('y', { alpha: eta, beta: scaleOf(model) }, observed),
  },
  {
    name: 'laplace',
    draw: (rng, eta) => eta + SCALE * (rng.exponential() - rng.exponential()),
    declare: (model, { eta, observed }) => model.laplace('y', { mu: eta, b: scaleOf(model) }, observed),
  },
  {
    name: 'logistic',
    draw: (rng, eta) => {
      const u = rng.uniform();
      return eta + SCALE * log(u / (1 - u));
    },
    declare: (model, { eta, observed }) => model.logistic('y', { mu: eta, s: scaleOf(model) }, observed),
  },
  {
    name: 'gamma',
    shape: SHAPE,
    draw: (rng, eta) => (rng.gamma(SHAPE) * e(eta)) / SHAPE,
    declare: (model, { eta, observed }) => {
      const alpha = scaleOf(model);
      model.gamma('y', { alpha, beta: alpha.div(exp(eta)) }, observed);
    },
  },
  {
    name: 'beta',
    shape: SHAPE,
    draw: (rng, eta) => rng.beta(SHAPE * share(eta), SHAPE * share(-eta)),
    declare: (model, { eta, observed }) => model.beta('y', { mu: eta.sigmoid(), nu: scaleOf(model) }, observed),
  },
  {
    name: 'logNormal',
    draw: (rng, eta) => e(eta + SCALE * rng.normal()),
    declare: (model, { eta, observed }) => model.logNormal('y', { mu: eta, sigma: scaleOf(model) }, observed),
  },
  {
    name: 'poisson',
    draw: (rng, eta) => rng.poisson(e(eta)),
    declare: (model, { eta, observed }) => model.poisson('y', { logMu: eta }, observed),
  },
  {
    name: 'negativeBinomial',
    shape: SHAPE,
    draw: (rng, eta) => rng.negativeBinomial(e(eta), SHAPE),
    declare: (model, { eta, observed }) =>
      model.negativeBinomial('y', { mu: exp(eta), alpha: scaleOf(model) }, observed),
  },
  {
    name: 'bernoulli',
    draw: (rng, eta) => (rng.uniform() < share(eta) ? 1 : 0),
    declare: (model, { eta, observed }) => model.bernoulli('y', { logit: eta }, observed),
  },
  {
    name: 'binomial',
    draw: (rng, eta, trials) => rng.binomial(trials, share(eta)),
    declare: (model, { eta, trials, observed }) => {
      model.binomial('y', { n: model.data('trials', trials), logit: eta }, observed);
    },
  },
];

export function likelihood(name: string): Likelihood {
  const found = likelihoods.find((one) => one.name === name);
  if (!found) throw new Error(`No likelihood '${name}'. There are: ${likelihoods.map((one) => one.name).join(', ')}.`);
  return found;
}

/** Coordinates of the two points where both sides are compared: a, b, log of scale or shape, log degrees of freedom. The first is timed. */
export function pointsOf({ shape = SCALE }: Likelihood): readonly (readonly number[])[] {
  return [
    [0.3, 0.5, log(shape), log(FREEDOM)],
    [0.1, -0.2, 0.4, 1],
  ];
}

export function likelihoodData({ draw }: Likelihood): LikelihoodData {
  const rng = stream(keyFromSeed(20_261_126), 0);
  const z = Array.from({ length: OBSERVATIONS }, () => rng.normal());
  const trials = z.map((_, i) => 10 + (i % 41));
  const y = z.map((value, i) => draw(rng, 0.3 + 0.5 * value, trials[i] ?? 1));
  return { z, y, trials };
}

export function declareLikelihood({ name, declare }: Likelihood, { z, y, trials }: LikelihoodData): Model {
  const model = new Model(name);
  const a = model.flat('a');
  const b = model.flat('b');
  declare(model, { eta: a.add(b.mul(model.data('z', z))), trials, observed: { observed: y } });
  return model;
}
