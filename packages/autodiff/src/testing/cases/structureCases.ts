/** Graphs on which backends and derivatives are checked: reductions, views, assemblies, indexing, sequences, kernels. */

import { data, iota, parameter } from '../../graph/literal.js';
import type { Tensor } from '../../graph/tensor.js';
import { findInputs } from '../../graph/traverse.js';
import * as ops from '../../ops/index.js';
import { matrixProduct } from '../../ops/matmul.js';
import { labelOf } from '../derivatives.js';
import { type LawCase, pattern } from '../derivativesAgree.js';

const { add, exp, mul, slice, square, sum } = ops;
const v = parameter('v', [4]);
const w = parameter('w', [3]);
const m = parameter('m', [3, 4]);
const k = parameter('k', [4, 4]);
const t = parameter('t', [2, 3, 4]);
const b = parameter('b', [2, 3, 3]);
const s = parameter('s');
const y = data('y', [3]);
const g = data('g', [5], 'int32');
const none = parameter('none', [0, 3]);

const eye = (n: number) => Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? 1 : 0)));
const positive = (x: Tensor) => add(matrixProduct(x, x, { transposeRight: true }), eye(x.shape[x.rank - 1]!));

const graphs: Readonly<Record<string, Tensor>> = {
  'sum over all': sum(square(m)),
  'sum over one axis': sum(exp(t), { axes: 1 }),
  'sum over outer axes, kept': sum(square(t), { axes: [0, 2], keepDims: true }),
  'sum over no axis': sum(square(m), { axes: [] }),
  'sum of nothing': sum(none, { axes: 0 }),
  mean: ops.mean(square(m), { axes: 0 }),
  prod: ops.prod(m, { axes: 1 }),
  max: ops.max(m, { axes: 0 }),
  'min over all': ops.min(t),
  'max of nothing': ops.max(none, { axes: 0 }),
  logSumExp: ops.logSumExp(mul(3, m), { axes: 1 }),
  'logSumExp kept': ops.logSumExp(m, { axes: 0, keepDims: true }),
  softmax: ops.softmax(m),
  argMax: ops.argMax(m),
  any: ops.any(m.less(0), { axes: 0 }),
  all: ops.all(m.less(2)),
  'count of truths': sum(m.less(0), { axes: 1 }),
  reshape: square(m).reshape([2, -1]),
  transpose: square(t).transpose(),
  'transpose by axes': square(t).transpose([1, 2, 0]),
  broadcastTo: square(v).broadcastTo([2, 3, 4]),
  'broadcastTo inner': square(w).reshape([3, 1]).broadcastTo([2, 3, 4]),
  'expandDims and squeeze': square(v).expandDims([0, 2]).squeeze(0),
  flip: square(t).flip([0, 2]),
  'slice with steps': slice(square(t), [1, { from: 1 }, { step: -2 }]),
  'empty slice': slice(m, [{ from: 3 }]),
  diagonal: ops.diagonal(square(m), 1),
  'diagonal below, batched': ops.diagonal(square(t), -1),
  diagonalMatrix: ops.diagonalMatrix(square(v)),
  tril: ops.tril(square(k)),
  'triu above': ops.triu(square(t), 1),
  concat: ops.concat([square(m), m, k.slice([{ to: 1 }])], 0),
  'concat inner': ops.concat([t, square(t)], 2),
  stack: ops.stack([w, square(w), y], 1),
  pad: ops.pad(square(m), [1, 0], [0, 2]),
  gather: ops.gather(square(w), g),
  'gather inner axis': ops.gather(
    square(t),
    [
      [2, 0],
      [1, 1],
    ],
    { axis: 1 },
  ),
  'gather by a computed index': ops.gather(square(v), ops.argMax(m)),
  scatterAdd: ops.scatterAdd(square(ops.gather(w, g)), g, { size: 4 }),
  'scatterAdd inner axis': ops.scatterAdd(square(m), [1, 1, 0, 3], { axis: 1, size: 4 }),
  cumsum: ops.cumsum(square(m), { axis: 1 }),
  'cumsum from the end': ops.cumsum(square(t), { axis: 1, reverse: true }),
  iota: mul(v, iota(4)),
  dot: ops.dot(square(v), v),
  outer: ops.outer(w, square(v)),
  'matrix times vector': ops.matMul(m, square(v)),
  'vector times matrix': ops.matMul(square(w), m),
  'matrix times matrix': ops.matMul(m, k),
  'batched matMul': ops.matMul(b, t),
  'matMul with broadcast batch': ops.matMul(m, ops.transpose(t, [0, 2, 1])),
  'matMul by flags': matrixProduct(m, matrixProduct(k, m, { transposeRight: true }), {
    transposeLeft: true,
    transposeRight: true,
  }),
  'batched matMul by flags': matrixProduct(t, b, { transposeLeft: true }),
  cholesky: ops.cholesky(positive(k)),
  'batched cholesky': ops.cholesky(positive(b)),
  triangularSolve: ops.triangularSolve(
    add(
      ops.tril(k),
      eye(4).map((row) => row.map((x) => 3 * x)),
    ),
    m.transpose(),
  ),
  'triangularSolve transposed': ops.triangularSolve(
    add(
      k,
      eye(4).map((row) => row.map((x) => 3 * x)),
    ),
    v,
    { transposed: true },
  ),
  'triangularSolve upper': ops.triangularSolve(
    add(
      k,
      eye(4).map((row) => row.map((x) => 3 * x)),
    ),
    v,
    { lower: false },
  ),
  'triangularSolve upper transposed, batched': ops.triangularSolve(
    add(
      b,
      eye(3).map((row) => row.map((x) => 3 * x)),
    ),
    m,
    { lower: false, transposed: true },
  ),
  logDeterminant: ops.logDeterminant(ops.cholesky(positive(k))),
  'batched logDeterminant': ops.logDeterminant(ops.cholesky(positive(b))),
  choleskyInverse: ops.choleskyInverse(
    add(
      ops.tril(k),
      eye(4).map((row) => row.map((x) => 3 * x)),
    ),
  ),
  'normal density by one factor': (() => {
    const factor = ops.cholesky(positive(k));
    const z = ops.triangularSolve(factor, square(v));
    return add(sum(square(z)), ops.logDeterminant(factor)).mul(-0.5);
  })(),
  'scan with a captured parameter': ops.scan({ initial: [s], sequences: [w] }, ([before], [now]) => ({
    carries: [mul(exp(mul(0.3, s)), before!).add(square(now!))],
    outputs: [mul(before!, now!)],
  })).outputs[0]!,
  'scan from the end, vector state': ops.scan({ initial: [v], sequences: [m], reverse: true }, ([before], [now]) => ({
    carries: [ops.matMul(k, before!).mul(0.5).add(now!)],
  })).histories[0]!,
  'final state of a scan without sequences': ops.scan({ initial: [s, 1], length: 3 }, ([x, z]) => ({
    carries: [mul(x!, z!).add(1), add(x!, z!)],
  })).final[1]!,
};

function valuesFor(output: Tensor): Record<string, Float64Array> {
  return Object.fromEntries(
    findInputs([output]).map((node) => {
      const label = labelOf(node);
      if (label === 'g') return [label, Float64Array.of(2, 0, 1, 1, 2)];
      return [label, pattern(node.size, label.charCodeAt(0))];
    }),
  );
}

/** All of them, with values of their inputs. */
export const structureCases: readonly LawCase[] = Object.entries(graphs).map(([name, output]) => ({
  name,
  output,
  values: valuesFor(output),
  secondOrder: name !== 'prod',
}));
