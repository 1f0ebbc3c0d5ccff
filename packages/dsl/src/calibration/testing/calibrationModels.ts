/** Models that simulation-based calibration is tried on: one for each kind of support, combinator and rewrite. */
import { exp, gather, log, matMul } from '@credence/autodiff';
import { defineDistribution, distributions, Model, positiveParameter, supports } from '../../index.js';

const zeros = (length: number) => new Array<number>(length).fill(0);
const grid = (length: number) => Array.from({ length }, (_, i) => (2 * i) / (length - 1) - 1);

/** Shares of four kinds among counts. */
export function simplexModel(): Model {
  const model = new Model('simplex');
  const p = model.dirichlet('p', { a: [2, 1, 3, 0.8] });
  model.multinomial('y', { n: [6, 4, 5], p }, { observed: [6, 4, 5].map((n) => [n, 0, 0, 0]) });
  return model;
}

/** Cut points and a slope of ordered answers. */
export function orderedModel(): Model {
  const model = new Model('ordered');
  const cutpoints = model.normal('cutpoints', { mu: 0, sigma: 2 }, { shape: 3, support: supports.ordered });
  const slope = model.normal('slope', { mu: 0, sigma: 1 });
  const x = model.data('x', grid(25));
  model.orderedLogistic('y', { eta: slope.mul(x), cutpoints }, { observed: zeros(25) });
  return model;
}

/** A correlation matrix and scales of vectors. */
export function correlationModel(): Model {
  const model = new Model('correlation');
  const l = model.lkjCholesky('L', { eta: 2 }, { shape: [3, 3] });
  const scale = model.logNormal('scale', { mu: 0, sigma: 0.5 }, { shape: [3, 1] });
  model.deterministic('R', matMul(l, l.transpose()));
  const chol = scale.mul(l);
  model.multivariateNormal('y', { mu: zeros(3), chol }, { observed: new Array<number[]>(12).fill(zeros(3)) });
  return model;
}

/** A normal distribution of which nothing below 0 is ever seen. */
export function truncationModel(): Model {
  const model = new Model('truncation');
  const mu = model.normal('mu', { mu: 1, sigma: 1 });
  const sigma = model.gamma('sigma', { alpha: 4, beta: 4 });
  const base = distributions.normal.dist({ mu, sigma });
  model.truncated('y', { base, lower: 0 }, { observed: new Array<number>(15).fill(1) });
  return model;
}

/** Lifetimes of which those above 2 are only known to be longer. */
export function censoringModel(): Model {
  const model = new Model('censoring');
  const alpha = model.gamma('alpha', { alpha: 6, beta: 4 });
  const beta = model.logNormal('beta', { mu: 0.3, sigma: 0.5 });
  const base = distributions.weibull.dist({ alpha, beta });
  model.censored('y', { base, upper: 2 }, { observed: new Array<number>(20).fill(1) });
  return model;
}

/** Two groups in unknown shares, told apart by the order of their means. */
export function mixtureModel(): Model {
  const model = new Model('mixture');
  const mu = model.normal('mu', { mu: 0, sigma: 3 }, { shape: 2, support: supports.ordered });
  const weights = model.dirichlet('weights', { a: [3, 3] });
  const sigma = model.gamma('sigma', { alpha: 5, beta: 5 });
  const components = [gather(mu, 0), gather(mu, 1)].map((own) => distributions.normal.dist({ mu: own, sigma }));
  model.mixture('y', { weights, components }, { observed: zeros(20) });
  return model;
}

/** A regression on a covariate some of whose values are missing, of outcomes some of which are missing too. */
export function missingModel(): Model {
  const model = new Model('missing');
  const missing = (every: number) => grid(16).map((value, i) => (i % every === 1 ? Number.NaN : value));
  const centre = model.normal('centre', { mu: 0, sigma: 1 });
  const x = model.normal('x', { mu: centre, sigma: 1 }, { observed: missing(5), missing: 'impute' });
  const slope = model.normal('slope', { mu: 0, sigma: 1 });
  const sigma = model.gamma('sigma', { alpha: 4, beta: 4 });
  model.normal('y', { mu: slope.mul(x), sigma }, { observed: missing(7), missing: 'drop' });
  return model;
}

/** Rayleigh's distribution, as a user would define it. */
export const rayleigh = defineDistribution({
  name: 'Rayleigh',
  method: 'rayleighOfTests',
  parameters: { sigma: positiveParameter('scale, unit of x') },
  support: supports.positive,
  logProb: (x, { sigma }) => log(x).sub(log(sigma).mul(2)).sub(x.div(sigma).square().mul(0.5)),
  random: (rng, { sigma }) => sigma * Math.sqrt(2 * rng.exponential()),
});

/** A user's own distribution as prior and as likelihood. */
export function ownModel(): Model {
  const model = new Model('own');
  const sigma = model.random('sigma', rayleigh.dist({ sigma: 2 }));
  model.random('y', rayleigh.dist({ sigma }), { observed: new Array<number>(8).fill(1) });
  return model;
}

/** Means of groups, which are integrated out of the density and drawn afterwards. */
export function poolingModel(): Model {
  const model = new Model('pooling');
  const mu = model.normal('mu', { mu: 0, sigma: 1 });
  const tau = model.gamma('tau', { alpha: 3, beta: 3 });
  const theta = model.normal('theta', { mu, sigma: tau }, { shape: 6 });
  model.normal('y', { mu: theta, sigma: 0.7 }, { observed: zeros(6) });
  return model;
}

/** Members of two groups, which are summed out of the density and drawn afterwards. */
export function membershipModel(): Model {
  const model = new Model('membership');
  const share = model.beta('share', { alpha: 2, beta: 2 });
  const z = model.bernoulli('z', { p: share }, { shape: 10 });
  const gap = model.gamma('gap', { alpha: 4, beta: 2 });
  model.normal('y', { mu: gap.mul(z), sigma: 1 }, { observed: zeros(10) });
  return model;
}

/** Rayleigh's distribution on a support whose transform forgets its Jacobian. */
const careless = defineDistribution({
  name: 'Careless',
  method: 'carelessOfTests',
  parameters: { sigma: positiveParameter('scale, unit of x') },
  support: {
    ...supports.positive,
    name: 'positive without Jacobian',
    transform: { name: 'careless', constrain: exp, unconstrain: log },
  },
  logProb: rayleigh.logProb,
  random: (rng, { sigma }) => sigma * Math.sqrt(2 * rng.exponential()),
});

/** The model of a user's own distribution with a prior whose Jacobian is missing. */
export function withoutJacobian(): Model {
  const model = new Model('withoutJacobian');
  const sigma = model.random('sigma', careless.dist({ sigma: 2 }));
  model.random('y', rayleigh.dist({ sigma }), { observed: [1, 1] });
  return model;
}
