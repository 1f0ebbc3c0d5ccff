/** |sin(pi x)| and cot(pi x), for reflection formulas. */

import { cosineNearZero, sineNearZero } from '../elementary/trigonometric.js';
import { twoProduct } from '../lanes/compensated.js';
import type { Lanes } from '../lanes/lanes.js';

const PI_TAIL = 1.2246467991473532e-16; // pi - Math.PI

/** Sine and cosine of pi |r|, r = x - nearest(x): exact zeros at whole x. */
function reduced<V, M>(l: Lanes<V, M>, x: V): { readonly sine: V; readonly cosine: V; readonly r: V } {
  const r = l.sub(x, l.nearest(x));
  const size = l.abs(r);
  const far = l.less(l.constant(0.25), size);
  const near = l.select(far, l.sub(l.constant(0.5), size), size);
  const product = twoProduct(l, near, l.constant(Math.PI));
  const low = l.add(product.low, l.mul(near, l.constant(PI_TAIL)));
  const sine = sineNearZero(l, product.high, low);
  const cosine = cosineNearZero(l, product.high, low);
  return { sine: l.select(far, cosine, sine), cosine: l.select(far, sine, cosine), r };
}

/** |sin(pi x)|. */
export function sinePiSize<V, M>(l: Lanes<V, M>, x: V): V {
  return reduced(l, x).sine;
}

/** cot(pi x), and |sin(pi x)|. */
export function cotangentPi<V, M>(l: Lanes<V, M>, x: V): { readonly cotangent: V; readonly sine: V } {
  const { sine, cosine, r } = reduced(l, x);
  return { cotangent: l.copySign(l.div(cosine, sine), r), sine };
}
