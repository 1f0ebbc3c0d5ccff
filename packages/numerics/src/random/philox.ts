/**
 * Philox4x32-10: a keyed bijection on 128-bit counters whose outputs pass as independent random words.
 *
 * Source: Salmon, Moraes, Dror & Shaw (2011), Parallel random numbers: as easy as 1, 2, 3, SC '11, section 3.3 and table 2.
 * Tested against the known-answer vectors of the authors' Random123 library.
 */

/** Multipliers of the two halves (Salmon et al. 2011, table 2), and the Weyl increments of the two key words (section 3.3). */
export const PHILOX_M0 = 0xd2511f53;
export const PHILOX_M1 = 0xcd9e8d57;
export const PHILOX_W0 = 0x9e3779b9;
export const PHILOX_W1 = 0xbb67ae85;
export const PHILOX_ROUNDS = 10;

const M0_LOW = PHILOX_M0 & 0xffff;
const M0_HIGH = PHILOX_M0 >>> 16;
const M1_LOW = PHILOX_M1 & 0xffff;
const M1_HIGH = PHILOX_M1 >>> 16;

// Taken out of the global once: where a page or a test runner wraps its globals, each lookup of Math would cost more than the product.
const { imul } = Math;

/**
 * Enciphers the counter (c0, c1, c2, c3) under the key (k0, k1) and writes the four words to `out[0..3]`.
 * All words are 32 bits; the sign of a number given for one does not matter.
 */
export function philox4x32(
  out: Uint32Array,
  c0: number,
  c1: number,
  c2: number,
  c3: number,
  k0: number,
  k1: number,
): void {
  let x0 = c0 | 0;
  let x1 = c1 | 0;
  let x2 = c2 | 0;
  let x3 = c3 | 0;
  let key0 = k0 | 0;
  let key1 = k1 | 0;
  for (let round = 0; round < PHILOX_ROUNDS; round++) {
    // Upper halves of the 64-bit products, from 16-bit pieces.
    const low0 = x0 & 0xffff;
    const high0 = x0 >>> 16;
    const cross0 = imul(low0, M0_HIGH);
    const other0 = imul(high0, M0_LOW);
    const middle0 = (imul(low0, M0_LOW) >>> 16) + (cross0 & 0xffff) + (other0 & 0xffff);
    const upper0 = imul(high0, M0_HIGH) + (cross0 >>> 16) + (other0 >>> 16) + (middle0 >>> 16);

    const low2 = x2 & 0xffff;
    const high2 = x2 >>> 16;
    const cross2 = imul(low2, M1_HIGH);
    const other2 = imul(high2, M1_LOW);
    const middle2 = (imul(low2, M1_LOW) >>> 16) + (cross2 & 0xffff) + (other2 & 0xffff);
    const upper2 = imul(high2, M1_HIGH) + (cross2 >>> 16) + (other2 >>> 16) + (middle2 >>> 16);

    const next1 = imul(x2, PHILOX_M1);
    const next3 = imul(x0, PHILOX_M0);
    x0 = upper2 ^ x1 ^ key0;
    x2 = upper0 ^ x3 ^ key1;
    x1 = next1;
    x3 = next3;
    key0 = (key0 + PHILOX_W0) | 0;
    key1 = (key1 + PHILOX_W1) | 0;
  }
  out[0] = x0;
  out[1] = x1;
  out[2] = x2;
  out[3] = x3;
}
