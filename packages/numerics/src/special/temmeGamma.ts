/**
 * Temme's uniform expansion of the incomplete gamma functions near x = a for large a.
 *
 * With mu = x/a - 1, eta^2/2 = mu - log(1 + mu) (eta has the sign of mu) and z = eta sqrt(a),
 *   Q(a, x) = P(Z > z) + phi(z)/sqrt(a) sum_k C_k(eta) a^-k,
 * and everything here is in units of phi(z)/sqrt(a), so that tails neither underflow nor cancel.
 *
 * Source: Temme (1979), The asymptotic expansion of the incomplete gamma functions, SIAM J. Math. Anal. 10(4); DLMF 8.12.
 */
import type { Lanes } from '../lanes/lanes.js';
import { polynomialByParity } from '../lanes/polynomial.js';
import { binomialDevianceProgram } from './binomialDeviance.js';
import { erfcxPositive } from './erf.js';
import { TEMME } from './temmeCoefficients.js';

const SQRT_HALF_PI = 1.2533141373155003;
const LEAST_SHAPE = 40;
const WIDTH = 0.35;

/** Whether the expansion holds: a >= 40 and x within 35 % of a. */
export function isNearLargeShape<V, M>(l: Lanes<V, M>, a: V, x: V): M {
  const near = l.lessEqual(l.abs(l.sub(x, a)), l.mul(a, l.constant(WIDTH)));
  return l.and(l.and(l.lessEqual(l.constant(LEAST_SHAPE), a), l.less(a, l.constant(Infinity))), near);
}

interface Place<V> {
  readonly deviance: V;
  readonly mu: V;
  readonly eta: V;
}

function place<V, M>(l: Lanes<V, M>, a: V, x: V): Place<V> {
  const deviance = l.call(binomialDevianceProgram, a, x);
  const mu = l.div(l.sub(x, a), a);
  const size = l.sqrt(l.div(l.add(deviance, deviance), a));
  return { deviance, mu, eta: l.copySign(size, mu) };
}

/** sum_k f(C_k) a^-k, each f(C_k) a polynomial in eta. */
function series<V, M>(l: Lanes<V, M>, a: V, eta: V, rows: readonly (readonly number[])[]): V {
  const inverse = l.div(l.constant(1), a);
  return rows
    .map((row) => polynomialByParity(l, eta, row.length === 1 ? [row[0]!, 0] : row))
    .reduceRight((sum, value) => l.add(l.mul(sum, inverse), value));
}

/** The tail on x's side of a, in units of phi(z)/sqrt(a). */
function tailSize<V, M>(l: Lanes<V, M>, a: V, { mu, eta }: Place<V>, remainder: V): V {
  const root = l.sqrt(a);
  const z = l.mul(l.abs(eta), root);
  const mills = l.mul(l.constant(SQRT_HALF_PI), erfcxPositive(l, l.mul(z, l.constant(Math.SQRT1_2))));
  return l.add(l.mul(root, mills), l.select(l.lessEqual(mu, l.constant(0)), l.neg(remainder), remainder));
}

/** The tail on x's side of a and its deviance: its logarithm is log(size) - deviance - log(2 pi a)/2. */
export function largeShapeTail<V, M>(l: Lanes<V, M>, a: V, x: V): { readonly size: V; readonly deviance: V } {
  const at = place(l, a, x);
  return { size: tailSize(l, a, at, series(l, a, at.eta, TEMME)), deviance: at.deviance };
}

/** The derivative by a of the logarithm of the tail on x's side of a. */
export function largeShapeSlope<V, M>(l: Lanes<V, M>, a: V, x: V): V {
  const half = l.constant(0.5);
  const at = place(l, a, x);
  const { mu, eta } = at;
  const remainder = series(l, a, eta, TEMME);
  const byEta = series(
    l,
    a,
    eta,
    TEMME.map((row) => row.map((c, j) => j * c).slice(1)).filter((row) => row.length > 0),
  );
  const byOrder = series(
    l,
    a,
    eta,
    TEMME.map((row, k) => row.map((c) => k * c)),
  );
  // mu/eta is 1 at 0; d eta/da = -mu/(a eta), d z/da = (eta/2 - mu/eta)/sqrt(a), z dz/da = -log(1 + mu).
  const ratio = l.select(l.equal(mu, l.constant(0)), l.constant(1), l.div(mu, eta));
  const inverse = l.div(l.constant(1), a);
  const logRatio = l.div(at.deviance, a); // mu - log(1 + mu)
  const main = l.sub(ratio, l.mul(half, eta));
  const scale = l.sub(l.sub(mu, logRatio), l.mul(half, inverse));
  const moved = l.mul(inverse, l.add(l.mul(byEta, ratio), byOrder));
  const upper = l.div(l.sub(l.add(main, l.mul(remainder, scale)), moved), tailSize(l, a, at, remainder));
  return l.select(l.lessEqual(mu, l.constant(0)), l.neg(upper), upper);
}
