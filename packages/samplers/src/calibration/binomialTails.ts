/** Both tails of a binomial distribution, each to its own digits. */
import { exp, lgamma, log, log1p } from '@credence/numerics';

/** Terms below this share of the sum are left out. */
const NEGLIGIBLE = 1e-17;

/** P(X <= count) of X ~ Binomial(trials, probability). */
export function binomialLowerTail(trials: number, probability: number, count: number): number {
  if (count < 0) return 0;
  if (count >= trials) return 1;
  if (count > trials * probability) return 1 - binomialUpperTail(trials, probability, count + 1);
  const odds = (1 - probability) / probability;
  let term = 1;
  let sum = 1;
  for (let k = count; k > 0 && term > NEGLIGIBLE * sum; k--) {
    term *= (k / (trials - k + 1)) * odds;
    sum += term;
  }
  return sum * binomialProbability(trials, probability, count);
}

/** P(X >= count) of X ~ Binomial(trials, probability). */
export function binomialUpperTail(trials: number, probability: number, count: number): number {
  return count <= 0 ? 1 : count > trials ? 0 : upper(trials, probability, count);
}

function upper(trials: number, probability: number, count: number): number {
  if (count <= trials * probability) return 1 - binomialLowerTail(trials, probability, count - 1);
  const odds = probability / (1 - probability);
  let term = 1;
  let sum = 1;
  for (let k = count; k < trials && term > NEGLIGIBLE * sum; k++) {
    term *= ((trials - k) / (k + 1)) * odds;
    sum += term;
  }
  return sum * binomialProbability(trials, probability, count);
}

function binomialProbability(trials: number, probability: number, count: number): number {
  const ways = lgamma(trials + 1) - lgamma(count + 1) - lgamma(trials - count + 1);
  return exp(ways + count * log(probability) + (trials - count) * log1p(-probability));
}
