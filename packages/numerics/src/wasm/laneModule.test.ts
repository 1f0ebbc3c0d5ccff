import * as numerics from '../index.js';
import { laneProgram, laneTable } from '../lanes/laneProgram.js';
import type { LaneProgram, Lanes } from '../lanes/lanes.js';
import { evaluate } from '../lanes/scalarLanes.js';
import { loopPrograms } from '../testing/loopPrograms.js';
import { LaneEmitter } from './laneEmitter.js';
import { LaneGraph } from './laneGraph.js';
import { LaneModule } from './laneModule.js';
import { ModuleBuilder } from './module.js';

const POINTS = 1024;

/** Values of a program in a module, two at a time, over `count` points for each input. */
function inModule(program: LaneProgram, inputs: readonly Float64Array[]): Float64Array {
  const module = new ModuleBuilder();
  module.memory({ kind: 'own', pages: 8, exported: 'memory' });
  const lanes = new LaneModule(module, 131072);
  const { code } = module.function({ exported: 'run' });
  const i = code.local('i32');
  const graph = new LaneGraph();
  const leaves = inputs.map((_, k) => graph.leaf(`${k}`));
  const emitter = new LaneEmitter(code, lanes, (leaf) => {
    code.get(i).memory('v128.load', 8 * POINTS * leaves.indexOf(leaf));
  });
  const node = graph.call(program, ...leaves);
  code.count(i, 0, 8 * POINTS, 16, () => {
    emitter.run([
      {
        node,
        write: (push) => {
          code.get(i);
          push();
          code.memory('v128.store', 8 * POINTS * inputs.length);
        },
      },
    ]);
  });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module.toUint8Array()));
  const { memory, run } = exports as { memory: WebAssembly.Memory; run: () => void };
  const values = new Float64Array(memory.buffer);
  inputs.forEach((input, k) => {
    values.set(input, k * POINTS);
  });
  run();
  return values.slice(inputs.length * POINTS, (inputs.length + 1) * POINTS);
}

const edges = [
  0,
  -0,
  1,
  -1,
  Infinity,
  -Infinity,
  NaN,
  5e-324,
  -5e-324,
  2 ** -1022,
  -(2 ** -1022),
  1.7976931348623157e308,
];
const near = [
  0.5,
  2,
  -2,
  1e-300,
  709.7,
  709.8,
  -745.1,
  -745.2,
  -708.4,
  1e-17,
  36.5,
  171,
  -170.5,
  1e10,
  2 ** 53,
  0.9999999999999999,
];

/** Edges, then small, usual and any finite float64 values, from a small congruential generator. */
function points(seed: number): Float64Array {
  let state = seed;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state;
  };
  const bits = new DataView(new ArrayBuffer(8));
  return Float64Array.from({ length: POINTS }, (_, i) => {
    const special = [...edges, ...near];
    if (i < 400) return special[(i * (seed % 5 === 0 ? 1 : 17) + (i >> 5)) % special.length]!;
    const unit = next() / 2 ** 32;
    if (i < 600) return (unit - 0.5) * 4;
    if (i < 800) return (unit - 0.5) * 1600;
    bits.setUint32(0, next());
    bits.setUint32(4, next());
    return bits.getFloat64(0);
  });
}

function expectSameBits(program: LaneProgram, given?: readonly Float64Array[]): void {
  const inputs = given ?? Array.from({ length: program.arity }, (_, k) => points(5 + 8 * k));
  const actual = inModule(program, inputs);
  const differences: unknown[] = [];
  for (let i = 0; i < POINTS; i++) {
    const values = inputs.map((input) => input[i]!);
    const expected = evaluate(program, ...values);
    if (!Object.is(actual[i], expected)) differences.push({ values, expected, actual: actual[i] });
  }
  expect(differences.slice(0, 5)).toEqual([]);
}

/** They go as many rounds as a count says, so that any float64 value will not do. */
const byCount: readonly LaneProgram[] = [
  numerics.logBetaBinomialSumProgram,
  numerics.logBetaBinomialSumAlphaSlopeProgram,
  numerics.logBetaBinomialSumBetaSlopeProgram,
];

const programs = Object.values(numerics).filter(
  (value): value is LaneProgram =>
    typeof value === 'object' && 'arity' in value && 'body' in value && !byCount.some((program) => program === value),
);

test('there are programs to compare', () => {
  expect(programs.length).toBeGreaterThanOrEqual(4);
});

test.each(programs.map((program) => [program.name, program] as const))(
  '%s gives the same bits in a module as on numbers',
  (_, program) => {
    expectSameBits(program);
  },
);

/** Shapes of all sizes side by side and places around their means, for what loops: lanes take different ways and rounds. */
function places(): readonly Float64Array[] {
  const unit = points(13).map((x) => Math.abs(x) % 1 || 0.5);
  const other = points(29).map((x) => Math.abs(x) % 1 || 0.25);
  const a = unit.map((u, i) => 10 ** (((7 * u * (1 + (i % 11))) % 11) - 2));
  const b = other.map((u, i) => 10 ** (((5 * u * (1 + (i % 7))) % 11) - 2));
  const x = a.map((shape, i) => (shape / (shape + b[i]!)) * (i % 3 === 0 ? 1 : 0.5 + unit[i]!));
  return [a, b, x.map((value) => Math.min(value, 0.999)), x.map((value) => 1 - Math.min(value, 0.999))];
}

