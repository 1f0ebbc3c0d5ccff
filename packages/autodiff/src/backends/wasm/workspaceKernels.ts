/** The vector operations of a Hamiltonian sampler in the module's memory: the `Workspace` contract of @credence/samplers. */

import type { Code, Local, ModuleBuilder } from '@credence/numerics/wasm';
import { type Body, type Term, VectorFunction } from './vectorFunction.js';

/**
 * Exports dot, joinPairs, joinHalves, accumulate (addresses, then the length), and leapfrog on vectors of length n where there is
 * a density.
 *
 * @param results address of six numbers that operations leave
 * @param density the index of its function
 */
export function emitWorkspace(module: ModuleBuilder, n: number, results: number, density?: number): void {
  const vectors = vectorFunctions(module.fused, results);
  const add = (name: keyof VectorFunctions, exported = true): number =>
    module.function({ ...vectors[name], ...(exported ? { exported: name } : {}) }).index;
  for (const name of ['dot', 'joinPairs', 'joinHalves', 'accumulate'] as const) add(name);
  if (density === undefined) return;
  const parts = { drift: add('drift', false), kick: add('kick', false), kickDrift: add('kickDrift', false), density };
  const parameters = [...Array(9).fill('i32'), 'f64'];
  emitLeapfrog(module.function({ parameters, results: ['f64'], exported: 'leapfrog' }).code, n, results, parts);
}

interface VectorFunctions {
  readonly dot: VectorFunction;
  readonly drift: VectorFunction;
  readonly kick: VectorFunction;
  readonly kickDrift: VectorFunction;
  readonly joinPairs: VectorFunction;
  readonly joinHalves: VectorFunction;
  readonly accumulate: VectorFunction;
}

/** Written once: they are the same in all modules. */
const written = new Map<string, VectorFunctions>();

function vectorFunctions(fused: boolean, results: number): VectorFunctions {
  const key = `${fused} ${results}`;
  const known = written.get(key);
  if (known !== undefined) return known;
  const made: VectorFunctions = {
    dot: new VectorFunction({ fused, slots: 2, result: 'f64' }),
    drift: new VectorFunction({ fused, slots: 5, numbers: 1 }),
    kick: new VectorFunction({ fused, slots: 5, numbers: 1 }),
    kickDrift: new VectorFunction({ fused, slots: 7, numbers: 1 }),
    joinPairs: new VectorFunction({ fused, slots: 5 }),
    joinHalves: new VectorFunction({ fused, slots: 7 }),
    accumulate: new VectorFunction({ fused, slots: 3, numbers: 1 }),
  };
  emitDot(made.dot);
  emitDrift(made.drift);
  emitKick(made.kick, results);
  emitKickDrift(made.kickDrift, results);
  emitJoinPairs(made.joinPairs, results);
  emitJoinHalves(made.joinHalves, results);
  emitAccumulate(made.accumulate);
  written.set(key, made);
  return made;
}

/** (a, b) */
function emitDot(f: VectorFunction): void {
  const { locals, load } = loaded(f, [0, 1]);
  const [a, b] = locals as readonly [Local, Local];
  const [total] = f.sums(4, [times(f.code, a, b)], load);
  f.code.get(total!).lane('f64x2.extract_lane', 0);
}

/** Leaves the first lanes of sums among the results. */
function leave(code: Code, results: number, first: number, sums: readonly Local[]): void {
  sums.forEach((sum, k) => {
    code
      .i32(0)
      .get(sum)
      .memoryLane('v128.store64_lane', results + 8 * (first + k), 0);
  });
}

/** Loads vectors into locals. */
function loaded(
  f: VectorFunction,
  slots: readonly number[],
): { readonly locals: readonly Local[]; readonly load: Body } {
  const locals = slots.map(() => f.code.local('v128'));
  return {
    locals,
    load: (width, shift) => {
      slots.forEach((slot, k) => {
        f.load(slot, width, shift);
        f.code.set(locals[k]!);
      });
    },
  };
}

