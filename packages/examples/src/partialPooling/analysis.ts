/** All parts in order, on one survey: numbers only. Pictures and the report are made of what this returns. */
import type { Posterior, SampleOptions } from '@credence/dsl';
import type { EnsembleResult, PopulationEstimate } from '@credence/samplers';
import { type Answer, exactAnswer, hierarchicalAnswer, importanceAnswer, pointEstimateAnswer } from './answers.js';
import { boxAround } from './boxAround.js';
import { exactLogLikelihood } from './exactLikelihood.js';
import { type GridPosterior, gridPosterior } from './gridPosterior.js';
import { sampleHierarchical } from './hierarchical.js';
import {
  firstDraws,
  type ImportancePosterior,
  importanceLikelihood,
  importancePosterior,
  type LikelihoodCurve,
  likelihoodCurve,
} from './importanceSampling.js';
import { drawObjects, mediansOf } from './objectPosteriors.js';
import { samplePointEstimates } from './pointEstimates.js';
import type { Survey } from './survey.js';

export interface AnalysisOptions {
  readonly seed: number;
  /** Draws of each object, in rising numbers, for which the likelihood is drawn. */
  readonly curveDraws: readonly number[];
  /** Those for which the posterior is worked out. */
  readonly posteriorDraws: readonly number[];
  /** Where along theta_sigma the likelihood is drawn, and where every object's weights are looked at. */
  readonly thetaSigmas: readonly number[];
  readonly inspected: readonly number[];
  readonly sampling?: SampleOptions;
  /** Called as each stage ends, with its time on the clock. */
  readonly onStage?: (stage: string, seconds: number) => void;
}

/** Estimates from one number of draws an object. */
export interface ImportanceResult {
  readonly draws: number;
  readonly curve: LikelihoodCurve;
  readonly inspected: readonly { readonly thetaSigma: number; readonly estimate: PopulationEstimate }[];
  readonly posterior: ImportancePosterior | undefined;
}

export interface Analysis {
  /** 100 draws of each object, as in the notebook, and their medians. */
  readonly objectDraws: readonly Float64Array[];
  readonly medians: Float64Array;
  readonly pointEstimates: EnsembleResult;
  readonly thetaSigmas: readonly number[];
  /** The exact log likelihood at these places, and its function. */
  readonly exactCurve: readonly number[];
  readonly exactLikelihood: (thetaSigma: number) => number;
  readonly exact: GridPosterior;
  readonly importance: readonly ImportanceResult[];
  readonly posterior: Posterior;
  readonly answers: readonly Answer[];
}

/** Draws of each object in the notebook. */
const NOTEBOOK_DRAWS = 100;

export async function analyse(survey: Survey, options: AnalysisOptions): Promise<Analysis> {
  const { seed, curveDraws, thetaSigmas } = options;
  const stage = stopwatch(options.onStage);

  const likelihood = exactLogLikelihood(survey);
  const exact = gridPosterior(likelihood, boxAround(likelihood, survey, 30), survey.prior);
  const exactLikelihood = (thetaSigma: number) => likelihood(exact.thetaMu.mean, thetaSigma);
  const exactCurve = thetaSigmas.map(exactLikelihood);
  stage('exact posterior');

  const most = Math.max(NOTEBOOK_DRAWS, ...curveDraws);
  const allDraws = drawObjects(survey, most, seed);
  const objectDraws = firstDraws(allDraws, NOTEBOOK_DRAWS);
  const medians = mediansOf(objectDraws);
  stage(`${most} draws of each object`);

  const pointEstimates = await samplePointEstimates(medians, survey.prior, seed);
  stage('ensemble sampler');

  const importance = curveDraws.map((draws) => {
    const result = importanceResult(survey, firstDraws(allDraws, draws), exact.thetaMu.mean, options);
    stage(`importance sampling, ${draws} draws`);
    return result;
  });

  const posterior = await sampleHierarchical(survey, { seed, ...options.sampling });
  stage('hierarchical model by NUTS');

  const answers = [
    pointEstimateAnswer(pointEstimates),
    ...importance.flatMap(({ draws, posterior }) =>
      posterior === undefined ? [] : [importanceAnswer(draws, posterior)],
    ),
    hierarchicalAnswer(posterior),
    exactAnswer(exact),
  ];
  return {
    objectDraws,
    medians,
    pointEstimates,
    thetaSigmas,
    exactCurve,
    exactLikelihood,
    exact,
    importance,
    posterior,
    answers,
  };
}

function importanceResult(
  survey: Survey,
  draws: readonly Float64Array[],
  thetaMu: number,
  { posteriorDraws, thetaSigmas, inspected }: AnalysisOptions,
): ImportanceResult {
  const count = draws[0]?.length ?? 0;
  const likelihood = importanceLikelihood(draws);
  const whole = posteriorDraws.includes(count);
  return {
    draws: count,
    curve: likelihoodCurve(likelihood, thetaMu, thetaSigmas),
    inspected: (whole ? inspected : []).map((thetaSigma) => ({
      thetaSigma,
      estimate: likelihood.estimate([thetaMu, thetaSigma]),
    })),
    posterior: whole ? importancePosterior(likelihood, survey) : undefined,
  };
}

/** Reports the seconds since it was last called. */
function stopwatch(report: AnalysisOptions['onStage']): (stage: string) => void {
  let begun = performance.now();
  return (stage) => {
    const now = performance.now();
    report?.(stage, (now - begun) / 1000);
    begun = now;
  };
}
