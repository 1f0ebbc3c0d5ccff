/** Mistakes in slices, and the identity; values of slices are tested with the backends. */
import {
  add,
  compileWasm,
  constant,
  evaluate,
  eye,
  instantiate,
  mul,
  parameter,
  type SliceRange,
  slice,
  sum,
} from '../index.js';

test.each<[string, unknown, string, RegExp]>([
  [
    'a pair',
    [0, 2],
    'shape/slice',
    /^slice: axis 0 takes an index or a range \{ from, to, step \}, which has no '0'\./,
  ],
  ['an unknown key', { start: 1 }, 'shape/slice', /which has no 'start'\. \[shape\/slice\]$/],
  ['a step of 0', { step: 0 }, 'shape/slice', /the step along axis 0 is 0; it must be whole and not 0/],
  ['an index outside', 3, 'index/range', /index 3 is outside axis 0 of \[3\]/],
])('%s in place of a range is an error', (_, range, code, text) => {
  const run = () => slice(constant([1, 2, 3]), [range as SliceRange]);
  expect(run).toThrow(expect.objectContaining({ code }));
  expect(run).toThrow(text);
});

test('eye is the identity, and adds to a diagonal without an array of its own', () => {
  expect([...evaluate([eye(3)], {})[0]!]).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 1]);
  expect(eye(3).dtype).toBe('float64');
  expect(eye(0).shape).toEqual([0, 0]);
  const x = parameter('x', [100, 100]);
  const graph = (n: Parameters<typeof mul>[0]) => compileWasm({ parameters: [x], logDensity: sum(mul(add(x, n), x)) });
  const program = graph(mul(2, eye(100)));
  const gradient = new Float64Array(10_000);
  instantiate(program).logDensityAndGradient(new Float64Array(10_000).fill(1), gradient);
  expect([...gradient.subarray(100, 103)]).toEqual([2, 4, 2]);
  expect(program.manifest.memoryBytes).toBe(graph(2).manifest.memoryBytes);
});
