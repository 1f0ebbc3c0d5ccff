/** What the demo runs: the notebook's population, and how much is drawn. */
import type { AnalysisOptions } from './analysis.js';
import { type SimulatedSurvey, simulateSurvey } from './survey.js';

export function demoSurvey(): SimulatedSurvey {
  return simulateSurvey({ objects: 1000, truth: { thetaMu: 0, thetaSigma: 1 }, alpha: 1, seed: 1 });
}

export const demoOptions: AnalysisOptions = {
  seed: 1,
  curveDraws: [100, 1000, 10_000],
  posteriorDraws: [100, 1000],
  thetaSigmas: [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.65, 0.8, 1, 1.25],
  inspected: [0.05, 0.5, 1],
};
