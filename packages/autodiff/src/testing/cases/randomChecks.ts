/** What must hold for a random graph on the wasm backend; each check throws with the graph when it does not. */

import { keyFromSeed, type Rng, stream } from '@credence/numerics';
import { evaluate } from '../../backends/reference.js';
import { compileWasm, instantiate, type WasmDensity } from '../../backends/wasm/index.js';
import { jvp } from '../../gradient/forward.js';
import { gradient } from '../../gradient/reverse.js';
import { constant, scalarLiteral } from '../../graph/literal.js';
import { print } from '../../graph/print.js';
import type { Tensor } from '../../graph/tensor.js';
import { add, mul } from '../../ops/arithmetic.js';
import { sum } from '../../ops/reduction.js';
import { difference, type FlatValues, labelOf } from '../derivatives.js';
import { type RandomGraph, type RandomGraphOptions, randomGraph } from './randomGraphs.js';

/** Relative to the largest value of an array: the compiled graph is rewritten, sums in other orders. */
const TOLERANCE = 1e-9;

export interface RandomCheck extends RandomGraphOptions {
  readonly seed: number;
  readonly number: number;
  /** Compiled with `fastMath`. Default false. */
  readonly fastMath?: boolean;
}

/** The same graph again, of new nodes, for the same seed and number. */
export function graphOf({ seed, number, fastMath: _, ...options }: RandomCheck): RandomGraph {
  return randomGraph(stream(keyFromSeed(seed), number), options);
}

/** Values for every input; data and positions of different seeds differ. */
export function valuesOf(graph: RandomGraph, rng: Rng): FlatValues {
  const inputs = [...graph.parameters, ...graph.data].map((node): readonly [string, Float64Array] => {
    const size = graph.indexSizes.get(labelOf(node));
    const values = Float64Array.from({ length: node.size }, () =>
      size === undefined ? (rng.uniform() - 0.5) * 3.7 : Math.floor(rng.uniform() * size),
    );
    return [labelOf(node), values];
  });
  return Object.fromEntries(inputs);
}

function positionOf(graph: RandomGraph, values: FlatValues): Float64Array {
  return Float64Array.from(graph.parameters.flatMap((node) => [...values[labelOf(node)]!]));
}

/** Density, gradient and outputs. */
interface Result {
  readonly density: number;
  readonly gradient: Float64Array;
  readonly outputs: readonly Float64Array[];
}

function run(instance: WasmDensity, position: Float64Array): Result {
  const slope = new Float64Array(instance.dimension).fill(0.25);
  const density = instance.logDensityAndGradient(position, slope);
  return { density, gradient: slope, outputs: instance.evaluate('all', position) };
}

function flat({ density, gradient: slope, outputs }: Result): Float64Array {
  return Float64Array.from([density, ...slope, ...outputs.flatMap((output) => [...output])]);
}

function sameBits(a: Float64Array, b: Float64Array): boolean {
  const [x, y] = [new BigUint64Array(a.slice().buffer), new BigUint64Array(b.slice().buffer)];
  return x.length === y.length && x.every((bits, i) => bits === y[i]);
}

/**
 * How far last places of the inputs move the values: a recursion may be chaotic, and then rounding alone is magnified as far.
 */
function sensitivity(
  outputs: readonly Tensor[],
  values: FlatValues,
  expected: readonly Float64Array[],
): readonly number[] {
  const largest = expected.map(() => 0);
  for (const [i, step] of [2 ** -49, -(2 ** -49), 3 * 2 ** -50].entries()) {
    const moved = Object.fromEntries(
      Object.entries(values).map(([name, own]) => [
        name,
        own.map((x, j) => (Number.isInteger(x) ? x : x * (1 + ((i + j) % 2 === 0 ? step : -step)))),
      ]),
    );
    for (const [k, values] of evaluate(outputs, moved).entries()) {
      values.forEach((value, j) => {
        const change = Math.abs(value - expected[k]![j]!);
        if (Number.isFinite(change)) largest[k] = Math.max(largest[k]!, change);
      });
    }
  }
  return largest;
}

function expectClose(
  what: string,
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  graph: RandomGraph,
  sensitive: () => number,
): void {
  const finite = Array.from(expected).filter(Number.isFinite).map(Math.abs);
  const scale = finite.reduce((a, b) => Math.max(a, b), 1e-3);
  if (actual.length !== expected.length)
    throw new Error(`${what} has ${actual.length} elements, not ${expected.length}`);
  for (let i = 0; i < expected.length; i++) {
    const [x, y] = [actual[i]!, expected[i]!];
    if (Object.is(x, y) || x === y || Math.abs(x - y) <= TOLERANCE * scale) continue;
    if (Math.abs(x - y) <= 16 * sensitive()) continue;
    throw new Error(`${what}[${i}] is ${x}, and by the reference ${y}\n${print([graph.density, ...graph.outputs])}`);
  }
}

