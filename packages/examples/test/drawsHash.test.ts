/** The draws of a seed are part of what the packages promise: a change of their bits must be meant, and is seen here. */
import { drawsHash, expectedDrawsHash } from '../src/reproducibility/drawsHash.js';

test('the same seed gives the same draws as ever, to the bit', async () => {
  expect(await drawsHash({ workers: 0 })).toBe(expectedDrawsHash);
}, 60_000);
