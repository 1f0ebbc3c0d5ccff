/** Mistakes in slices; their values are tested with the backends. */
import { constant, type SliceRange, slice } from '../index.js';

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
