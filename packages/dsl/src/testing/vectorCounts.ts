/** Vectors of counts: the sum of their probabilities, and draws beside these. */
import { evaluate, parameter, reshape } from '@credence/autodiff';
import { type Cell, checkChiSquare } from './chiSquare.js';
import { drawn, nodesOf, type VectorCase, valuesOf } from './vectorCase.js';

/**
 * Every vector of counts with the sum that draws have, with its probability, beside the draws: chi-square.
 * @param limit of it, in standard deviations
 */
export function checkCounts(own: VectorCase, limit: number): void {
  const { distribution, event, seed, draws: count = 20_000 } = own;
  const [k = 0] = event;
  const draws = drawn(own, seed + 60, count);
  const n = draws.subarray(0, k).reduce((total, value) => total + value, 0);
  const cells = compositions(n, k);
  const x = reshape(parameter('cells', [cells.length * k]), [cells.length, k]);
  const [logs] = evaluate([distribution.logProb(x, nodesOf(own))], {
    ...valuesOf(own),
    cells: Float64Array.from(cells.flat()),
  });
  const total = logs!.reduce((all, log) => all + Math.exp(log), 0);
  if (!(Math.abs(total - 1) < 1e-10)) throw new Error(`the probabilities sum to ${total}, and should sum to 1`);
  const seen = new Map<string, number>();
  for (let i = 0; i < count; i++) {
    const key = draws.subarray(i * k, (i + 1) * k).join();
    seen.set(key, (seen.get(key) ?? 0) + 1);
  }
  const bins: Cell[] = [];
  let rest: Cell = { expected: 0, seen: 0 };
  for (const [i, cell] of cells.entries()) {
    const [expected, found] = [count * Math.exp(logs![i]!), seen.get(cell.join()) ?? 0];
    if (expected < 25) rest = { expected: rest.expected + expected, seen: rest.seen + found };
    else bins.push({ expected, seen: found });
  }
  if (rest.expected > 0) bins.push(rest);
  checkChiSquare(bins, Math.max(1, bins.length - 1), limit);
}

function compositions(n: number, k: number): readonly (readonly number[])[] {
  if (k === 1) return [[n]];
  return Array.from({ length: n + 1 }, (_, first) => first).flatMap((first) =>
    compositions(n - first, k - 1).map((others) => [first, ...others]),
  );
}
