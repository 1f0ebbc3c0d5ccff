/** Derivatives of the density of vectors or matrices against differences. */
import { evaluate, gradient, parameter, sum } from '@credence/autodiff';
import type { DataArray } from '../model/arrays.js';
import { unconstrainedShape } from '../supports/support.js';
import { slopeAtZero } from './derivative.js';
import { supportAt } from './quadrature.js';
import { movedDraws, nodesOf, type VectorCase, valuesOf } from './vectorCase.js';

/** Whether elements i and j of a matrix are one number seen twice. */
function isSymmetric({ values, shape: [k = 0] }: DataArray): boolean {
  return values.every((value, i) => value === values[(i % k) * k + Math.floor(i / k)]);
}

/** Directions in which an array of parameters may move: single elements, pairs of a symmetric matrix, no upper triangle of a factor. */
function directions(array: DataArray): readonly (readonly number[])[] {
  const { shape, values } = array;
  const [k = 0, columns = 0] = shape;
  const all = Array.from(values, (_, i) => [i]);
  if (shape.length !== 2 || k !== columns) return all;
  const lower = all.filter(([i = 0]) => Math.floor(i / k) >= i % k);
  if (!isSymmetric(array)) return values.every((value, i) => value === 0 || Math.floor(i / k) >= i % k) ? lower : all;
  return lower.map(([i = 0]) => (Math.floor(i / k) === i % k ? [i] : [i, (i % k) * k + Math.floor(i / k)]));
}

/** In unconstrained values, and in parameters that are not whole numbers. */
export function checkGradients(own: VectorCase): void {
  const { distribution, arrays, event, seed } = own;
  const nodes = nodesOf(own);
  const support = supportAt(distribution, nodes);
  const moved = unconstrainedShape(support, event);
  const u = parameter('u', support.transform === undefined ? event : moved);
  const logProb = sum(distribution.logProb(support.transform?.constrain(u) ?? u, nodes));
  const free = Object.entries(arrays).filter(([key]) => {
    const spec = distribution.parameters[key];
    // Weights between neighbours are data: their derivative is along symmetric changes that keep their zeros.
    return spec?.constraint.discrete !== true && key !== 'w';
  });
  const names = free.map(([key]) => key);
  const slopes = gradient(logProb, [u, ...names.map((key) => nodes[key]!)]);
  for (let i = 0; i < 4; i++) {
    const at: Record<string, Float64Array> = { ...valuesOf(own), u: movedDraws(own, seed + i, 1) };
    const found = evaluate(slopes, at);
    const wanted: [string, readonly (readonly number[])[], Float64Array][] = free.map(([key, array], k) => [
      key,
      directions(array),
      found[k + 1]!,
    ]);
    if (support.transform !== undefined) wanted.push(['u', Array.from(at.u!, (_, k) => [k]), found[0]!]);
    for (const [name, ways, slope] of wanted) {
      for (const way of ways) {
        const along = (h: number) => {
          const values = Float64Array.from(at[name]!);
          for (const k of way) values[k]! += h;
          return evaluate([logProb], { ...at, [name]: values })[0]![0]!;
        };
        const step = 2e-4 * Math.max(Math.abs(at[name]![way[0]!]!), 1e-2);
        const difference = slopeAtZero(along, step);
        const own = way.reduce((total, k) => total + slope[k]!, 0);
        if (!(Math.abs(own - difference) <= 2e-6 * (Math.abs(own) + Math.abs(along(0)) + 1))) {
          throw new Error(`d/d${name}[${way}] is ${own}, and differences give ${difference}`);
        }
      }
    }
  }
}