/** Puts the product of two locals on the stack. */
function times(code: Code, a: Local, b: Local): Term {
  return () => code.get(a).get(b).op('f64x2.mul');
}

/** A local that holds half the step size, a parameter of a function, in both lanes. */
function halfOf(code: Code, stepSize: number): Local {
  const half = code.local('v128');
  code.get(stepSize).f64(0.5).op('f64.mul').op('f64x2.splat').set(half);
  return half;
}

/** Puts position + h (kicked + kicked) on the stack; the position is pushed. */
function drifted(code: Code, position: () => void, h: Local, kicked: Local): void {
  position();
  code.get(h).get(kicked).get(kicked).op('f64x2.add').op('f64x2.mul').op('f64x2.add');
}

/** (position, momentum, gradient, scale, newPosition; stepSize) */
function emitDrift(f: VectorFunction): void {
  const { code } = f;
  const [h, kicked] = [code.local('v128'), code.local('v128')];
  const half = halfOf(code, 5);
  f.over(4, (width, shift) => {
    f.load(1, width, shift);
    code.get(half);
    f.load(3, width, shift);
    code.op('f64x2.mul').tee(h);
    f.load(2, width, shift);
    code.op('f64x2.mul').op('f64x2.add').set(kicked);
    f.store(4, width, shift, () => drifted(code, () => f.load(0, width, shift), h, kicked));
  });
}

/** The sums of a step's end: of squares of the new momentum, and of its products with the old one. */
function momentumSums(code: Code, momentum: Local, newMomentum: Local): Term[] {
  return [times(code, newMomentum, newMomentum), times(code, momentum, newMomentum)];
}

/** (momentum, gradient, newGradient, scale, newMomentum; stepSize) */
function emitKick(f: VectorFunction, results: number): void {
  const { code } = f;
  const [h, momentum, newMomentum] = [code.local('v128'), code.local('v128'), code.local('v128')];
  const half = halfOf(code, 5);
  const sums = f.sums(4, momentumSums(code, momentum, newMomentum), (width, shift) => {
    f.load(0, width, shift);
    code.tee(momentum).get(half);
    f.load(3, width, shift);
    code.op('f64x2.mul').tee(h);
    f.load(1, width, shift);
    code.op('f64x2.mul').op('f64x2.add').get(h);
    f.load(2, width, shift);
    code.op('f64x2.mul').op('f64x2.add').set(newMomentum);
    f.store(4, width, shift, () => code.get(newMomentum));
  });
  leave(code, results, 1, sums);
}

/** (newPosition, momentum, gradient, newGradient, scale, newMomentum, next; stepSize): `kick` and the `drift` of the next step */
function emitKickDrift(f: VectorFunction, results: number): void {
  const { code } = f;
  const [h, slope, momentum, newMomentum, kicked] = [
    code.local('v128'),
    code.local('v128'),
    code.local('v128'),
    code.local('v128'),
    code.local('v128'),
  ];
  const half = halfOf(code, 7);
  const sums = f.sums(4, momentumSums(code, momentum, newMomentum), (width, shift) => {
    f.load(1, width, shift);
    code.tee(momentum).get(half);
    f.load(4, width, shift);
    code.op('f64x2.mul').tee(h);
    f.load(2, width, shift);
    code.op('f64x2.mul').op('f64x2.add').get(h);
    f.load(3, width, shift);
    code.tee(slope).op('f64x2.mul').op('f64x2.add').set(newMomentum);
    f.store(5, width, shift, () => code.get(newMomentum));
    code.get(newMomentum).get(h).get(slope).op('f64x2.mul').op('f64x2.add').set(kicked);
    f.store(6, width, shift, () => drifted(code, () => f.load(0, width, shift), h, kicked));
  });
  leave(code, results, 1, sums);
}

