/**
 * Standard normal numbers by a ziggurat of 512 layers, one 64-bit pair of random words each.
 *
 * The lower 10 bits of a pair choose layer and sign, the upper 53 the place in the layer, so the two are independent (the
 * weakness that Leong et al. 2005, J. Stat. Software 12(7), found in the original does not arise). 99.4 % of pairs give
 * their normal at once, by one comparison and one product. The others are settled with words from the stream's redraw
 * domain at the same position, so every normal takes exactly one pair, whichever way it is computed.
 *
 * Source: Marsaglia & Tsang (2000), The ziggurat method for generating random variables, J. Stat. Software 5(8).
 */

import { exp, log } from '../generated/functions.js';
import { copySign } from '../lanes/scalarLanes.js';

const LAYERS = 512;
/** Where the tail begins, and the common area of the layers (tools/golden/ziggurat.py). */
const TAIL = 3.852046150368391;
const AREA = 0.002456766351541356;

const TWO_53 = 9007199254740992;

/** Masks of the bits of a pair's lower word that choose the layer, and the layer with the sign. */
export const LAYER_BITS = LAYERS - 1;
export const SIGNED_LAYER_BITS = 2 * LAYERS - 1;

export interface Ziggurat {
  /** Width of a layer times 2^-53, negative in the second half: by the signed layer. */
  readonly width: Float64Array;
  /** Places below this one are inside the next layer as well, hence under the density: by the layer. */
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
  const inside = new Float64Array(LAYERS);
  for (let i = 0; i < LAYERS; i++) {
    width[i] = edge[i]! / TWO_53;
    width[i + LAYERS] = -width[i]!;
    inside[i] = Math.floor((edge[i + 1]! / edge[i]!) * TWO_53);
  }
  return { width, inside, height };
}

/** Gives four fresh words of the redraw domain at one position; the next call may overwrite them. */
export type Redraw = (attempt: number) => Uint32Array;

/** The normal of a pair that the fast comparison did not accept, from the pair's lower word and its upper 53 bits. */
export function settleNormal(lowWord: number, place: number, redraw: Redraw): number {
  const { width, inside, height } = ziggurat();
  let layer = lowWord & LAYER_BITS;
  let candidate = place * width[lowWord & SIGNED_LAYER_BITS]!;
  if (layer === 0) return copySign(tail(redraw, 0), candidate);
  let words = redraw(0);
  for (let attempt = 1; ; attempt++) {
    // The second half of the words settles the candidate, the first half of the next ones gives another.
    const within = placeOf(words[2]!, words[3]!) * 2 ** -53;
    const level = height[layer]! + within * (height[layer + 1]! - height[layer]!);
    if (level < exp(-0.5 * candidate * candidate)) return candidate;

    words = redraw(attempt);
    const nextPlace = placeOf(words[0]!, words[1]!);
    layer = words[0]! & LAYER_BITS;
    candidate = nextPlace * width[words[0]! & SIGNED_LAYER_BITS]!;
    if (nextPlace < inside[layer]!) return candidate;
    if (layer === 0) return copySign(tail(redraw, attempt + 1), candidate);
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
  const place = placeOf(low, high);
  return (place > 0 ? place : 0.5) * 2 ** -53;
}
