import {
  clip,
  cumsum,
  expandDims,
  greater,
  iota,
  less,
  lessEqual,
  log,
  logSoftmax,
  logSumExp,
  softmax,
  sum,
  type Tensor,
  where,
} from '@credence/autodiff';
import { integers, real, simplex } from '../supports/index.js';
import { atClass } from './atClass.js';
import { classMoments } from './classMoments.js';
import { defineDistribution } from './distribution.js';
import { probabilitiesOf } from './multinomialNumbers.js';
import { logCdfBetween, logSurvivalBetween, ofProbability } from './outside.js';

type Probabilities =
  | { readonly p: Tensor; readonly logit?: undefined }
  | { readonly p?: undefined; readonly logit: Tensor };

const never = Number.NEGATIVE_INFINITY;
const classesOf = ({ p, logit }: Probabilities): number => (p ?? logit).shape.at(-1) ?? 0;

/** Of all classes. The choice keeps slopes from what has no probability. */
const logProbabilities = ({ p, logit }: Probabilities): Tensor =>
  p === undefined ? logSoftmax(logit) : where(greater(p, 0), log(p), never);

/** log of the probability of some classes, each by its own logarithm: with its digits however small it is. */
function logShare(given: Probabilities, chosen: Tensor): Tensor {
  return logSumExp(where(chosen, logProbabilities(given), never), { axes: -1 });
}

/**
 * Categorical distribution: the number of one of k classes, counted from 0.
 *
 *   P(x | p) = p_x,   x in {0, ..., k - 1};   p = softmax(logit)
 *
 * A free variable of it may index, `gather(mu, z)`: where it can be, it is summed out before sampling, and drawn back after it.
 *
 * @param p probabilities of the classes, which sum to 1, [..., k]; leading axes are those of the variable. Or
 * @param logit their logarithms up to a constant, [..., k].
 * @drawn { p: [0.2, 0.5, 0.3] }, { logit: [0, 1, 2, 0] }
 * @example
 * const z = model.categorical('z', { p: weights }, { shape: 100 });
 * model.normal('y', { mu: gather(mu, z), sigma: 1 }, { observed: y });
 *
 * PyMC: Categorical; Stan: categorical, categorical_logit (which count from 1); NumPyro: CategoricalProbs, CategoricalLogits.
 */
export const categorical = defineDistribution({
  name: 'Categorical',
  method: 'categorical',
  parameters: {
    p: { description: 'probabilities of the classes', constraint: simplex, rank: 1 },
    logit: {
      description: 'logarithms of the probabilities, up to a constant',
      constraint: { ...real, text: 'finite' },
      rank: 1,
    },
  },
  alternatives: [['p'], ['logit']],
  support: (given) => integers(0, classesOf(given) - 1),
  logProb: (x, given) => {
    // Where each x has probabilities of its own, only those of its class need a logarithm.
    if (given.p !== undefined && given.p.rank > 1) return log(atClass(given.p, x));
    return atClass(logProbabilities(given), x);
  },
  logCdf: (x, given) => {
    const last = classesOf(given) - 1;
    const upTo = lessEqual(iota(last + 1), expandDims(clip(x, 0, last), -1));
    return logCdfBetween(-1, last, x, logShare(given, upTo));
  },
  logSurvival: (x, given) => {
    const last = classesOf(given) - 1;
    const beyond = greater(iota(last + 1), expandDims(clip(x, -1, last - 1), -1));
    return logSurvivalBetween(-1, last, x, logShare(given, beyond));
  },
  icdf: (level, { p, logit }) => {
    const below = cumsum(p ?? softmax(logit), { axis: -1 });
    const last = (below.shape.at(-1) ?? 1) - 1;
    // The last class takes what rounding leaves.
    const passed = less(below, expandDims(level, -1)).mul(less(iota(last + 1), last));
    return ofProbability(level, sum(passed, { axes: -1 }));
  },
  random: (rng, { p, logit }) => rng.categorical(probabilitiesOf(p, logit)),
  mean: ({ p, logit }) => classMoments(probabilitiesOf(p, logit)).mean,
  variance: ({ p, logit }) => classMoments(probabilitiesOf(p, logit)).variance,
  mode: ({ p, logit }) => classMoments(probabilitiesOf(p, logit)).mode,
});
