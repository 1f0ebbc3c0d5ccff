/** Functions of two variables, each tabulated at a few nodes of a box and continued by the polynomial through them. */
import { cos, exp, log, sin } from '@credence/numerics';
import type { LogLikelihood } from './gridPosterior.js';
import type { Prior } from './survey.js';

/** Nodes along theta_mu and log theta_sigma. */
const NODES = [5, 11] as const;

/**
 * Evaluates several smooth functions together at 55 nodes of Chebyshev, and gives a polynomial in theta_mu and log theta_sigma for
 * each. The logarithm, because log likelihoods fall as 1 / theta_sigma^2 towards 0.
 *
 * Source: Berrut & Trefethen (2004), Barycentric Lagrange interpolation, SIAM Review 46(3), section 5.
 *
 * @param evaluate values of all functions at one place
 * @param box with theta_sigma above 0
 */
export function polynomialTables(
  evaluate: (thetaMu: number, thetaSigma: number) => readonly number[],
  box: Prior,
): readonly LogLikelihood[] {
  const mu = chebyshev(NODES[0], box.thetaMu);
  const logSigma = chebyshev(NODES[1], [log(box.thetaSigma[0]), log(box.thetaSigma[1])]);
  const table = logSigma.nodes.map((node) => mu.nodes.map((thetaMu) => evaluate(thetaMu, exp(node))));
  const functions = table[0]?.[0]?.length ?? 0;
  return Array.from({ length: functions }, (_, f) => {
    const rows = table.map((row) => row.map((values) => values[f]!));
    // A grid is gone through row by row: the values along theta_sigma at the last theta_mu are kept.
    let last = Number.NaN;
    let values: readonly number[] = [];
    return (thetaMu: number, thetaSigma: number) => {
      if (thetaMu !== last) {
        last = thetaMu;
        values = rows.map((row) => through(mu, thetaMu, row));
      }
      return through(logSigma, log(thetaSigma), values);
    };
  });
}

interface Nodes {
  readonly nodes: readonly number[];
  readonly weights: readonly number[];
}

function chebyshev(count: number, [lower, upper]: readonly [number, number]): Nodes {
  const angles = Array.from({ length: count }, (_, n) => (Math.PI * (2 * n + 1)) / (2 * count));
  return {
    nodes: angles.map((angle) => (lower + upper - (upper - lower) * cos(angle)) / 2),
    weights: angles.map((angle, n) => (n % 2 === 0 ? sin(angle) : -sin(angle))),
  };
}

/** The polynomial through the values, at x. */
function through({ nodes, weights }: Nodes, x: number, values: readonly number[]): number {
  let [above, below] = [0, 0];
  for (let n = 0; n < nodes.length; n++) {
    const distance = x - nodes[n]!;
    if (distance === 0) return values[n]!;
    above += (weights[n]! / distance) * values[n]!;
    below += weights[n]! / distance;
  }
  return above / below;
}
