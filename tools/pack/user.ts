// A user's file: it sees only what the packages ship.
import { type Model as DeclaredModel, Model, sample } from '@credence/dsl';
import { plotCorner, plotModelGraph, toPng } from '@credence/plots';

// Exact in float64: functions of Math differ between engines.
const x = Array.from({ length: 200 }, (_, i) => ((i * 37) % 200) / 50 - 2);

function partialPooling(): DeclaredModel {
  const model = new Model('partial pooling');
  const thetaMu = model.uniform('theta_mu', { lower: -5, upper: 5 });
  const thetaSigma = model.uniform('theta_sigma', { lower: 0, upper: 2 });
  const mu = model.normal('mu', { mu: thetaMu, sigma: thetaSigma }, { shape: [x.length] });
  model.normal('x', { mu, sigma: 1 }, { observed: x });
  return model;
}

/** Draws of theta_mu, by workers. */
export async function drawsOfMean(workers: number): Promise<readonly number[]> {
  const posterior = await sample(partialPooling(), {
    draws: 200,
    tune: 200,
    chains: 4,
    seed: 1,
    workers,
    progress: false,
  });
  const draws: Float64Array = posterior.draws('theta_mu').values;
  return Array.from(draws);
}

/** What a picture came to: its size, the start of its PNG, the median it shows, its text as XML. */
export interface DrawnPicture {
  readonly width: number;
  readonly height: number;
  readonly signature: readonly number[];
  readonly bytes: number;
  readonly median: number | undefined;
  readonly graph: string;
  readonly svg: string;
}

/** A corner plot and the model's graph. */
export async function drawnPicture(): Promise<DrawnPicture> {
  const model = partialPooling();
  const posterior = await sample(model, { draws: 200, tune: 200, chains: 2, seed: 1, workers: 0, progress: false });
  const plot = plotCorner(posterior, { variables: ['theta_mu', 'theta_sigma'], truths: { theta_mu: 0 } });
  const png = await toPng(plot, { scale: 1 });
  return {
    width: plot.width,
    height: plot.height,
    signature: Array.from(png.subarray(0, 8)),
    bytes: png.length,
    median: plot.data.elements[0]?.samples[0]?.quantiles[1],
    graph: (await plotModelGraph(model)).svg,
    svg: plot.svg,
  };
}
