/** Normal scores: symmetry and half ranks. */
import { normalQuantile } from '@credence/numerics';
import { normalScores } from './normalScores.js';

test('scores of ranks and half ranks', () => {
  const scores = normalScores(4);
  expect(scores[5]).toBe(0); // the mean rank
  expect(scores[2]).toBe(normalQuantile(0.625 / 4.25));
  expect(scores[3]).toBe(normalQuantile(1.125 / 4.25));
  for (let twice = 2; twice <= 8; twice++) expect(scores[twice]! + scores[10 - twice]!).toBe(0);
  expect(normalScores(3)[4]).toBe(0);
});
