/**
 * Ratios of the standard normal cdf Phi and of the Mills ratio M = Phi / phi at two points, as the integrals of their
 * logarithmic derivatives: with all their digits also where the points are close, and far out.
 */
import {
  greater,
  inverseMillsExcess,
  inverseMillsRatio,
  less,
  logMillsRatio,
  logNormalCdf,
  type Tensor,
  where,
} from '@credence/autodiff';

/**
 * Nodes and weights of Gauss and Legendre with eight points, for the integral from 0 to 1. What they integrate below has its
 * nearest poles 2.8 from the real line, so over a unit they err by less than a last place.
 */
const HALF_RULE: readonly (readonly [node: number, weight: number])[] = [
  [0.9801449282487681, 0.05061426814518813],
  [0.8983332387068134, 0.11119051722668724],
  [0.7627662049581645, 0.15685332293894363],
  [0.591717321247825, 0.181341891689181],
];
const RULE = HALF_RULE.flatMap(([node, weight]) => [[node, weight] as const, [1 - node, weight] as const]);

/** The integral of a slope from z - step to z where the step is less than 1, and its closed form elsewhere. */
function rise(slope: (x: Tensor) => Tensor, z: Tensor, step: Tensor, far: Tensor): Tensor {
  const terms = RULE.map(([node, weight]) => slope(z.sub(step.mul(node))).mul(weight));
  return where(less(step, 1), terms.reduce((sum, term) => sum.add(term)).mul(step), far);
}

/** log Phi(z) - log Phi(z - step), for step >= 0. */
export function logNormalCdfRise(z: Tensor, step: Tensor): Tensor {
  return rise(inverseMillsRatio, z, step, logNormalCdf(z).sub(logNormalCdf(z.sub(step))));
}

/** log M(z) - log M(z - step), for step >= 0. */
export function logMillsRise(z: Tensor, step: Tensor): Tensor {
  const before = z.sub(step);
  // Both ratios are large above 0: their squares are subtracted before they overflow.
  const squares = step.mul(z.sub(step.mul(0.5)));
  const above = logNormalCdf(z).sub(logNormalCdf(before)).add(squares);
  const below = logMillsRatio(z).sub(logMillsRatio(before));
  return rise(inverseMillsExcess, z, step, where(greater(before, 0), above, below));
}
