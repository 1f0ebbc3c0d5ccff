/** The vector operations of a Hamiltonian sampler in the module's memory: the `Workspace` contract of @credence/samplers. */

import type { Code, Local, ModuleBuilder, ValueType } from '@credence/numerics/wasm';
import { type Body, type Term, VectorFunction } from './vectorFunction.js';

/**
 * Exports dot, joinPairs, joinHalves, accumulate for vectors of length n, and leapfrog where there is a density.
 *
 * @param results address of six numbers that operations leave
 * @param density the index of its function
 */
export function emitWorkspace(module: ModuleBuilder, n: number, results: number, density?: number): void {
  const vector = (name: string | undefined, slots: number, numbers = 0, result?: ValueType) =>
    new VectorFunction(module, n, name, slots, numbers, result);

  const dot = vector('dot', 2, 0, 'f64');
  const factors = loaded(dot, [0, 1]);
  const [total] = dot.sums(4, [times(dot.code, factors.locals[0]!, factors.locals[1]!)], factors.load);
  dot.code.get(total!).lane('f64x2.extract_lane', 0);

  if (density !== undefined) {
    const drift = vector(undefined, 5, 1);
    const kick = vector(undefined, 5, 1);
    const kickDrift = vector(undefined, 7, 1);
    emitDrift(drift);
    emitKick(kick, results);
    emitKickDrift(kickDrift, results);
    emitLeapfrog(vector('leapfrog', 9, 1, 'f64').code, {
      drift: drift.index,
      density,
      kick: kick.index,
      kickDrift: kickDrift.index,
      results,
    });
  }
  emitJoinPairs(vector('joinPairs', 5), results);
  emitJoinHalves(vector('joinHalves', 7), results);
  emitAccumulate(vector('accumulate', 3, 1));
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
  {
    drift,
    density,
    kick,
    kickDrift,
    results,
  }: {
    readonly drift: number;
    readonly density: number;
    readonly kick: number;
    readonly kickDrift: number;
    readonly results: number;
  },
): void {
  const [position, momentum, gradient, scale, newPosition, newMomentum, newGradient] = [0, 1, 2, 3, 4, 5, 6];
  const [prepared, next, stepSize] = [7, 8, 9];
  const logDensity = code.local('f64');
  const pass = (...parameters: number[]) => {
    for (const parameter of parameters) code.get(parameter);
    return code;
  };
  code.get(prepared).op('i32.eqz');
  code.if(() => pass(position, momentum, gradient, scale, newPosition, stepSize).call(drift));
  pass(newPosition, newGradient).call(density).set(logDensity);
  code.get(next).if(
    () => pass(newPosition, momentum, gradient, newGradient, scale, newMomentum, next, stepSize).call(kickDrift),
    () => pass(momentum, gradient, newGradient, scale, newMomentum, stepSize).call(kick),
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
