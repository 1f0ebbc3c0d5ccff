/** Corners of the compiler: one element, none, numbers read out of arrays of numbers, loops in loops, depth and size. */
import { gradient } from '../../gradient/reverse.js';
import { constant, data, iota, parameter } from '../../graph/literal.js';
import type { Tensor } from '../../graph/tensor.js';
import { findInputs } from '../../graph/traverse.js';
import * as ops from '../../ops/index.js';
import { close } from '../../testing/agree.js';
import { labelOf } from '../../testing/derivatives.js';
import { evaluate } from '../reference.js';
import { compileWasm, instantiate } from './index.js';

const p = parameter('p');
const q = parameter('q', [4]);
const none = parameter('none', [0, 17]);
const d = data('d', [9]);
const one = data('one', [1]);
const place = data('place', [], 'int32');
const values = {
  p: 0.3,
  q: [0.1, -0.2, 0.3, 0.4],
  none: new Float64Array(0),
  d: [1, 2, 3, 4, 5, 6, 7, 8, 9],
  one: [0.3],
  place: 2,
};
const numbers = ops.stack([ops.exp(p), ops.sin(p), ops.cos(p)]);
const second = ops.cast(ops.mul(3, ops.sigmoid(one)), 'int32');

const cases: Readonly<Record<string, readonly Tensor[]>> = {
  'a number gathered by data': [ops.exp(ops.gather(ops.exp(q), place)).mul(p)],
  'a number gathered by a parameter': [ops.gather(q, ops.cast(ops.mul(7, p), 'int32')).mul(p)],
  'a number gathered by the data alone': [ops.gather(ops.square(d), place).mul(p)],
  'a table of one number': [ops.matMul(ops.gather(ops.mul(0.1, one), [0]).reshape([1, 1]), q.reshape([1, 4]))],
  'numbers out of an array of numbers': [numbers, numbers.flip().slice([0]).mul(p), ops.gather(numbers, place)],
  'an array of numbers in another': [ops.exp(ops.stack([numbers, numbers]).reshape([3, 2]).slice([1, 1]))],
  'padding of one number': [
    ops.atan(ops.pad(p, [], [])),
    ops.exp(ops.pad(ops.pad(p.reshape([1]), [0], [0]), [0], [0])),
  ],
  'a scatter of one element': [ops.scatterAdd(q.slice([{ to: 1 }]), second, { size: 3 })],
  'a scatter at a literal': [
    ops.scatterAdd(one, ops.cast(ops.mul(3, ops.sigmoid(constant([0.3]))), 'int32'), { size: 3 }),
  ],
  'sums over nothing': [ops.sum(none), ops.sum(none, { axes: 0 }), ops.max(none, { axes: 0 })],
  'a product over nothing': [ops.matMul(constant(new Float64Array(0)).reshape([1, 0]), none)],
  'an index of iota up to an odd end': [
    ops.gather(d, ops.flip(iota(3))),
    ops.gather(q, ops.cast(ops.floor(ops.mul(1, iota(3))), 'int32')).mul(p),
  ],
  'a scan of data alone, with literal work in it': [
    ops.scan({ initial: [one], sequences: [d] }, ([before], [now]) => ({
      carries: [
        ops
          .mul(0.5, before!)
          .add(ops.sum(ops.sin(ops.mul(0.1, iota(5)))))
          .add(now!),
      ],
    })).histories[0]!,
  ],
  'a scan in a scan that reads the outer state': [
    ops.scan({ initial: [p, q], sequences: [d] }, ([state, vector], [now]) => {
      const inner = ops.scan({ initial: [vector!], length: 3 }, ([x]) => ({
        carries: [ops.sin(x!).add(ops.mul(0.1, now!)).add(ops.mul(state!, vector!))],
      }));
      return { carries: [ops.mul(0.5, state!).add(ops.sum(inner.final[0]!).mul(0.1)), inner.final[0]!] };
    }).histories[1]!,
  ],
};

