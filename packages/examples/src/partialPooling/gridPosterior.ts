/** A posterior of two hyperparameters with uniform priors, by quadrature: no Monte Carlo error. */
import { exp, keyFromSeed, log, stream } from '@credence/numerics';
import type { Prior } from './survey.js';

/** log p(x | theta_mu, theta_sigma), nats. */
export type LogLikelihood = (thetaMu: number, thetaSigma: number) => number;

/** Posterior of one hyperparameter. */
export interface GridMarginal {
  readonly mean: number;
  readonly sd: number;
  quantile(probability: number): number;
}

export interface GridPosterior {
  readonly thetaMu: GridMarginal;
  readonly thetaSigma: GridMarginal;
  /** log p(x) under the prior. */
  readonly logEvidence: number;
  /** Independent draws, for pictures. */
  draws(count: number, seed: number): { readonly theta_mu: Float64Array; readonly theta_sigma: Float64Array };
}

/**
 * Quadrature over `box`, which must hold all of the posterior but a negligible part.
 * @param panels that each axis is cut into, each with Gauss and Legendre's three nodes
 */
export function gridPosterior(logLikelihood: LogLikelihood, box: Prior, prior: Prior, panels = 150): GridPosterior {
  const mu = axisOf(box.thetaMu, panels);
  const sigma = axisOf(box.thetaSigma, panels);
  const logs = new Float64Array(mu.nodes.length * sigma.nodes.length);
  let largest = Number.NEGATIVE_INFINITY;
  mu.nodes.forEach((thetaMu, i) => {
    sigma.nodes.forEach((thetaSigma, j) => {
      const value = logLikelihood(thetaMu, thetaSigma);
      logs[i * sigma.nodes.length + j] = value;
      largest = Math.max(largest, value);
    });
  });
  const mass = logs.map(
    (value, at) =>
      exp(value - largest) * mu.weights[Math.floor(at / sigma.nodes.length)]! * sigma.weights[at % sigma.nodes.length]!,
  );
  const total = mass.reduce((sum, value) => sum + value, 0);
  const area = (prior.thetaMu[1] - prior.thetaMu[0]) * (prior.thetaSigma[1] - prior.thetaSigma[0]);
  const byMu = new Float64Array(mu.nodes.length);
  const bySigma = new Float64Array(sigma.nodes.length);
  mass.forEach((value, at) => {
    const [i, j] = [Math.floor(at / bySigma.length), at % bySigma.length];
    byMu[i] = byMu[i]! + value / total;
    bySigma[j] = bySigma[j]! + value / total;
  });
  return {
    thetaMu: marginalOf(mu, byMu),
    thetaSigma: marginalOf(sigma, bySigma),
    logEvidence: largest + log(total / area),
    draws(count, seed) {
      const random = stream(keyFromSeed(seed), 0);
      const cumulative = runningSum(mass);
      const theta_mu = new Float64Array(count);
      const theta_sigma = theta_mu.map((_, draw) => {
        const at = firstAtLeast(cumulative, random.uniform() * total);
        const [i, j] = [Math.floor(at / bySigma.length), at % bySigma.length];
        // Spread evenly over the part of the plane that the node stands for.
        theta_mu[draw] = mu.nodes[i]! + (random.uniform() - 0.5) * mu.weights[i]!;
        return sigma.nodes[j]! + (random.uniform() - 0.5) * sigma.weights[j]!;
      });
      return { theta_mu, theta_sigma };
    },
  };
}

interface Axis {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
  /** Ends of the panels. */
  readonly edges: Float64Array;
}

function axisOf([lower, upper]: readonly [number, number], panels: number): Axis {
  const half = (upper - lower) / panels / 2;
  const edges = Float64Array.from({ length: panels + 1 }, (_, p) => lower + 2 * half * p);
  const nodes = new Float64Array(3 * panels);
  const weights = nodes.map((_, n) => {
    const side = (n % 3) - 1;
    nodes[n] = edges[Math.floor(n / 3)]! + half * (1 + side * Math.sqrt(0.6));
    return (half * (side === 0 ? 8 : 5)) / 9;
  });
  return { nodes, weights, edges };
}

function marginalOf({ nodes, edges }: Axis, mass: Float64Array): GridMarginal {
  const mean = nodes.reduce((sum, node, n) => sum + node * mass[n]!, 0);
  const variance = nodes.reduce((sum, node, n) => sum + (node - mean) ** 2 * mass[n]!, 0);
  const cumulative = runningSum(
    Float64Array.from({ length: edges.length - 1 }, (_, p) => mass[3 * p]! + mass[3 * p + 1]! + mass[3 * p + 2]!),
  );
  return {
    mean,
    sd: Math.sqrt(variance),
    quantile(probability) {
      const panel = firstAtLeast(cumulative, probability);
      const before = panel === 0 ? 0 : cumulative[panel - 1]!;
      const share = (probability - before) / (cumulative[panel]! - before);
      return edges[panel]! + share * (edges[panel + 1]! - edges[panel]!);
    },
  };
}

function runningSum(values: Float64Array): Float64Array {
  let sum = 0;
  return values.map((value) => {
    sum += value;
    return sum;
  });
}

/** Index of the first entry that is `value` or more; the last where none is. */
function firstAtLeast(ascending: Float64Array, value: number): number {
  let [low, high] = [0, ascending.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! >= value) high = middle;
    else low = middle + 1;
  }
  return low;
}
