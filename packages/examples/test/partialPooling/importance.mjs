/**
 * Importance sampling on the quantile data, from the build and outside Jest, where loops of this size run ten times slower.
 * Prints JSON: posteriors for some numbers of draws, and errors of the log likelihood over seeds.
 */
import { normalQuantile } from '@credence/numerics';
import { exactLogLikelihood } from '../../dist/partialPooling/exactLikelihood.js';
import { importanceLikelihood, importancePosterior } from '../../dist/partialPooling/importanceSampling.js';
import { drawObjects } from '../../dist/partialPooling/objectPosteriors.js';

const quantileData = (N, alpha) => ({
  x: Float64Array.from({ length: N }, (_, i) => 2 + Math.sqrt(1.25) * normalQuantile((i + 0.5) / N)),
  alpha,
  prior: { thetaMu: [-10, 10], thetaSigma: [0, 10] },
});

function posterior({ N, alpha, draws, seed }) {
  const survey = quantileData(N, alpha);
  const { thetaMu, thetaSigma, atLowEnd } = importancePosterior(
    importanceLikelihood(drawObjects(survey, draws, seed)),
    survey,
  );
  const { reliable, mcse, unreliable, warnings } = atLowEnd;
  return { thetaMu, thetaSigma, reliable, mcse, unreliable: unreliable.length, warnings };
}

function errors({ draws, seeds, thetaSigmas }) {
  const survey = quantileData(1000, 1);
  const exact = exactLogLikelihood(survey);
  return Array.from({ length: seeds }, (_, seed) => {
    const { logLikelihood } = importanceLikelihood(drawObjects(survey, draws, 1 + seed));
    return thetaSigmas.map((thetaSigma) => logLikelihood([2, thetaSigma]) - exact(2, thetaSigma));
  });
}

const asked = JSON.parse(process.argv[2]);
console.log(JSON.stringify({ posteriors: asked.posteriors.map(posterior), errors: asked.errors.map(errors) }));
