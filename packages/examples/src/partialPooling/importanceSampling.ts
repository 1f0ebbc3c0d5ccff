/**
 * 5. The hierarchical likelihood from the objects' draws, by importance sampling.
 *
 *   p(x | theta) = prod_i  (1/K) sum_k  p(mu_ik | theta) / p0(mu_ik),     mu_ik ~ p(mu_i | x_i)
 *
 * p0 is the interim prior of part 3: flat, so it is 1. Each object's weights are averaged, not summed, and all is done with
 * logarithms. The logarithm of a mean is too low on average, the more so the narrower the population is beside the draws, and a
 * thousand such errors add up. So every estimate comes with its Monte Carlo error and the Pareto k of each object's weights.
 */
import { log } from '@credence/numerics';
import {
  type PopulationDensity,
  type PopulationEstimate,
  type PopulationLikelihood,
  populationLikelihood,
} from '@credence/samplers';
import { boxAround } from './boxAround.js';
import { type GridMarginal, type GridPosterior, gridPosterior, type LogLikelihood } from './gridPosterior.js';
import { polynomialTables } from './polynomialTable.js';
import type { Survey } from './survey.js';

/** log N(mu; theta_mu, theta_sigma) of many values. */
const logPopulation: PopulationDensity = (values, hyperparameters, out) => {
  const [thetaMu = Number.NaN, thetaSigma = Number.NaN] = Array.from(hyperparameters);
  const constant = -log(thetaSigma) - 0.5 * log(2 * Math.PI);
  const scale = -0.5 / thetaSigma ** 2;
  for (let k = 0; k < out.length; k++) out[k] = constant + scale * (values[k]! - thetaMu) ** 2;
};

/** The likelihood that rests on these draws. */
export function importanceLikelihood(draws: readonly Float64Array[]): PopulationLikelihood {
  return populationLikelihood({ draws, interimPrior: 'flat', logPopulation });
}

/** The first draws of each object. */
export function firstDraws(draws: readonly Float64Array[], count: number): readonly Float64Array[] {
  return draws.map((own) => own.subarray(0, count));
}

/** Estimates along theta_sigma with their errors, nats. */
export interface LikelihoodCurve {
  readonly logLikelihood: readonly number[];
  readonly mcse: readonly number[];
  /** The error to expect, as the weights tell it. */
  readonly bias: readonly number[];
}

export function likelihoodCurve(
  likelihood: PopulationLikelihood,
  thetaMu: number,
  thetaSigmas: readonly number[],
): LikelihoodCurve {
  const points = thetaSigmas.map((thetaSigma) => likelihood.logLikelihoodWithError([thetaMu, thetaSigma]));
  return {
    logLikelihood: points.map(({ logLikelihood }) => logLikelihood),
    mcse: points.map(({ mcse }) => mcse),
    bias: points.map(({ bias }) => bias),
  };
}

/** A posterior mean with the error that the draws of the objects leave in it. */
export interface JackknifeMean {
  readonly mean: number;
  /** Estimated error to be subtracted from the mean. */
  readonly bias: number;
  /** Standard error over sets of draws. */
  readonly standardError: number;
}

export interface ImportancePosterior {
  readonly posterior: GridPosterior;
  readonly thetaMu: JackknifeMean;
  readonly thetaSigma: JackknifeMean;
  /** The estimate where theta_sigma is at its 2.5 % quantile: the end of the posterior where the weights are worst. */
  readonly atLowEnd: PopulationEstimate;
}

/** Parts of the draws that the jackknife leaves out in turn. */
const BATCHES = 10;
/** A grid this fine is finer than the draws are worth. */
const PANELS = 50;

/**
 * The posterior of the hyperparameters under this likelihood. Since the draws are fixed, the likelihood is a smooth function: it is
 * tabulated at 55 places, half as many as an ensemble of walkers visits in its first step.
 */
export function importancePosterior(likelihood: PopulationLikelihood, survey: Survey): ImportancePosterior {
  const box = boxAround((...theta) => likelihood.logLikelihood(theta), survey, 16);
  const tables = polynomialTables((...theta) => {
    const { all, without } = likelihood.jackknife(theta, BATCHES);
    return [all, ...without];
  }, box);
  const [all, ...without] = tables.map((table) => gridPosterior(table, box, survey.prior, PANELS));
  const [table] = tables;
  if (all === undefined || table === undefined) throw new Error('There are no tables.');
  const { thetaMu, thetaSigma } = all;
  checkTable(table, likelihood, [thetaMu.mean, thetaSigma.quantile(0.001)]);
  return {
    posterior: all,
    thetaMu: jackknifeMean(
      thetaMu,
      without.map((part) => part.thetaMu),
    ),
    thetaSigma: jackknifeMean(
      thetaSigma,
      without.map((part) => part.thetaSigma),
    ),
    atLowEnd: likelihood.estimate([thetaMu.mean, thetaSigma.quantile(0.025)]),
  };
}

/** A likelihood of few objects or few draws is too rough for a polynomial. */
function checkTable(table: LogLikelihood, likelihood: PopulationLikelihood, theta: readonly [number, number]): void {
  const error = Math.abs(table(...theta) - likelihood.logLikelihood(theta));
  if (error < 0.05) return;
  throw new Error(
    `The table of the likelihood is off by ${error.toPrecision(2)} at [${theta.join(', ')}]: it is too rough a function. Take more draws an object, or more nodes.`,
  );
}

/** Source: Efron & Tibshirani (1993), An introduction to the bootstrap, chapter 11, with groups of draws. */
function jackknifeMean({ mean }: GridMarginal, without: readonly GridMarginal[]): JackknifeMean {
  const parts = without.length;
  const center = without.reduce((sum, part) => sum + part.mean, 0) / parts;
  const squares = without.reduce((sum, part) => sum + (part.mean - center) ** 2, 0);
  return {
    mean,
    bias: (parts - 1) * (center - mean),
    standardError: Math.sqrt(((parts - 1) / parts) * squares),
  };
}