test.each(Object.keys(cases))('%s', (name) => {
  const outputs = cases[name]!;
  const inputs = findInputs(outputs);
  const parameters = inputs.filter(({ op }) => op.name === 'parameter');
  const weighted = outputs.map((output, k) => ops.sum(ops.mul(0.3 + k, ops.tanh(output))));
  const logDensity = weighted.reduce((a, b) => ops.add(a, b));
  const bound = inputs.filter(({ op }) => op.name === 'data');
  const program = compileWasm({ parameters, data: bound, logDensity, outputs: { all: outputs } });
  const instance = instantiate(program, values);
  const named: Readonly<Record<string, number | ArrayLike<number>>> = values;
  const position = Float64Array.from(parameters.flatMap((node) => numbersOf(named[labelOf(node)]!)));
  const slope = new Float64Array(position.length);
  const density = instance.logDensityAndGradient(position, slope);
  const expected = evaluate([logDensity, ...outputs, ...gradient(logDensity, parameters)], values);
  const expectClose = (actual: ArrayLike<number>, wanted: readonly number[]) => {
    expect(actual.length).toBe(wanted.length);
    for (const [i, x] of wanted.entries()) {
      expect([i, actual[i], close(actual[i]!, x, 1e-12)]).toEqual([i, actual[i], true]);
    }
  };
  expectClose([density], [...expected[0]!]);
  for (const [k, output] of instance.evaluate('all', position).entries()) expectClose(output, [...expected[1 + k]!]);
  expectClose(
    slope,
    expected.slice(1 + outputs.length).flatMap((part) => [...part]),
  );
});

function numbersOf(value: number | ArrayLike<number>): number[] {
  return typeof value === 'number' ? [value] : Array.from(value);
}

test('NaN leaves in one form, whatever form it came in', () => {
  const instance = instantiate(compileWasm({ parameters: [q], logDensity: ops.sum(ops.log(q)) }));
  const position = Float64Array.of(1, 1, 1, 1);
  new BigUint64Array(position.buffer)[1] = 0xfff8000000000123n;
  const slope = new Float64Array(4);
  const density = Float64Array.of(instance.logDensityAndGradient(position, slope));
  expect(new BigUint64Array(density.buffer)[0]).toBe(0x7ff8000000000000n);
  expect(new BigUint64Array(slope.buffer)[1]).toBe(0x7ff8000000000000n);
  expect(slope[0]).toBe(1);
});

describe('depth', () => {
  const chain = (start: Tensor, n: number): Tensor => {
    let x = start;
    for (let i = 0; i < n; i++) x = ops.sin(ops.add(x, 0.001 * i));
    return ops.sum(x);
  };
  const bytes = (start: Tensor, n: number): number =>
    compileWasm({ parameters: [start], logDensity: chain(start, n) }).bytes.length;

  test.each([[[]], [[9]]])(
    'a chain of thousands of operations on shape %j compiles, in bytes linear in its length',
    (shape) => {
      const start = parameter('start', shape);
      const [short, long] = [bytes(start, 750), bytes(start, 3000)];
      expect(long / short).toBeLessThan(4.2);
      const instance = instantiate(compileWasm({ parameters: [start], logDensity: chain(start, 3000) }));
      const position = new Float64Array(instance.dimension).fill(0.2);
      const density = instance.logDensityAndGradient(position, new Float64Array(instance.dimension));
      expect(density).toBeCloseTo(
        evaluate([chain(start, 3000)], { start: shape.length === 0 ? 0.2 : position })[0]![0]!,
        10,
      );
    },
  );
});

test('arrays of a million elements need no more code than small ones', () => {
  const program = (n: number) => {
    const v = parameter('v', [n]);
    const a = parameter('a', [1000]);
    const [y, group] = [data('y', [n]), data('group', [n], 'int32')];
    const mean = ops.add(v, ops.gather(a, group));
    const logDensity = ops.mul(-0.5, ops.sum(ops.square(ops.sub(y, mean))));
    return compileWasm({ parameters: [v, a], data: [y, group], logDensity });
  };
  const n = 1e6;
  const large = program(n);
  expect(large.bytes.length).toBeLessThan(1.1 * program(1000).bytes.length);
  const group = Int32Array.from({ length: n }, (_, i) => i % 1000);
  const instance = instantiate(large, { y: new Float64Array(n).fill(1), group });
  const slope = new Float64Array(instance.dimension);
  expect(instance.logDensityAndGradient(new Float64Array(instance.dimension), slope)).toBe(-n / 2);
  expect([slope[0], slope[n - 1], slope[n], slope[n + 999]]).toEqual([1, 1, 1000, 1000]);
});
