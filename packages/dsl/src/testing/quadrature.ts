/** Integrals of a one-dimensional density by the trapezoidal rule, which converges exponentially after two changes of variable. */
import { data, evaluate, type Tensor } from '@credence/autodiff';
import type { Distribution } from '../distributions/distribution.js';
import type { Support } from '../supports/index.js';

/** Points with their probabilities: sum f(x) weight is the integral (or the sum) of f times the density. */
export interface WeightedPoints {
  /** Ascending. */
  readonly x: Float64Array;
  readonly weight: Float64Array;
}

export type NumberParameters = Readonly<Record<string, number>>;

/** Parameters as scalar data nodes, and the values to evaluate with. */
export function nodesOf(parameters: NumberParameters): Readonly<Record<string, Tensor>> {
  return Object.fromEntries(Object.keys(parameters).map((name) => [name, data(name)]));
}

export function supportAt(distribution: Distribution, nodes: Readonly<Record<string, Tensor>>): Support {
  return typeof distribution.support === 'function' ? distribution.support(nodes) : distribution.support;
}

/**
 * Points for a continuous distribution: x = constrain(u), u = centre + spread sinh(t), so that even tails like 1 / x² decay
 * exponentially in t.
 * @param draws some draws of the distribution, which say where it lies
 */
export function continuousPoints(
  distribution: Distribution,
  parameters: NumberParameters,
  draws: Float64Array,
  count = 6001,
): WeightedPoints {
  const nodes = nodesOf(parameters);
  const { transform } = supportAt(distribution, nodes);
  if (transform === undefined) throw new Error(`${distribution.name} is discrete`);
  const [moved] = evaluate([transform.unconstrain(data('x', [draws.length]))], { x: draws, ...parameters });
  const sorted = moved!.filter((value) => Number.isFinite(value)).sort();
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))]!;
  const centre = at(0.5);
  const spread = at(0.75) - at(0.25);
  const reach = 40;
  const step = (2 * reach) / (count - 1);
  const u = new Float64Array(count);
  const slope = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const t = -reach + i * step;
    u[i] = centre + spread * Math.sinh(t);
    slope[i] = spread * Math.cosh(t) * step;
  }
  const node = data('u', [count]);
  const x = transform.constrain(node);
  const logProb = distribution.logProb(x, nodes);
  const logDensity = transform.logJacobian === undefined ? logProb : logProb.add(transform.logJacobian(node));
  const [points, logs] = evaluate([x, logDensity], { u, ...parameters });
  const weight = logs!.map((value, i) => {
    const mass = Math.exp(value) * slope[i]!;
    return Number.isFinite(mass) ? mass : 0;
  });
  return points![0]! <= points!.at(-1)!
    ? { x: points!, weight }
    : { x: points!.toReversed(), weight: weight.toReversed() };
}

/** All whole numbers that matter, with their probabilities. */
export function discretePoints(
  distribution: Distribution,
  parameters: NumberParameters,
  draws: Float64Array,
): WeightedPoints {
  const most = draws.reduce((a, b) => Math.max(a, b), 0);
  const least = draws.reduce((a, b) => Math.min(a, b), 0);
  const nodes = nodesOf(parameters);
  const first = least < 0 ? Math.floor(8 * least - 40) : 0;
  const candidates = Float64Array.from({ length: Math.ceil(40 + 8 * most) - first }, (_, i) => first + i);
  const node = data('x', [candidates.length]);
  const [inside, logs] = evaluate([supportAt(distribution, nodes).contains(node), distribution.logProb(node, nodes)], {
    x: candidates,
    ...parameters,
  });
  const x = candidates.filter((_, i) => inside![i] === 1);
  return { x, weight: logs!.filter((_, i) => inside![i] === 1).map(Math.exp) };
}

export function integrate({ x, weight }: WeightedPoints, f: (x: number) => number): number {
  let total = 0;
  for (let i = 0; i < x.length; i++) if (weight[i]! > 0) total += f(x[i]!) * weight[i]!;
  return total;
}
