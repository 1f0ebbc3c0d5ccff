/** The report: the parts in order, in words, tables and pictures. */
import { type Plot, type Report, type ReportTable, summaryTable } from '@credence/plots';
import type { Analysis } from './analysis.js';
import { answersTable } from './answers.js';
import type { FigureName } from './figures.js';
import type { SimulatedSurvey } from './survey.js';

export function reportOf(
  { x, truth }: SimulatedSurvey,
  analysis: Analysis,
  figures: Readonly<Record<FigureName, Plot>>,
): Report {
  const { pointEstimates, posterior, importance } = analysis;
  const summary = posterior.summary(['theta_mu', 'theta_sigma']);
  const { head, rows } = answersTable(analysis.answers);
  const flagged = importance.flatMap(({ draws, posterior }) =>
    posterior === undefined || posterior.atLowEnd.reliable
      ? []
      : posterior.atLowEnd.warnings.map((warning) => `With ${draws} draws an object: ${warning}`),
  );
  return {
    title: 'Partial pooling: one population, a thousand noisy measurements',
    subtitle: `${x.length} simulated objects; true values $\\theta_\\mu$ = ${truth.thetaMu}, $\\theta_\\sigma$ = ${truth.thetaSigma}; seed ${posterior.seed}.`,
    sections: [
      {
        title: 'The model',
        text: 'Each object has a value $\\mu_i$ of its own, drawn from a normal population with mean $\\theta_\\mu$ and spread $\\theta_\\sigma$. It was measured once, as $x_i$, with a known error of 1. What is the population like?',
        plots: [figures.model],
      },
      {
        title: 'The true population',
        text: 'The values themselves, which no analysis gets to see.',
        plots: [figures.population],
      },
      {
        title: 'Each object by itself',
        text: 'Under a flat prior the posterior $p(\\mu_i | x_i)$ is a normal distribution of width 1 about the measurement. A hundred draws were made of each object; the first few are shown.',
        plots: [figures.objects],
      },
      {
        title: 'The usual wrong way: medians as data',
        text: [
          'The medians of those posteriors carry the errors of measurement, so they spread more than the values do.',
          `Taken as data, they give the population too large a spread, with a small error bar. Sampled by 100 walkers x ${pointEstimates.steps} steps. ${String(pointEstimates)}.`,
        ],
        plots: [figures.medians, figures.pointEstimates],
      },
      {
        title: 'The right likelihood, by importance sampling',
        text: [
          'The draws of each object can be weighted by the population’s density over that of the prior they were made under. The average weight of each object estimates its likelihood; the product over objects is that of the population. But the logarithm of an average is too low, more so for a narrow population, and a thousand such errors add up: the likelihood pushes $\\theta_\\sigma$ upwards.',
          'Pareto $k$ tells for each object whether a few draws decide: above the threshold, its stated error is itself too good to be true.',
          ...flagged,
        ],
        plots: [figures.likelihood, figures.likelihoodError, figures.paretoK],
        tables: [weightsTable(analysis)],
      },
      {
        title: 'The hierarchical model, by NUTS',
        text: ['All 1002 parameters together: no weights, no bias.', posterior.verdict.text],
        tables: [summaryTable(summary.rows, { probability: summary.probability })],
        plots: [figures.hierarchical, figures.shrinkage],
      },
      {
        title: 'All answers side by side',
        text: 'Error is the Monte Carlo error of the posterior mean: that of the sampler for point estimates and NUTS, the jackknife’s over the objects’ draws, bias included, for importance sampling.',
        tables: [{ columns: head.map(greek), rows: rows.map((row) => row.map((cell) => cell.replace(/^-/, '−'))) }],
        plots: [figures.answers, figures.answersForest],
      },
    ],
  };
}

/** What importance sampling says of itself where it was looked at closely. */
function weightsTable({ importance, thetaSigmas, exactCurve }: Analysis): ReportTable {
  const rows = importance.flatMap(({ draws, inspected }) =>
    inspected.map(({ thetaSigma, estimate }) => {
      const exact = exactCurve[thetaSigmas.indexOf(thetaSigma)] ?? Number.NaN;
      const { effectiveDraws, paretoK } = estimate.objects;
      return [
        draws,
        thetaSigma,
        signed(estimate.logLikelihood - exact),
        estimate.mcse.toFixed(2),
        signed(estimate.bias),
        Math.min(...effectiveDraws).toFixed(1),
        Math.max(...paretoK).toFixed(2),
        estimate.unreliable.length,
      ];
    }),
  );
  return {
    caption: 'Error of the log likelihood (nats) and what is stated of it.',
    columns: [
      'draws an object',
      '$\\theta_\\sigma$',
      'error',
      'stated error',
      'stated bias',
      'least effective draws',
      'largest Pareto $k$',
      'objects flagged',
    ],
    rows,
  };
}

function signed(value: number): string {
  return value.toFixed(2).replace(/^-/, '−');
}

function greek(name: string): string {
  return name.replace(/^theta_(mu|sigma)$/, '$\\theta_\\$1$$');
}
