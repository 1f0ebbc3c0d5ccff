/** The pictures that are compared with stored images. */
import { Model } from '@credence/dsl';
import { normalDensity } from '@credence/numerics';
import type { Plot } from '../figure/plot.js';
import { plotModelGraph } from '../graph/modelGraph.js';
import { plotCorner } from '../plots/corner.js';
import { plotForest } from '../plots/forest.js';
import { plotHistogramAgainstDensity } from '../plots/histogramAgainstDensity.js';
import { plotPosterior } from '../plots/posterior.js';
import { plotRank } from '../plots/rank.js';
import { plotTrace } from '../plots/trace.js';
import { exampleDraws } from './exampleDraws.js';
import { normals } from './samples.js';

/** By the name of the image. */
export async function goldenPlots(): Promise<Readonly<Record<string, Plot>>> {
  const source = exampleDraws(300);
  const model = new Model('partial pooling');
  const thetaMu = model.uniform('theta_mu', { lower: -5, upper: 5 });
  const thetaSigma = model.uniform('theta_sigma', { lower: 0, upper: 2 });
  const mu = model.normal('mu', { mu: thetaMu, sigma: thetaSigma }, { shape: 3 });
  model.normal('x', { mu, sigma: 1 }, { observed: [1, 2, 3] });
  return {
    posterior: plotPosterior(source, { variables: ['mu', 'tau', 'k'], refVal: { mu: 0 }, rope: { tau: [0, 1] } }),
    trace: plotTrace(source, { variables: ['mu', 'log_tau'] }),
    corner: plotCorner(source, { variables: ['mu', 'tau', 'theta[Choate]'], truths: { mu: 4.4, tau: 3 } }),
    forest: plotForest(source, { variables: ['mu', 'theta'], refVal: 0 }),
    rank: plotRank(source, { variables: ['mu', 'tau'] }),
    histogram: plotHistogramAgainstDensity(
      normals(1000, 1),
      { label: 'Normal(0, 1)', density: normalDensity },
      { xLabel: '$\\mu_i$' },
    ),
    modelGraph: await plotModelGraph(model),
  };
}