/** (position, momentum, gradient, scale, newPosition, newMomentum, newGradient, prepared, next; stepSize): the energy; `next` 0 for none */
function emitLeapfrog(
  code: Code,
  n: number,
  results: number,
  parts: Readonly<Record<'drift' | 'density' | 'kick' | 'kickDrift', number>>,
): void {
  const [position, momentum, gradient, scale, newPosition, newMomentum, newGradient] = [0, 1, 2, 3, 4, 5, 6];
  const [prepared, next, stepSize] = [7, 8, 9];
  const logDensity = code.local('f64');
  const call = (part: keyof typeof parts, ...parameters: number[]) => {
    for (const parameter of parameters) code.get(parameter);
    if (part !== 'density') code.i32(n);
    return code.call(parts[part]);
  };
  code.get(prepared).op('i32.eqz');
  code.if(() => call('drift', position, momentum, gradient, scale, newPosition, stepSize));
  call('density', newPosition, newGradient).set(logDensity);
  code.get(next).if(
    () => call('kickDrift', newPosition, momentum, gradient, newGradient, scale, newMomentum, next, stepSize),
    () => call('kick', momentum, gradient, newGradient, scale, newMomentum, stepSize),
  );
  code.i32(0).get(logDensity).memory('f64.store', results);
  code
    .i32(0)
    .memory('f64.load', results + 8)
    .f64(0.5)
    .op('f64.mul')
    .get(logDensity)
    .op('f64.sub');
}

/** (begin, end, laterBegin, laterEnd, out) */
function emitJoinPairs(f: VectorFunction, results: number): void {
  const { code } = f;
  const { locals, load } = loaded(f, [0, 1, 2, 3]);
  const [begin, end, laterBegin, laterEnd] = locals as readonly [Local, Local, Local, Local];
  const terms = [times(code, begin, laterBegin), times(code, begin, laterEnd), times(code, end, laterEnd)];
  const sums = f.sums(2, terms, (width, shift) => {
    load(width, shift);
    f.store(4, width, shift, () => {
      code.get(begin).get(end).op('f64x2.add').get(laterBegin).get(laterEnd).op('f64x2.add').op('f64x2.add');
    });
  });
  leave(code, results, 0, sums);
}

/** (begin, end, sum, laterBegin, laterEnd, laterSum, out). Six sums and six vectors leave no registers for a second pair a round. */
function emitJoinHalves(f: VectorFunction, results: number): void {
  const { code } = f;
  const { locals, load } = loaded(f, [0, 1, 2, 3, 4, 5]);
  const [begin, end, sum, laterBegin, laterEnd, laterSum] = locals as readonly [
    Local,
    Local,
    Local,
    Local,
    Local,
    Local,
  ];
  const terms = [
    times(code, begin, laterBegin),
    times(code, begin, laterSum),
    times(code, laterBegin, sum),
    times(code, end, laterEnd),
    times(code, end, laterSum),
    times(code, laterEnd, sum),
  ];
  const sums = f.sums(1, terms, (width, shift) => {
    load(width, shift);
    f.store(6, width, shift, () => code.get(sum).get(laterSum).op('f64x2.add'));
  });
  leave(code, results, 0, sums);
}

/** (value, mean, squares; share) */
function emitAccumulate(f: VectorFunction): void {
  const { code } = f;
  const [value, before, updated, share] = [0, 1, 2, 3].map(() => code.local('v128')) as [Local, Local, Local, Local];
  code.get(3).op('f64x2.splat').set(share);
  f.over(4, (width, shift) => {
    f.load(0, width, shift);
    code.tee(value);
    f.load(1, width, shift);
    code.tee(updated).op('f64x2.sub').set(before);
    code.get(updated).get(before).get(share).op('f64x2.mul').op('f64x2.add').set(updated);
    f.store(1, width, shift, () => code.get(updated));
    f.store(2, width, shift, () => {
      f.load(2, width, shift);
      code.get(before).get(value).get(updated).op('f64x2.sub').op('f64x2.mul').op('f64x2.add');
    });
  });
}