const inDomain: readonly (readonly [LaneProgram, (columns: readonly Float64Array[]) => readonly Float64Array[]])[] = [
  ...[
    numerics.logGammaCdfProgram,
    numerics.logGammaSurvivalProgram,
    numerics.logGammaCdfShapeSlopeProgram,
    numerics.gammaHazardProgram,
  ].map((program) => [program, ([a, , x]: readonly Float64Array[]) => [a!, a!.map((s, i) => s * 2 * x![i]!)]] as const),
  ...[
    numerics.logBetaCdfProgram,
    numerics.logBetaCdfShapeSlopeProgram,
    numerics.logBetaSurvivalShapeSlopeProgram,
    numerics.betaReverseHazardProgram,
  ].map((program) => [program, (columns: readonly Float64Array[]) => columns] as const),
  ...[
    numerics.logVonMisesCdfProgram,
    numerics.logVonMisesCdfSlopeProgram,
    numerics.vonMisesReverseHazardProgram,
    numerics.vonMisesCutHazardProgram,
  ].map(
    (program) =>
      [
        program,
        ([a, b, x]: readonly Float64Array[]) => [x!.map((v) => 6 * v - 3), b!.map((v) => (v % 6) - 3), a!],
      ] as const,
  ),
  ...[numerics.logRiceCdfProgram, numerics.riceHazardProgram].map(
    (program) =>
      [
        program,
        ([a, , x]: readonly Float64Array[]) => {
          const difference = a!.map((b, i) => 2 * b * x![i]! - b);
          return [a!.map((b, i) => b + difference[i]!), a!, difference];
        },
      ] as const,
  ),
  ...[numerics.logSkewNormalCdfProgram, numerics.skewNormalReverseHazardProgram, numerics.owensTProgram].map(
    (program) => [program, ([a, , x]: readonly Float64Array[]) => [x!.map((v) => 6 * v - 3), a!]] as const,
  ),
  ...byCount.map(
    (program) =>
      [
        program,
        ([a, b, x]: readonly Float64Array[]) => {
          const trials = a!.map((_, i) => i % 300);
          return [trials, a!, b!, x!.map((share, i) => Math.floor(share * trials[i]!))];
        },
      ] as const,
  ),
  [numerics.gammaQuantileProgram, ([a, , x]) => [a!, x!]],
  [numerics.betaQuantileProgram, ([a, b, x]) => [a!, b!, x!]],
];

test.each(inDomain.map(([program, choose]) => [program.name, program, choose] as const))(
  '%s gives the same bits in a module at places of all kinds, two of different kinds at a time',
  (_, program, choose) => {
    const columns = choose(places());
    expectSameBits(program, columns);
    const values = columns[0]!.map((_, i) => evaluate(program, ...columns.map((column) => column[i]!)));
    expect(values.filter(Number.isNaN)).toHaveLength(0);
  },
);

const wiggle = laneTable('wiggle', [3, 1, 4, 1, 5]);
const clamp = <V>(
  k: { min(a: V, b: V): V; max(a: V, b: V): V; constant(x: number): V },
  x: V,
  low: number,
  high: number,
): V => k.min(k.max(x, k.constant(low)), k.constant(high));

/** A chain longer than any stack would bear. */
function deep<V, M>(k: Lanes<V, M>, a: V, b: V): V {
  let x = a;
  for (let i = 0; i < 3000; i++) x = k.add(k.mul(x, b), k.constant(i));
  return x;
}

