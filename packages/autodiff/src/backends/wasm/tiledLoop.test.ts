/** Loops over packed matrices whose elementwise work is long: whole blocks, parts of blocks, rows behind the last tile. */
import { gradient } from '../../gradient/reverse.js';
import { data, parameter } from '../../graph/literal.js';
import * as ops from '../../ops/index.js';
import { close } from '../../testing/agree.js';
import { evaluate } from '../reference.js';
import { compileWasm, instantiate } from './index.js';

/** A logistic regression whose rows at `far` have |x b| beyond where exp goes to its short side. */
function logistic(rows: number, columns: number, far: readonly number[]) {
  const [a, b] = [parameter('a'), parameter('b', [columns])];
  const [x, y] = [data('x', [rows, columns]), data('y', [rows])];
  const eta = ops.add(a, ops.matMul(x, b));
  const logDensity = ops.sum(ops.sub(ops.mul(y, eta), ops.softplus(eta)));
  const matrix = Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (_, k) => Math.sin(i * 1.7 + k * 2.3) * (far.includes(i) ? 4000 : 1)),
  );
  return {
    graph: { parameters: [a, b], data: [x, y], logDensity },
    values: { x: matrix, y: matrix.map((_, i) => (i % 3 === 0 ? 1 : 0)) },
    point: { a: 0.3, b: Array.from({ length: columns }, (_, k) => 0.5 * Math.cos(k)) },
  };
}

test.each([
  [16, 3, []],
  [128, 10, []],
  [129, 10, [128]],
  [264, 10, [0, 127, 128, 263]],
  [301, 30, [5, 200, 300]],
] as const)('%i rows, %i columns, far rows %j', (rows, columns, far) => {
  const { graph, values, point } = logistic(rows, columns, far);
  const density = instantiate(compileWasm(graph), values);
  const found = new Float64Array(density.dimension);
  const value = density.logDensityAndGradient(Float64Array.from([point.a, ...point.b]), found);
  const wanted = [graph.logDensity, ...gradient(graph.logDensity, graph.parameters)];
  const expected = evaluate(wanted, { ...values, ...point }).flatMap((each) => [...each]);
  [value, ...found].forEach((each, i) => {
    expect(close(each, expected[i]!, 1e-11)).toBe(true);
  });
});
