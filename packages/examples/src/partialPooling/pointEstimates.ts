/**
 * 4. The usual wrong way: the median of each object's posterior as if it were the object's value.
 *
 * The medians spread more than the values do, as they carry the errors of measurement: their variance is theta_sigma^2 + alpha^2. So
 * theta_sigma comes out too large, with a small error bar about the wrong place. Sampled as in the notebook: prior and likelihood are
 * plain functions, and an ensemble of walkers needs nothing else.
 */
import { log } from '@credence/numerics';
import { type EnsembleResult, sampleEnsemble } from '@credence/samplers';
import type { Prior } from './survey.js';

/** log prior + log likelihood of (theta_mu, theta_sigma), up to a constant. */
export function pointEstimateTarget(estimates: Float64Array, prior: Prior): (theta: Float64Array) => number {
  const inside = (value: number, [lower, upper]: readonly [number, number]) => value > lower && value < upper;
  const logPrior = (thetaMu: number, thetaSigma: number) =>
    inside(thetaMu, prior.thetaMu) && inside(thetaSigma, prior.thetaSigma) ? 0 : Number.NEGATIVE_INFINITY;
  const logLikelihood = (thetaMu: number, thetaSigma: number) => {
    let squares = 0;
    for (let i = 0; i < estimates.length; i++) squares += (thetaMu - estimates[i]!) ** 2;
    return (-0.5 * squares) / thetaSigma ** 2 - estimates.length * log(thetaSigma);
  };
  return ([thetaMu = Number.NaN, thetaSigma = Number.NaN]) => {
    const prior = logPrior(thetaMu, thetaSigma);
    return Number.isFinite(prior) ? prior + logLikelihood(thetaMu, thetaSigma) : prior;
  };
}

/** 100 walkers and 500 steps from a small ball, as in the notebook. */
export function samplePointEstimates(estimates: Float64Array, prior: Prior, seed: number): PromiseLike<EnsembleResult> {
  const mean = estimates.reduce((sum, value) => sum + value, 0) / estimates.length;
  const middle = (prior.thetaSigma[0] + Math.min(2, prior.thetaSigma[1])) / 2;
  return sampleEnsemble({
    logProbability: pointEstimateTarget(estimates, prior),
    dimension: 2,
    walkers: 100,
    steps: 500,
    start: { center: [mean, middle], spread: 1e-2 },
    names: ['theta_mu', 'theta_sigma'],
    seed,
  });
}
