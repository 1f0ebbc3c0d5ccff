import { gradient } from '../../gradient/reverse.js';
import { constant, data, parameter } from '../../graph/literal.js';
import type { Tensor } from '../../graph/tensor.js';
import { findInputs } from '../../graph/traverse.js';
import {
  add,
  cast,
  cholesky,
  choleskyInverse,
  cumsum,
  exp,
  gather,
  log,
  logDeterminant,
  matMul,
  matrixTranspose,
  max,
  mul,
  reshape,
  scan,
  scatterAdd,
  sigmoid,
  slice,
  square,
  sub,
  sum,
  transpose,
  triangularSolve,
  tril,
} from '../../ops/index.js';
import { evaluate } from '../reference.js';
import { compileWasm, instantiate } from './index.js';

/** Numbers in about (-2, 2) from a small congruential generator. */
function numbers(count: number, seed: number): Float64Array {
  let state = seed;
  return Float64Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 32 - 0.5) * 4;
  });
}

function label(node: Tensor): string {
  return node.op.kind === 'source' && 'label' in node.op ? node.op.label : '';
}

function close(actual: ArrayLike<number>, expected: ArrayLike<number>, what: string, tolerance = 1e-12): void {
  const scale = Math.max(1, ...Array.from(expected, (x) => (Number.isFinite(x) ? Math.abs(x) : 1)));
  const wrong: unknown[] = [];
  for (let i = 0; i < expected.length; i++) {
    const same = Object.is(actual[i], expected[i]) || Math.abs(actual[i]! - expected[i]!) <= tolerance * scale;
    if (!same) wrong.push({ what, i, actual: actual[i], expected: expected[i] });
  }
  expect(wrong.slice(0, 5)).toEqual([]);
  expect(actual.length).toBe(expected.length);
}

/** Compiles the outputs, and the density with its gradient, and compares all with the reference. */
export function agree(outputs: readonly Tensor[], given: Record<string, Float64Array> = {}, tolerance?: number): void {
  const inputs = findInputs(outputs);
  const parameters = inputs.filter(({ op }) => op.kind === 'source' && op.name === 'parameter');
  const dataNodes = inputs.filter(({ op }) => op.kind === 'source' && op.name === 'data');
  const values: Record<string, Float64Array> = {};
  inputs.forEach((node, k) => {
    values[label(node)] = given[label(node)] ?? numbers(node.size, 7 + k);
  });
  const total = outputs
    .filter(({ dtype }) => dtype === 'float64')
    .map((output, k) => sum(mul(0.3 + 0.1 * k, output)))
    .reduce((a, b) => a.add(b));
  const slopes = gradient(total, parameters);
  const program = compileWasm({ parameters, data: dataNodes, logDensity: total, outputs: { all: outputs } });
  const instance = instantiate(program, values);
  const position = new Float64Array(instance.dimension);
  let at = 0;
  for (const node of parameters) {
    position.set(values[label(node)]!, at);
    at += node.size;
  }
  const expected = evaluate([total, ...outputs, ...slopes], values);
  const slope = new Float64Array(instance.dimension);
  for (let again = 0; again < 2; again++) {
    close([instance.logDensityAndGradient(position, slope)], expected[0]!, 'density', tolerance);
    const flat = expected.slice(1 + outputs.length).flatMap((part) => [...part]);
    close(slope, flat, 'gradient', tolerance);
    const all = instance.evaluate('all', position);
    outputs.forEach((output, k) => {
      close(all[k]!, expected[1 + k]!, `output ${k} ${output.op.name}`, tolerance);
    });
  }
}

const made = new Map<string, Tensor>();
/** The same node for the same name and shape. */
const once =
  (make: typeof parameter, name: string) =>
  (...shape: number[]) => {
    const key = `${name} ${shape}`;
    const node = made.get(key) ?? make(name, shape);
    made.set(key, node);
    return node;
  };
const a = once(parameter, 'a');
const b = once(parameter, 'b');
const y = once(data, 'y');
const index = (n: number, size: number): Float64Array => Float64Array.from({ length: n }, (_, i) => (i * 7 + 3) % size);

test.each([1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 31, 64, 101, 1000])('partial pooling with %d groups', (n) => {
  const mu = parameter('mu');
  const tau = parameter('tau');
  const theta = parameter('theta', [n]);
  const sigma = mul(2, sigmoid(tau));
  const prior = sum(sub(mul(-0.5, square(sub(theta, mu).div(sigma))), log(sigma)));
  const likelihood = sum(mul(-0.5, square(sub(y(n), theta))));
  agree([add(prior, likelihood)]);
});

/** A positive definite matrix from a parameter: M M' + n I. */
const definite = (n: number, ...batch: number[]) => {
  const m = a(...batch, n, n);
  const identity = constant(
    Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? n : 0))),
  );
  return add(matMul(m, matrixTranspose(m)), identity);
};

