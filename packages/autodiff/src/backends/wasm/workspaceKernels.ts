/** The vector operations of a Hamiltonian sampler in the module's memory: the `Workspace` contract of @credence/samplers. */

import type { Code, Local, ModuleBuilder, ValueType } from '@credence/numerics/wasm';
import { VectorFunction, type Width } from './vectorFunction.js';

/**
 * Exports copy, add, dot, kickDrift, kickKinetic, goesOn, joinStates, joinHalves for vectors of length n, and leapfrog where
 * there is a density: the index of its function, and where the log density of the last leapfrog step is left.
 */
export function emitWorkspace(
  module: ModuleBuilder,
  n: number,
  density?: { readonly index: number; readonly logDensityAddress: number },
): void {
  const vector = (name: string, slots: number, numbers = 0, result?: ValueType) =>
    new VectorFunction(module, n, name, slots, numbers, result);

  const copy = vector('copy', 2);
  copy.code
    .get(1)
    .get(0)
    .i32(8 * n)
    .memoryCopy();

  const add = vector('add', 3);
  add.over((width, shift) => {
    add.store(2, width, shift, () => {
      add.load(0, width, shift);
      add.load(1, width, shift);
      add.code.op('f64x2.add');
    });
  });

  const dot = vector('dot', 2, 0, 'f64');
  const [total] = dot.sums([
    (width, shift) => {
      dot.load(0, width, shift);
      dot.load(1, width, shift);
      dot.code.op('f64x2.mul');
    },
  ]);
  dot.code.get(total!).lane('f64x2.extract_lane', 0);

  const first = vector('kickDrift', 6, 1);
  const second = vector('kickKinetic', 3, 1, 'f64');
  kickDrift(first);
  kickKinetic(second);
  if (density) {
    // (position, momentum, gradient, scale, newPosition, newMomentum, newGradient; stepSize): the energy
    const [scale, newPosition, newMomentum, newGradient, stepSize] = [3, 4, 5, 6, 7];
    const { code } = vector('leapfrog', 7, 1, 'f64');
    const logDensity = code.local('f64');
    for (const parameter of [0, 1, 2, scale, newPosition, newMomentum, stepSize]) code.get(parameter);
    code.call(first.index).get(newPosition).get(newGradient).call(density.index).set(logDensity);
    code.i32(0).get(logDensity).memory('f64.store', density.logDensityAddress);
    code.get(newMomentum).get(newGradient).get(scale).get(stepSize).call(second.index);
    code.get(logDensity).op('f64.sub');
  }
  goesOn(vector('goesOn', 4, 0, 'i32'));
  joinStates(vector('joinStates', 3, 0, 'i32'));
  joinHalves(vector('joinHalves', 7, 0, 'i32'));
}

/** (position, momentum, gradient, scale, newPosition, newMomentum; stepSize) */
function kickDrift(f: VectorFunction): void {
  const { code } = f;
  const [half, scaled, momentum] = [code.local('v128'), code.local('v128'), code.local('v128')];
  code.get(6).f64(0.5).op('f64.mul').op('f64x2.splat').set(half);
  f.over((width, shift) => {
    f.load(1, width, shift);
    code.get(half);
    f.load(3, width, shift);
    code.op('f64x2.mul').tee(scaled);
    f.load(2, width, shift);
    code.op('f64x2.mul').op('f64x2.add').set(momentum);
    f.store(4, width, shift, () => {
      f.load(0, width, shift);
      code.get(scaled).get(momentum).get(momentum).op('f64x2.add').op('f64x2.mul').op('f64x2.add');
    });
    f.store(5, width, shift, () => code.get(momentum));
  });
}

/** (momentum, gradient, scale; stepSize): the kinetic energy */
function kickKinetic(f: VectorFunction): void {
  const { code } = f;
  const [half, momentum] = [code.local('v128'), code.local('v128')];
  code.get(3).f64(0.5).op('f64.mul').op('f64x2.splat').set(half);
  const [total] = f.sums([() => code.get(momentum).get(momentum).op('f64x2.mul')], (width, shift) => {
    f.load(0, width, shift);
    code.get(half);
    f.load(2, width, shift);
    code.op('f64x2.mul');
    f.load(1, width, shift);
    code.op('f64x2.mul').op('f64x2.add').set(momentum);
    f.store(0, width, shift, () => code.get(momentum));
  });
  code.get(total!).lane('f64x2.extract_lane', 0).f64(0.5).op('f64.mul');
}

/** (a, b, first, second): whether the sums of a r and b r, r = first + second, are > 0 */
function goesOn(f: VectorFunction): void {
  const { code } = f;
  const direction = code.local('v128');
  const term = (slot: number) => (width: Width, shift: number) => {
    f.load(slot, width, shift);
    code.get(direction).op('f64x2.mul');
  };
  const sums = f.sums([term(0), term(1)], (width, shift) => {
    f.load(2, width, shift);
    f.load(3, width, shift);
    code.op('f64x2.add').set(direction);
  });
  allPositive(code, sums);
}

/** (a, b, out) */
function joinStates(f: VectorFunction): void {
  const { code } = f;
  const [a, b, direction] = [code.local('v128'), code.local('v128'), code.local('v128')];
  const term = (momentum: Local) => () => code.get(momentum).get(direction).op('f64x2.mul');
  const sums = f.sums([term(a), term(b)], (width, shift) => {
    f.load(0, width, shift);
    code.tee(a);
    f.load(1, width, shift);
    code.tee(b).op('f64x2.add').set(direction);
    f.store(2, width, shift, () => code.get(direction));
  });
  allPositive(code, sums);
}

/** (begin, end, sum, laterBegin, laterEnd, laterSum, out) */
function joinHalves(f: VectorFunction): void {
  const { code } = f;
  const [begin, end, sum, laterBegin, laterEnd, laterSum] = [0, 1, 2, 3, 4, 5] as const;
  const [direction, seam] = [code.local('v128'), code.local('v128')];
  const along = (momentum: number) => (width: Width, shift: number) => {
    f.load(momentum, width, shift);
    code.get(direction).op('f64x2.mul');
  };
  const seamAlong = () => code.get(seam).get(direction).op('f64x2.mul');
  /** direction = half + state, where the state is the other half's at the seam. */
  const across = (half: number, state: number) => (width: Width, shift: number) => {
    f.load(half, width, shift);
    f.load(state, width, shift);
    code.tee(seam).op('f64x2.add').set(direction);
  };
  const whole = (width: Width, shift: number) => {
    f.load(sum, width, shift);
    f.load(laterSum, width, shift);
    code.op('f64x2.add').set(direction);
    f.store(6, width, shift, () => code.get(direction));
  };
  // `out` may be one of the sums, so it is written last.
  const sums = f.stagedSums([
    { before: across(sum, laterBegin), terms: [along(begin), seamAlong] },
    { before: across(laterSum, end), terms: [along(laterEnd), seamAlong] },
    { before: whole, terms: [along(begin), along(laterEnd)] },
  ]);
  allPositive(code, sums);
}

/** Puts 1 on the stack when the first lanes of all are > 0, else 0. */
function allPositive(code: Code, sums: readonly Local[]): void {
  sums.forEach((sum, k) => {
    code.get(sum).lane('f64x2.extract_lane', 0).f64(0).op('f64.gt');
    if (k > 0) code.op('i32.and');
  });
}
