/** A distribution of vectors or matrices at its parameters, and what its laws look at: draws and densities, also unconstrained ones. */
import { evaluate, parameter, reshape, sum, type Tensor } from '@credence/autodiff';
import { keyFromSeed, type Rng, stream } from '@credence/numerics';
import type { Distribution } from '../distributions/distribution.js';
import type { DataArray, NestedArray } from '../model/arrays.js';
import { unconstrainedShape } from '../supports/support.js';
import { supportAt } from './quadrature.js';
import { sizeOf } from './studentProposal.js';

export type VectorParameters = Readonly<Record<string, number | NestedArray>>;

export interface VectorLawOptions {
  readonly parameters: VectorParameters;
  /** Of one event, where the parameters do not give it. */
  readonly shape?: readonly number[];
  readonly seed: number;
  /** Draws for each comparison. Default 20 000. */
  readonly draws?: number;
}

/** A distribution at its parameters, ready to be looked at. */
export interface VectorCase extends VectorLawOptions {
  readonly distribution: Distribution;
  readonly arrays: Readonly<Record<string, DataArray>>;
  readonly event: readonly number[];
}

export function nodesOf({ arrays }: VectorCase): Readonly<Record<string, Tensor>> {
  return Object.fromEntries(Object.entries(arrays).map(([key, { shape }]) => [key, parameter(key, shape)]));
}

export function valuesOf({ arrays }: VectorCase): Readonly<Record<string, Float64Array>> {
  return Object.fromEntries(Object.entries(arrays).map(([key, { values }]) => [key, values]));
}

/** Draws one after another, row-major. */
export function drawn({ distribution, arrays, event }: VectorCase, seed: number, count: number): Float64Array {
  const rng: Rng = stream(keyFromSeed(seed), 0);
  const given = Object.fromEntries(
    Object.entries(arrays).map(([key, { values, shape }]) => [key, shape.length === 0 ? (values[0] ?? 0) : values]),
  );
  const size = sizeOf(event);
  const draws = new Float64Array(size * count);
  for (let i = 0; i < count; i++) {
    const one = distribution.random?.(rng, given, event);
    draws.set(typeof one === 'object' ? one : [Number.NaN], i * size);
  }
  return draws;
}

/** Unconstrained values of draws, one after another; of discrete ones, the draws. */
export function movedDraws(own: VectorCase, seed: number, count: number): Float64Array {
  const { distribution, event } = own;
  const draws = drawn(own, seed, count);
  const support = supportAt(distribution, nodesOf(own));
  if (support.transform === undefined) return draws;
  const events = reshape(parameter('draws', [draws.length]), [count, ...event]);
  return evaluate([support.transform.unconstrain(events)], { ...valuesOf(own), draws })[0]!;
}

/** Log densities over unconstrained values, Jacobians included, one after another. */
export function movedDensities(own: VectorCase, u: Float64Array, count: number): Float64Array {
  const { distribution, event } = own;
  const nodes = nodesOf(own);
  const support = supportAt(distribution, nodes);
  const moved = reshape(parameter('u', [u.length]), [count, ...unconstrainedShape(support, event)]);
  const x = support.transform?.constrain(moved) ?? moved;
  const jacobian = support.transform?.logJacobian?.(moved);
  const pointwise = distribution.logProb(x, nodes);
  const perEvent = jacobian === undefined ? pointwise : pointwise.add(perEventSum(jacobian, count));
  return evaluate([perEvent], { ...valuesOf(own), u })[0]!;
}

function perEventSum(jacobian: Tensor, count: number): Tensor {
  return sum(reshape(jacobian, [count, jacobian.size / count]), { axes: -1 });
}
