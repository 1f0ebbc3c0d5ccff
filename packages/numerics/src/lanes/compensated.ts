/** Sums and products with what rounding takes from them. There is no fused multiply-add in lanes; heads are split instead. */
import type { Lanes } from './lanes.js';

/** A value as high + low, low being at most about a rounding error of high. */
export interface Pair<V> {
  readonly high: V;
  readonly low: V;
}

/** a + b exactly, for |a| >= |b| or a = 0 (Dekker 1971). */
export function fastTwoSum<V, M>(l: Lanes<V, M>, a: V, b: V): Pair<V> {
  const high = l.add(a, b);
  return { high, low: l.add(l.sub(a, high), b) };
}

/** a + b exactly, whichever is larger (Knuth). */
export function twoSum<V, M>(l: Lanes<V, M>, a: V, b: V): Pair<V> {
  const high = l.add(a, b);
  const part = l.sub(high, a);
  return { high, low: l.add(l.sub(a, l.sub(high, part)), l.sub(b, part)) };
}

/** a b to about 2^-73 of it, for products that neither overflow nor underflow. */
export function twoProduct<V, M>(l: Lanes<V, M>, a: V, b: V): Pair<V> {
  const high = l.mul(a, b);
  const aHead = l.head(a);
  const bHead = l.head(b);
  const aTail = l.sub(a, aHead);
  const bTail = l.sub(b, bHead);
  const cross = l.add(l.mul(aHead, bTail), l.mul(aTail, bHead));
  return { high, low: l.add(l.add(l.sub(l.mul(aHead, bHead), high), cross), l.mul(aTail, bTail)) };
}

/** x^2 as a pair, to about 2^-73 of it. */
export function square<V, M>(l: Lanes<V, M>, x: V): Pair<V> {
  const headOfX = l.head(x);
  return fastTwoSum(l, l.mul(headOfX, headOfX), l.mul(l.add(x, headOfX), l.sub(x, headOfX)));
}
