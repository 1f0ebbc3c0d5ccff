/**
 * Standard normal numbers by a ziggurat of 256 layers, one 64-bit pair of random words each.
 *
 * The lower 9 bits of a pair choose layer and sign, the upper 53 the place in the layer, so the two are independent (the
 * weakness that Leong et al. 2005, J. Stat. Software 12(7), found in the original does not arise). 98.8 % of pairs give
 * their normal at once, by one comparison and one product. The others are settled with words from the stream's redraw
 * domain at the same position, so every normal takes exactly one pair, whichever way it is computed.
 *
 * Source: Marsaglia & Tsang (2000), The ziggurat method for generating random variables, J. Stat. Software 5(8).
 */

import { exp, log } from './elementary.js';

const LAYERS = 256;
/** Where the tail begins, and the common area of the layers: the closing condition solved to 40 digits. */
const TAIL = 3.654152885361009;
const AREA = 0.004928673233974655;

const TWO_53 = 9007199254740992;

/** Indexed by the lower 9 bits of a pair: layer + 256 * negative. */
export interface Ziggurat {
  /** Signed width of the layer times 2^-53. */
  readonly width: Float64Array;
  /** Places below this one are inside the next layer as well, hence under the density. */
  readonly inside: Float64Array;
  /** exp(-x^2 / 2) at the lower edge of each layer, and 1 behind the last. */
  readonly height: Float64Array;
}

let tables: Ziggurat | undefined;

export function ziggurat(): Ziggurat {
  tables ??= build();
  return tables;
}

function build(): Ziggurat {
  const edge = new Float64Array(LAYERS + 1);
  const height = new Float64Array(LAYERS + 1);
  height[1] = exp(-0.5 * TAIL * TAIL);
  edge[0] = AREA / height[1];
  edge[1] = TAIL;
  for (let i = 1; i < LAYERS - 1; i++) {
    height[i + 1] = height[i]! + AREA / edge[i]!;
    edge[i + 1] = Math.sqrt(-2 * log(height[i + 1]!));
  }
  height[LAYERS] = 1;

  const width = new Float64Array(2 * LAYERS);
  const inside = new Float64Array(2 * LAYERS);
  for (let i = 0; i < LAYERS; i++) {
    width[i] = edge[i]! / TWO_53;
    width[i + LAYERS] = -width[i]!;
    inside[i] = Math.floor((edge[i + 1]! / edge[i]!) * TWO_53);
    inside[i + LAYERS] = inside[i]!;
  }
  return { width, inside, height };
}

/** Gives fresh words of the redraw domain: fills `words[0..3]` for the given attempt at this position. */
export type Redraw = (attempt: number) => Uint32Array;

/**
 * The normal of a pair that the fast comparison did not accept.
 *
 * @param pair lower 9 bits of the pair
 * @param place its upper 53 bits
 */
export function settleNormal(pair: number, place: number, redraw: Redraw): number {
  const { width, inside, height } = ziggurat();
  let layer = pair & (LAYERS - 1);
  let candidate = place * width[pair]!;
  for (let attempt = 0; ; attempt++) {
    if (layer === 0) return candidate < 0 ? -tail(redraw, attempt + 1) : tail(redraw, attempt + 1);
    const words = redraw(attempt);
    const within = placeOf(words[2]!, words[3]!) / TWO_53;
    const level = height[layer]! + within * (height[layer + 1]! - height[layer]!);
    if (level < exp(-0.5 * candidate * candidate)) return candidate;

    const next = redraw(attempt + 1);
    const bits = next[0]! & (2 * LAYERS - 1);
    const nextPlace = placeOf(next[0]!, next[1]!);
    layer = bits & (LAYERS - 1);
    candidate = nextPlace * width[bits]!;
    if (nextPlace < inside[bits]!) return candidate;
  }
}

/** Marsaglia's method for the tail: exponential candidates beyond TAIL. */
function tail(redraw: Redraw, firstAttempt: number): number {
  for (let attempt = firstAttempt; ; attempt++) {
    const words = redraw(attempt);
    const beyond = -log(openUniform(words[0]!, words[1]!)) / TAIL;
    const excess = -log(openUniform(words[2]!, words[3]!));
    if (2 * excess > beyond * beyond) return TAIL + beyond;
  }
}

/** The upper 53 bits of the 64-bit number high * 2^32 + low. */
export function placeOf(low: number, high: number): number {
  return high * 2097152 + (low >>> 11);
}

/** k 2^-53 for whole k in [0, 2^53), with 2^-54 in place of 0. */
export function openUniform(low: number, high: number): number {
  return Math.max(placeOf(low, high), 0.5) * 1.1102230246251565e-16;
}