/** All checks of one graph, by default the random one; `make` gives it anew each time. */
export function checkRandomGraph(check: RandomCheck, make: () => RandomGraph = () => graphOf(check)): void {
  const graph = make();
  const { parameters, data, density, outputs } = graph;
  const { fastMath = false } = check;
  const request = { parameters, data, logDensity: density, outputs: { all: outputs }, fastMath };
  const program = compileWasm(request);
  const values = valuesOf(graph, stream(keyFromSeed(check.seed + 1), check.number));
  const position = positionOf(graph, values);
  const slopes = gradient(density, parameters);
  const expected = evaluate([density, ...slopes, ...outputs], values);
  const instance = instantiate(program, values);
  const first = run(instance, position);
  const compare = (result: Result, reference: readonly Float64Array[], at: FlatValues = values): void => {
    let known: readonly number[] | undefined;
    const moves = () => {
      known ??= sensitivity([density, ...slopes, ...outputs], at, reference);
      return known;
    };
    expectClose('density', [result.density], reference[0]!, graph, () => moves()[0]!);
    const slope = reference.slice(1, 1 + parameters.length).flatMap((part) => [...part]);
    expectClose('gradient', result.gradient, slope, graph, () => Math.max(...moves().slice(1, 1 + parameters.length)));
    outputs.forEach((_, k) => {
      const place = 1 + parameters.length + k;
      expectClose(`output ${k} `, result.outputs[k]!, reference[place]!, graph, () => moves()[place]!);
    });
  };
  compare(first, expected);

  // Bytes do not depend on which nodes, nor on values.
  const again = make();
  const twin = compileWasm({
    parameters: again.parameters,
    data: again.data,
    logDensity: again.density,
    outputs: { all: again.outputs },
    fastMath,
  });
  if (!(twin.bytes.length === program.bytes.length && twin.bytes.every((byte, i) => byte === program.bytes[i])))
    throw new Error(`compiling again gives other bytes\n${print([density])}`);

  // New data on the same instance give what a fresh instance gives, which does not disturb the first.
  const others = valuesOf(graph, stream(keyFromSeed(check.seed + 2), check.number));
  const otherPosition = positionOf(graph, others);
  const second = instantiate(twin, others);
  const buffer = second.workspace(3).view(0).buffer;
  const fresh = run(second, otherPosition);
  compare(fresh, evaluate([density, ...slopes, ...outputs], others));
  const expectBits = (what: string, a: Result, b: Result): void => {
    if (!sameBits(flat(a), flat(b))) throw new Error(`${what} gives other bits\n${print([density, ...outputs])}`);
  };
  expectBits('evaluating again', run(instance, position), first);
  instance.bind(others);
  expectBits('binding new data', run(instance, otherPosition), fresh);
  instance.bind(values);
  expectBits('binding the first data again', run(instance, position), first);
  expectBits('another instance', run(second, otherPosition), fresh);
  if (second.workspace(3).view(0).buffer !== buffer) throw new Error('memory was made anew');
  checkNaN(second, otherPosition, graph);
}

const CANONICAL = 0x7ff8000000000000n;

/** A NaN in the position, of any form, comes out in the canonical form. */
function checkNaN(instance: WasmDensity, position: Float64Array, graph: RandomGraph): void {
  if (position.length === 0) return;
  const odd = position.slice();
  new BigUint64Array(odd.buffer)[position.length >> 1] = 0xfff8000000000123n;
  const result = run(instance, odd);
  // Where the density is a number all the same, parts of its gradient may hold the NaN as it came in.
  const slope = Number.isNaN(result.density) ? result.gradient : new Float64Array(0);
  for (const x of new BigUint64Array(flat({ ...result, gradient: slope }).buffer)) {
    const isAnyNaN = (x & 0x7ff0000000000000n) === 0x7ff0000000000000n && (x & 0xfffffffffffffn) !== 0n;
    if (isAnyNaN && x !== CANONICAL) throw new Error(`NaN leaves as ${x.toString(16)}\n${print(graph.outputs)}`);
  }
}

/** Reverse mode against forward mode and differences along a direction; false where differences say nothing. */
export function checkRandomDerivative(check: RandomCheck, make: () => RandomGraph = () => graphOf(check)): boolean {
  const graph = make();
  const rng = stream(keyFromSeed(check.seed + 3), check.number);
  const values = valuesOf(graph, rng);
  const directions = Object.fromEntries(
    graph.parameters.map((node) => [
      labelOf(node),
      Float64Array.from({ length: node.size }, () => rng.uniform() - 0.5),
    ]),
  );
  const moves = graph.parameters.map((node) => constant(directions[labelOf(node)]!).reshape(node.shape));
  const along = gradient(graph.density, graph.parameters).reduce<Tensor>(
    (total, slope, k) => add(total, sum(mul(slope, moves[k]!))),
    scalarLiteral(0),
  );
  const [reverse, forward] = evaluate([along, jvp(graph.density, graph.parameters, moves)], values);
  const [r, f] = [reverse![0]!, forward![0]!];
  const near = (a: number, b: number, tolerance: number) =>
    Object.is(a, b) || Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b));
  if (!near(f, r, 1e-9)) throw new Error(`reverse mode gives ${r}, forward mode ${f}\n${print([graph.density])}`);
  const slope = difference(graph.density, values, directions, 1e-4);
  if (slope === undefined) return false;
  if (!near(r, slope, 1e-3))
    throw new Error(`reverse mode gives ${r}, differences ${slope}\n${print([graph.density])}`);
  return true;
}