/** Every operation of the contract on its own, and shapes that optimisers get wrong. */
const single: Record<string, LaneProgram['body']> = {
  add: (k, a, b) => k.add(a!, b!),
  sub: (k, a, b) => k.sub(a!, b!),
  mul: (k, a, b) => k.mul(a!, b!),
  div: (k, a, b) => k.div(a!, b!),
  negations: (k, a, b) => k.sub(k.mul(k.neg(a!), b!), k.neg(k.div(a!, k.neg(b!)))),
  scaled: (k, a, b) => k.add(k.neg(k.mul(a!, k.constant(3))), k.mul(k.constant(-1), b!)),
  powers: (k, a, b) => k.add(k.div(a!, k.constant(-8)), k.div(b!, k.constant(3))),
  abs: (k, a) => k.abs(a!),
  sqrt: (k, a) => k.sqrt(a!),
  floor: (k, a) => k.floor(a!),
  ceil: (k, a) => k.ceil(a!),
  trunc: (k, a) => k.trunc(a!),
  nearest: (k, a) => k.nearest(a!),
  min: (k, a, b) => k.min(a!, b!),
  max: (k, a, b) => k.max(a!, b!),
  minOfConstants: (k, a, b) => k.add(k.min(a!, k.constant(0)), k.min(k.constant(-0), k.min(b!, k.constant(-3)))),
  maxOfZero: (k, a, b) => k.div(k.constant(1), k.add(k.max(k.constant(0), a!), k.max(b!, k.constant(-0)))),
  maxOfConstants: (k, a) => k.max(k.max(a!, k.constant(-0)), k.min(k.constant(Number.NaN), a!)),
  maxOfMinusZero: (k, a) => k.div(k.constant(1), k.max(a!, k.constant(-0))),
  maxOfPlusZero: (k, a) => k.div(k.constant(1), k.max(a!, k.constant(0))),
  minOfPlusZero: (k, a) => k.div(k.constant(1), k.min(a!, k.constant(0))),
  copySign: (k, a, b) => k.copySign(a!, b!),
  copySignOfConstant: (k, a) => k.copySign(k.constant(2), a!),
  powerOfTwo: (k, a) => k.powerOfTwo(k.nearest(k.select(k.equal(a!, a!), clamp(k, a!, -1022, 1023), k.constant(0)))),
  exponent: (k, a) => k.exponent(a!),
  significand: (k, a) => k.significand(a!),
  head: (k, a) => k.head(a!),
  lookup: (k, a) => k.lookup(wiggle, k.floor(k.select(k.equal(a!, a!), clamp(k, a!, 0, 4), k.constant(2)))),
  less: (k, a, b) => k.select(k.less(a!, b!), k.constant(1), k.constant(0)),
  lessEqual: (k, a, b) => k.select(k.lessEqual(a!, b!), k.constant(0), k.constant(1)),
  equal: (k, a, b) => k.select(k.equal(a!, b!), a!, k.constant(7)),
  notEqual: (k, a, b) => k.select(k.not(k.notEqual(a!, b!)), k.constant(7), b!),
  logic: (k, a, b) =>
    k.select(k.or(k.and(k.less(a!, b!), k.not(k.less(b!, k.constant(0)))), k.equal(a!, k.constant(1))), a!, b!),
  bool: (k, a, b) => {
    const bool = k.select(k.or(k.less(a!, b!), k.equal(a!, b!)), k.constant(1), k.constant(0));
    return k.select(k.notEqual(bool, k.constant(0)), a!, k.select(k.equal(bool, k.constant(0)), b!, a!));
  },
  nestedBranches: (k, a, b) => {
    const shared = k.mul(a!, b!);
    const inner = k.branch(
      k.less(a!, k.constant(0)),
      () => k.add(shared, k.sqrt(k.abs(b!))),
      () =>
        k.branch(
          k.less(b!, k.constant(1)),
          () => k.sub(shared, k.floor(a!)),
          () => k.div(a!, b!),
        ),
    );
    const outer = k.branch(
      k.less(b!, k.constant(0)),
      () => k.mul(inner, inner),
      () => k.add(inner, k.floor(a!)),
    );
    return k.add(
      k.add(outer, shared),
      k.branch(
        k.lessEqual(a!, b!),
        () => k.sqrt(inner),
        () => k.mul(outer, inner),
      ),
    );
  },
  deep: (k, a, b) => deep(k, a!, b!),
};

test.each(Object.entries(single))('operation %s gives the same bits', (name, body) => {
  expectSameBits(laneProgram({ name: `single ${name}`, arity: 2, placement: 'inline', body }));
  expectSameBits(laneProgram({ name: `apart ${name}`, arity: 2, placement: 'function', body }));
});

test.each(loopPrograms.map((program) => [program.name, program] as const))(
  'loop %s gives the same bits, whatever the other lane does',
  (_, program) => {
    expectSameBits(program);
    expectSameBits({ ...program, name: `inline ${program.name}`, placement: 'inline' });
  },
);

test('a branch that no lane needs is not computed, and equal subexpressions are one node', () => {
  const graph = new LaneGraph();
  const [x, y] = [graph.leaf('x'), graph.leaf('y')];
  expect(graph.add(x, y)).toBe(graph.add(y, x));
  expect(graph.sub(x, graph.neg(y))).toBe(graph.add(x, y));
  expect(
    graph.branch(
      graph.less(graph.constant(1), graph.constant(2)),
      () => x,
      () => graph.sqrt(y),
    ),
  ).toBe(x);
  expect(graph.call(numerics.expProgram, graph.constant(0))).toBe(graph.constant(1));
});

test('two programs or tables of one name are refused', () => {
  const lanes = new LaneModule(new ModuleBuilder(), 0);
  lanes.tableAddress(wiggle);
  expect(() => lanes.tableAddress(laneTable('wiggle', [1]))).toThrow(/lane tables.*'wiggle'.*\[wasm\/duplicate-name\]/);
  const one = laneProgram({ name: 'one', arity: 1, body: (k) => k.constant(1) });
  lanes.functionOf(one);
  expect(() => lanes.functionOf({ ...one })).toThrow(/lane programs.*'one'/);
});
