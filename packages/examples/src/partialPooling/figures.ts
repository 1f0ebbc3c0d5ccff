/** The pictures of the analysis, made from its numbers. */
import type { Model } from '@credence/dsl';
import {
  type Plot,
  plotCorner,
  plotForest,
  plotHistogramAgainstDensity,
  plotLine,
  plotModelGraph,
  plotPosterior,
  plotShrinkage,
  plotSource,
} from '@credence/plots';
import { paretoKThreshold } from '@credence/samplers';
import type { Analysis } from './analysis.js';
import { BURN_IN } from './answers.js';
import { populationDensity, type SimulatedSurvey } from './survey.js';

const HYPERPARAMETERS = ['theta_mu', 'theta_sigma'];

/** Objects whose own posteriors are shown. */
const SHOWN = 6;

export type FigureName =
  | 'model'
  | 'population'
  | 'objects'
  | 'medians'
  | 'pointEstimates'
  | 'likelihood'
  | 'likelihoodError'
  | 'paretoK'
  | 'hierarchical'
  | 'shrinkage'
  | 'answers'
  | 'answersForest';

export async function figuresOf(
  model: Model,
  survey: SimulatedSurvey,
  analysis: Analysis,
): Promise<Readonly<Record<FigureName, Plot>>> {
  const { truth, values, x } = survey;
  const { objectDraws, medians, pointEstimates, posterior, answers } = analysis;
  const truths = { theta_mu: truth.thetaMu, theta_sigma: truth.thetaSigma };
  const population = { label: 'true population', density: populationDensity(truth) };
  const range: readonly [number, number] = [-5, 5];
  const walkers = plotSource({
    theta_mu: pointEstimates.draws('theta_mu', { discard: BURN_IN }),
    theta_sigma: pointEstimates.draws('theta_sigma', { discard: BURN_IN }),
  });
  const samples = answers.map(({ method, draws }) => ({ label: method, source: plotSource(draws) }));
  return {
    model: await plotModelGraph(model, { title: 'The model', labels: { mu: '$\\mu_i$', x: '$x_i$' } }),
    population: plotHistogramAgainstDensity(values, population, {
      title: 'True values of the objects',
      label: 'true values',
      xLabel: '$\\mu_i$',
      bins: 20,
      range,
    }),
    objects: plotPosterior(plotSource({ mu: [rowsOf(objectDraws.slice(0, SHOWN))] }), {
      title: 'Objects by themselves, and their true values',
      kind: 'hist',
      columns: 3,
      refVal: Object.fromEntries(Array.from({ length: SHOWN }, (_, i) => [`mu[${i}]`, Number(values[i]!.toFixed(2))])),
    }),
    medians: plotHistogramAgainstDensity(medians, population, {
      title: 'Medians of the objects’ posteriors',
      label: 'medians',
      xLabel: 'median of $p(\\mu_i | x_i)$',
      bins: 20,
      range,
    }),
    pointEstimates: plotCorner(walkers, { title: 'From point estimates', variables: HYPERPARAMETERS, truths }),
    likelihood: likelihoodFigure(analysis),
    likelihoodError: errorFigure(analysis),
    paretoK: paretoFigure(analysis),
    hierarchical: plotCorner(posterior, { title: 'From the hierarchical model', variables: HYPERPARAMETERS, truths }),
    shrinkage: plotShrinkage(posterior, {
      title: 'What the population says of each object',
      variable: 'mu',
      raw: x,
      populationMean: 'theta_mu',
      xLabel: 'measurement $x_i$',
      yLabel: 'posterior mean of $\\mu_i$',
    }),
    // All of them, as below: an answer has one colour in both pictures.
    answers: plotCorner(samples, { title: 'All answers', variables: HYPERPARAMETERS, truths, plotDatapoints: false }),
    answersForest: plotForest(samples, {
      title: 'All answers, spread of the population',
      variables: ['theta_sigma'],
      refVal: truth.thetaSigma,
      rHat: false,
      ess: false,
    }),
  };
}

/** draws x objects, from one array an object. */
function rowsOf(columns: readonly Float64Array[]): readonly Float64Array[] {
  const draws = columns[0]?.length ?? 0;
  return Array.from({ length: draws }, (_, draw) => Float64Array.from(columns, (column) => column[draw]!));
}

/** Estimated log likelihoods along theta_sigma, from the top of the exact one. */
function likelihoodFigure({ thetaSigmas, exactLikelihood, importance }: Analysis): Plot {
  const last = thetaSigmas.at(-1) ?? 1;
  const fine = Array.from({ length: 200 }, (_, i) => ((i + 1) / 200) * last);
  const exact = fine.map(exactLikelihood);
  const top = Math.max(...exact);
  return plotLine(
    [
      ...importance.map(({ draws, curve }) => ({
        label: `${draws} draws an object`,
        x: thetaSigmas,
        y: curve.logLikelihood.map((value) => value - top),
      })),
      { label: 'exact', x: fine, y: exact.map((value) => value - top), reference: true },
    ],
    {
      title: 'Log likelihood of the spread, by importance sampling',
      xLabel: '$\\theta_\\sigma$',
      yLabel: 'log likelihood, from the exact maximum (nats)',
      yRange: [-400, 20],
    },
  );
}

/** Errors of the estimates, with twice the standard error that they state about the bias that they state. */
function errorFigure({ thetaSigmas, exactCurve, importance }: Analysis): Plot {
  return plotLine(
    importance.map(({ draws, curve }) => ({
      label: `${draws} draws an object`,
      x: thetaSigmas,
      y: curve.logLikelihood.map((value, i) => value - exactCurve[i]!),
      lower: curve.mcse.map((mcse, i) => curve.bias[i]! - 2 * mcse),
      upper: curve.mcse.map((mcse, i) => curve.bias[i]! + 2 * mcse),
    })),
    {
      title: 'Error of the log likelihood, and what the estimate says of it',
      xLabel: '$\\theta_\\sigma$',
      yLabel: 'estimated − exact log likelihood (nats)',
      yRange: [-40, 6],
    },
  );
}

/** How Pareto k is distributed over the objects, at several theta_sigma, for the largest number of draws that was inspected. */
function paretoFigure({ importance }: Analysis): Plot {
  const { draws, inspected } = importance.findLast(({ inspected }) => inspected.length > 0) ?? {
    draws: 0,
    inspected: [],
  };
  const curves = inspected.map(({ thetaSigma, estimate: { objects } }) => {
    const ascending = Float64Array.from(objects.paretoK).sort();
    return {
      label: `$\\theta_\\sigma$ = ${thetaSigma}`,
      x: ascending,
      y: ascending.map((_, rank) => (rank + 1) / ascending.length),
    };
  });
  return plotLine(curves, {
    title: `Pareto $k$ of the objects’ weights, ${draws} draws each`,
    xLabel: 'Pareto $k$',
    yLabel: 'share of objects below',
    marksX: [{ value: paretoKThreshold(draws), label: 'threshold' }],
    xRange: [-1, 3],
    yRange: [0, 1.03],
  });
}
