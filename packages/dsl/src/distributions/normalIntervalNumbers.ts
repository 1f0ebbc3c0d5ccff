/** Draws and moments of a standard normal number that is kept to an interval [a, b]; either end may be infinite. */
import {
  exp,
  expm1,
  inverseMillsExcess,
  inverseMillsRatio,
  log1p,
  normalCdf,
  normalDensity,
  type Rng,
} from '@credence/numerics';

/**
 * By rejection: in a tail from an exponential density (Robert 1995, Simulation of truncated normal variables, Statistics and
 * Computing 5, here cut at the far end), else from a normal or a uniform one, whichever is taken at least one time in four.
 */
export function drawNormalBetween(rng: Rng, a: number, b: number): number {
  if (a >= 0.5) return drawTail(rng, a, b);
  if (b <= -0.5) return -drawTail(rng, -b, -a);
  if (b - a > 2.5) {
    for (;;) {
      const z = rng.normal();
      if (z >= a && z <= b) return z;
    }
  }
  const highest = Math.min(Math.max(a, 0), b);
  for (;;) {
    const z = a + (b - a) * rng.uniform();
    if (rng.uniform() <= exp((highest * highest - z * z) / 2)) return z;
  }
}

/** Proposals a + s of density exp(-a s), kept with the probability exp(-s² / 2). */
function drawTail(rng: Rng, a: number, b: number): number {
  const reach = expm1(-a * (b - a));
  for (;;) {
    const s = -log1p(rng.uniform() * reach) / a;
    if (rng.uniform() <= exp((-s * s) / 2)) return Math.min(a + s, b);
  }
}

export interface Moments {
  /** Less the end of the interval that is nearest to 0, or less 0 when 0 lies within. */
  readonly mean: number;
  readonly from: number;
  readonly variance: number;
}

/** Nodes and weights of Gauss and Legendre on (-1, 1), for the half where they are positive. */
const RULE: readonly (readonly [node: number, weight: number])[] = [
  [0.9602898564975363, 0.10122853629037626],
  [0.7966664774136267, 0.2223810344533745],
  [0.525532409916329, 0.3137066458778873],
  [0.1834346424956498, 0.362683783378362],
];

/** Mean and variance, each with its digits in the tails and for narrow intervals. */
export function momentsBetween(a: number, b: number): Moments {
  if (b <= 0) {
    const { mean, from, variance } = momentsBetween(-b, -a);
    return { mean: -mean, from: -from, variance };
  }
  const nearest = Math.max(a, 0);
  if ((b - a) * (1 + nearest) < 2) return narrow(a, b, nearest);
  return a > 0 ? tail(a, b) : around(a, b);
}

/** Integrals by Gauss and Legendre, where the density changes little from end to end. */
function narrow(a: number, b: number, from: number): Moments {
  const half = (b - a) / 2;
  const points = RULE.flatMap(([node, weight]) =>
    [1 - node, 1 + node].map((place) => {
      const s = a - from + half * place;
      return { s, mass: weight * exp(-s * (from + s / 2)) };
    }),
  );
  const total = points.reduce((sum, { mass }) => sum + mass, 0);
  const mean = points.reduce((sum, { s, mass }) => sum + s * mass, 0) / total;
  const variance = points.reduce((sum, { s, mass }) => sum + (s - mean) ** 2 * mass, 0) / total;
  return { mean, from, variance };
}

/** From a > 0: the moments of the whole tail, and what lies beyond b. */
function tail(a: number, b: number): Moments {
  const hazard = inverseMillsRatio(-a);
  // phi(b) / phi(a), and the share of the tail that is kept.
  const ratio = b === Number.POSITIVE_INFINITY ? 0 : exp((-(b - a) * (b + a)) / 2);
  const open = ratio === 0;
  const kept = open ? 1 : 1 - (ratio * hazard) / inverseMillsRatio(-b);
  const correction = open ? 0 : hazard * ratio * (a / inverseMillsRatio(-b) - 1);
  const mean = (inverseMillsExcess(-a) + correction) / kept;
  const edge = open ? 0 : ((b - a) * hazard * ratio) / kept;
  return { mean, from: a, variance: 1 - a * mean - edge - mean * mean };
}

function around(a: number, b: number): Moments {
  const mass = normalCdf(b) - normalCdf(a);
  const [low, high] = [normalDensity(a) / mass, normalDensity(b) / mass];
  const mean = low - high;
  const ends = (Number.isFinite(a) ? a * low : 0) - (Number.isFinite(b) ? b * high : 0);
  return { mean, from: 0, variance: 1 + ends - mean * mean };
}
