/** 7. What each way says of the hyperparameters, side by side with the exact posterior. */
import type { Posterior } from '@credence/dsl';
import type { EnsembleResult } from '@credence/samplers';
import type { GridPosterior } from './gridPosterior.js';
import type { ImportancePosterior } from './importanceSampling.js';

/** Posterior mean and sd, and the Monte Carlo error of the mean. */
export interface AnswerEstimate {
  readonly mean: number;
  readonly sd: number;
  readonly error: number;
}

/** One way's answer. */
export interface Answer {
  readonly method: string;
  readonly thetaMu: AnswerEstimate;
  readonly thetaSigma: AnswerEstimate;
  /** What the way says of itself. */
  readonly verdict: string;
  /** Draws for pictures: by name, one array a chain. */
  readonly draws: Readonly<Record<'theta_mu' | 'theta_sigma', readonly Float64Array[]>>;
}

/** Steps of the walkers that the notebook leaves out. */
export const BURN_IN = 50;
const PICTURE_DRAWS = 4000;

export function exactAnswer(exact: GridPosterior): Answer {
  const estimate = ({ mean, sd }: GridPosterior['thetaMu']) => ({ mean, sd, error: 0 });
  return {
    method: 'exact',
    thetaMu: estimate(exact.thetaMu),
    thetaSigma: estimate(exact.thetaSigma),
    verdict: 'quadrature',
    draws: drawsOf(exact),
  };
}

/** 500 steps are few: the ensemble refuses to summarise them unless it is told to, and its errors are rough. */
export function pointEstimateAnswer(result: EnsembleResult): Answer {
  const summary = result.summary({ discard: BURN_IN, allowShort: true });
  const estimate = (name: string) => {
    const row = summary.row(name);
    return { mean: row?.mean ?? Number.NaN, sd: row?.sd ?? Number.NaN, error: row?.mcseMean ?? Number.NaN };
  };
  const { enough } = result.advice();
  return {
    method: 'point estimates',
    thetaMu: estimate('theta_mu'),
    thetaSigma: estimate('theta_sigma'),
    verdict: enough ? 'wrong model' : 'wrong model, too few steps',
    draws: {
      theta_mu: result.draws('theta_mu', { discard: BURN_IN }),
      theta_sigma: result.draws('theta_sigma', { discard: BURN_IN }),
    },
  };
}

export function importanceAnswer(drawsOfEach: number, { posterior, ...stated }: ImportancePosterior): Answer {
  const estimate = (name: 'thetaMu' | 'thetaSigma') => ({
    mean: posterior[name].mean,
    sd: posterior[name].sd,
    error: Math.sqrt(stated[name].standardError ** 2 + stated[name].bias ** 2),
  });
  const flagged = stated.atLowEnd.unreliable.length;
  return {
    method: `importance sampling, ${drawsOfEach} draws`,
    thetaMu: estimate('thetaMu'),
    thetaSigma: estimate('thetaSigma'),
    verdict: stated.atLowEnd.reliable
      ? 'reliable'
      : `flagged: ${flagged} ${flagged === 1 ? 'object' : 'objects'}, log likelihood ± ${stated.atLowEnd.mcse.toFixed(1)}`,
    draws: drawsOf(posterior),
  };
}

export function hierarchicalAnswer(posterior: Posterior): Answer {
  const summary = posterior.summary(['theta_mu', 'theta_sigma']);
  const estimate = (name: string) => {
    const row = summary.row(name);
    return { mean: row?.mean ?? Number.NaN, sd: row?.sd ?? Number.NaN, error: row?.mcseMean ?? Number.NaN };
  };
  return {
    method: 'hierarchical model, NUTS',
    thetaMu: estimate('theta_mu'),
    thetaSigma: estimate('theta_sigma'),
    verdict: posterior.verdict.converged ? 'reliable' : 'flagged: see the verdict',
    draws: { theta_mu: posterior.draws('theta_mu').element(), theta_sigma: posterior.draws('theta_sigma').element() },
  };
}

function drawsOf(posterior: GridPosterior): Answer['draws'] {
  const { theta_mu, theta_sigma } = posterior.draws(PICTURE_DRAWS, 7);
  return { theta_mu: [theta_mu], theta_sigma: [theta_sigma] };
}

/** Head and cells of the table of answers, numbers as text. */
export function answersTable(answers: readonly Answer[]): {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
} {
  const cells = ({ mean, sd, error }: AnswerEstimate) => [
    mean.toFixed(3),
    sd.toFixed(3),
    error === 0 ? '–' : error.toFixed(4),
  ];
  return {
    head: ['', 'theta_mu', 'sd', 'error', 'theta_sigma', 'sd', 'error', 'what it says of itself'],
    rows: answers.map(({ method, thetaMu, thetaSigma, verdict }) => [
      method,
      ...cells(thetaMu),
      ...cells(thetaSigma),
      verdict,
    ]),
  };
}
