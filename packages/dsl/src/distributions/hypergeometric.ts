import {
  binomialDeviance,
  clip,
  less,
  lessEqual,
  log1mexp,
  logBetaBinomialSum,
  logicalAnd,
  maximum,
  type Tensor,
  where,
} from '@credence/autodiff';
import { type Bound, larger, numberOf, smaller } from '../supports/bounds.js';
import { integers } from '../supports/index.js';
import { LOG_TWO } from './constants.js';
import { defineDistribution } from './distribution.js';
import { drawFromUrn, likeliest, type Urn } from './hypergeometricNumbers.js';
import { logCdfBetween, logSurvivalBetween } from './outside.js';
import { countParameter } from './parameters.js';
import { pairNormaliser } from './saddlePoint.js';

/** The least and the largest number of successes. */
function endsOf({ N, k, n }: Urn<Tensor>): { readonly lower: Bound; readonly upper: Bound } {
  const [all, successes, drawn] = [N, k, n].map(numberOf);
  const known = all !== undefined && successes !== undefined && drawn !== undefined;
  return { lower: larger(0, known ? drawn + successes - all : n.add(k).sub(N)), upper: smaller(n, k) };
}

/** log of a binomial probability; p + q = 1. */
function logBinomial(x: Tensor, n: Tensor, { p, q }: { readonly p: Tensor; readonly q: Tensor }): Tensor {
  const rest = n.sub(x);
  return pairNormaliser(x, rest)
    .sub(binomialDeviance(x, n.mul(p)))
    .sub(binomialDeviance(rest, n.mul(q)));
}

function logProbability(x: Tensor, { N, k, n }: Urn<Tensor>): Tensor {
  const all = maximum(N, 1);
  const shares = { p: n.div(all), q: all.sub(n).div(all) };
  const drawn = logBinomial(x, k, shares).add(logBinomial(n.sub(x), N.sub(k), shares));
  return drawn.sub(logBinomial(n, N, shares));
}

/**
 * log P(X <= x) and log P(X > x) between the ends, each summed by itself: neighbours have the ratio of beta-binomial
 * probabilities of the shapes -k and k - N.
 */
function tails(x: Tensor, urn: Urn<Tensor>): { readonly below: Tensor; readonly above: Tensor } {
  const { N, k, n } = urn;
  const { lower, upper } = endsOf(urn);
  const last = clip(x, lower, maximum(lower, k.mul(0).add(upper).sub(1)));
  const next = last.add(1);
  const [successes, failures] = [k.neg(), k.sub(N)];
  return {
    below: logProbability(last, urn).add(logBetaBinomialSum(n, successes, failures, last)),
    above: logProbability(next, urn).add(logBetaBinomialSum(n, failures, successes, n.sub(next))),
  };
}

/** A tail by its own sum, by the other one where that is the smaller. */
const byTheSmaller = (own: Tensor, other: Tensor) => where(less(own, -LOG_TWO), own, log1mexp(other));

const before = ({ lower }: { readonly lower: Bound }): Bound => (typeof lower === 'number' ? lower - 1 : lower.sub(1));

/**
 * Hypergeometric distribution: successes among n that are drawn without putting back from N, of which k are successes.
 *
 *   P(x | N, k, n) = C(k, x) C(N - k, n - x) / C(N, n),   x in {max(0, n + k - N), ..., min(k, n)}
 *
 * Written as two binomial probabilities over a third one, by the saddle-point form of Loader (2000), Fast and Accurate
 * Computation of Binomial Probabilities: no terms cancel at large N. Its cdf is a sum of probabilities, of some standard
 * deviations of rounds for each number.
 *
 * @param N how many there are, a whole number >= 0.
 * @param k how many of them are successes, a whole number in {0, ..., N}.
 * @param n how many are drawn, a whole number in {0, ..., N}.
 * @throws CredenceError support/bounds when these are numbers and k or n is more than N
 * @drawn { N: 50, k: 20, n: 15 }, { N: 50, k: 5, n: 15 }
 * @example model.hypergeometric('marked', { N: 800, k: 50, n: 120 }, { observed: 9 })
 *
 * PyMC: HyperGeometric; Stan: hypergeometric (n, k, N - k); NumPyro: none.
 */
export const hypergeometric = defineDistribution({
  name: 'Hypergeometric',
  method: 'hypergeometric',
  parameters: {
    N: countParameter('number of all'),
    k: countParameter('number of successes among all'),
    n: countParameter('number of those drawn'),
  },
  support: (urn) => {
    const { lower, upper } = endsOf(urn);
    return {
      ...integers(lower, upper),
      valid: logicalAnd(lessEqual(urn.k, urn.N), lessEqual(urn.n, urn.N)),
      validText: 'k and n must be at most N',
    };
  },
  logProb: logProbability,
  logCdf: (x, urn) => {
    const { below, above } = tails(x, urn);
    const ends = endsOf(urn);
    return logCdfBetween(before(ends), ends.upper, x, byTheSmaller(below, above));
  },
  logSurvival: (x, urn) => {
    const { below, above } = tails(x, urn);
    const ends = endsOf(urn);
    return logSurvivalBetween(before(ends), ends.upper, x, byTheSmaller(above, below));
  },
  random: drawFromUrn,
  mean: ({ N, k, n }) => (N === 0 ? 0 : (n * k) / N),
  variance: ({ N, k, n }) => (N < 2 ? 0 : n * (k / N) * ((N - k) / N) * ((N - n) / (N - 1))),
  mode: likeliest,
});