const shapes: Record<string, () => readonly Tensor[]> = {
  scalars: () => [exp(a()).add(b().mul(3)), a().mul(b())],
  'elementwise with data': () => [exp(a(7)).mul(y(7)), a(7)],
  'broadcast rows': () => [mul(a(5, 1), b(3)), sum(mul(a(5, 1), b(3)))],
  'broadcast of a dear inner vector': () => [mul(exp(b(9)), a(6, 1))],
  'broadcast over three axes': () => [add(mul(a(2, 1, 5), b(3, 1)), y(2, 3, 5))],
  'sum over the last axis': () => [sum(square(a(4, 7)), { axes: 1 })],
  'sum over the first axis': () => [sum(exp(a(4, 7)), { axes: 0 })],
  'sum over the middle axis': () => [sum(mul(a(3, 4, 5), b(4, 1)), { axes: 1 })],
  'sum over outer axes': () => [sum(mul(a(3, 4, 5), y(5)), { axes: [0, 1] })],
  'sum over inner and outer axes': () => [sum(exp(a(3, 4, 5)), { axes: [0, 2] })],
  'max over axes': () => [max(a(6, 5), { axes: 0 }), max(a(6, 5))],
  'sums of sums': () => [sum(square(sum(exp(a(8, 9)), { axes: 1 }))), square(sub(a(8, 9), sum(a(8, 9), { axes: 0 })))],
  transpose: () => [mul(transpose(exp(a(4, 6))), b(6, 4)), transpose(a(4, 6))],
  'slices of parameters': () => [mul(slice(a(10), [{ from: 2, to: 8 }]), slice(b(9), [{ from: 8, to: 2, step: -1 }]))],
  'slice of an expression': () => [slice(exp(a(10)), [{ from: 1, step: 3 }]), slice(exp(a(10)), [4])],
  'reshape of an expression': () => [reshape(exp(a(3, 8)), [4, 6]).add(b(6))],
  'reshape of a transpose': () => [reshape(transpose(a(3, 8)), [24]).mul(b(24))],
  gather: () => [gather(exp(a(5)), data('group', [11], 'int32')).mul(y(11)), square(b(2))],
  'gather from behind': () => {
    const turned = slice(cumsum(a(5)), [{ step: -1 }]);
    return [gather(turned, data('group', [5], 'int32')), gather(turned, cast(mul(5, sigmoid(b(3))), 'int32'))];
  },
  'gather rows': () => [gather(a(5, 3), data('group', [4], 'int32')).mul(y(3))],
  'gather columns': () => [gather(a(3, 5), data('group', [4], 'int32'), { axis: 1 }).mul(y(4))],
  scatterAdd: () => [scatterAdd(exp(a(11)), data('group', [11], 'int32'), { size: 5 }).mul(b(5))],
  'scatterAdd of rows': () => [scatterAdd(exp(a(4, 3)), data('group', [4], 'int32'), { size: 5 })],
  'matrix times vector': () => [exp(matMul(y(37, 5), a(5))).add(b())],
  'wide matrix times vector': () => [square(sub(matMul(y(9, 40), a(40)), b(9)))],
  'tall matrix with many columns': () => [square(sub(matMul(y(51, 30), a(30)), b(51)))],
  'vector times matrix': () => [exp(matMul(a(20), y(20, 4)))],
  'matrix product': () => [matMul(a(7, 5), b(5, 6)), matMul(transpose(a(7, 5)), y(7, 9))],
  'matrix product of odd sizes': () => [matMul(exp(a(5, 3)), b(3, 7))],
  'product with a transpose': () => [
    matMul(a(6, 5), transpose(b(7, 5))),
    matMul(transpose(a(6, 5)), transpose(y(3, 6))),
  ],
  'batched matrix product': () => [matMul(a(2, 3, 4, 5), b(3, 5, 2)), matMul(y(6, 4, 3), slice(b(3, 5, 2), [{}, 0]))],
  'parameter matrix times vector': () => [matMul(exp(a(6, 7)), b(7)), matMul(exp(a(6, 7)).sum({ axes: 1 }), a(6, 7))],
  cumsum: () => [cumsum(exp(a(9))).mul(b(9)), cumsum(y(3, 4, 3).mul(a(9).sum()), { axis: 1, reverse: true })],
  'scan of numbers': () => {
    const { histories, final } = scan({ initial: [b()], sequences: [y(20)] }, ([before], [now]) => ({
      carries: [
        mul(sigmoid(a()), before!)
          .add(exp(mul(0.1, before!)))
          .add(now!),
      ],
    }));
    return [histories[0]!, final[0]!];
  },
  'scan of vectors, backwards, with more outputs': () => {
    const step = { initial: [b(5), a()], sequences: [y(9, 5), y(9, 5).mul(a())], reverse: true };
    const { histories, outputs } = scan(step, ([state, total], [now, weight]) => ({
      carries: [mul(0.5, state!).add(now!), total!.add(sum(square(state!)))],
      outputs: [exp(mul(0.1, weight!).sub(state!))],
    }));
    return [...histories, outputs[0]!];
  },
  'scan with a matrix around it': () => {
    const { final } = scan({ initial: [b(4)], length: 6 }, ([state]) => ({
      carries: [mul(0.3, matMul(a(4, 4), state!)).add(y(4))],
    }));
    return [final[0]!];
  },
  'Cholesky of 1': () => [cholesky(definite(1))],
  'Cholesky of 3': () => [cholesky(definite(3))],
  'Cholesky of 8': () => [cholesky(definite(8)), triangularSolve(cholesky(definite(8)), b(8))],
  'Cholesky of 13': () => [logDeterminant(cholesky(definite(13))), choleskyInverse(cholesky(definite(13)))],
  'Cholesky of batches': () => [cholesky(definite(5, 2, 3))],
  'all triangular solves of a vector': () => {
    const l = tril(definite(7));
    const solves = [true, false].flatMap((lower) =>
      [true, false].map((transposed) => triangularSolve(lower ? l : transpose(l), b(7), { lower, transposed })),
    );
    return solves;
  },
  'all triangular solves of a matrix': () => {
    const l = tril(definite(9));
    return [true, false].flatMap((lower) =>
      [true, false].map((transposed) => triangularSolve(lower ? l : transpose(l), b(9, 5), { lower, transposed })),
    );
  },
};

test.each(Object.keys(shapes))('%s agrees with the reference', (name) => {
  const outputs = shapes[name]!();
  const group = findInputs(outputs).find((node) => label(node) === 'group');
  agree(outputs, group ? { group: index(group.size, 5) } : {});
});
