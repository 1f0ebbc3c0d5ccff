/**
 * The laws of what a distribution says beyond its density: cdf, survival and quantile belong to the density and to each other,
 * draws follow the cdf, and the mode is a maximum.
 */
import { data, evaluate, evaluateNumber, gradient, parameter, sum, type Tensor } from '@credence/autodiff';
import type { Distribution } from '../distributions/distribution.js';
import type { Support } from '../supports/index.js';
import type { Law } from './distributionLaws.js';
import type { NumberParameters } from './quadrature.js';

export interface CumulativeCase {
  readonly distribution: Distribution;
  readonly parameters: NumberParameters;
  /** With parameters as constants, so that bounds are known. */
  readonly support: Support;
  /** Where the density has kinks: places, and names of parameters at whose value there is one. */
  readonly kinks: readonly (string | number)[];
  readonly draw: (purpose: number, count: number) => Float64Array;
}

/** Draws that are compared with the cdf. */
const DRAWS = 100_000;
/** The cdf is computed at each draw of this rank, in order: between them the distance changes by at most this over n. */
const EVERY = 40;
/** A Kolmogorov distance of this over sqrt(n) is exceeded by correct draws once in 10 000 seeds. */
const KOLMOGOROV_LIMIT = 2.23;

/** Laws of the functions that the distribution has. */
export function cumulativeLaws(given: CumulativeCase): readonly Law[] {
  const { logCdf, logSurvival, icdf, mode } = given.distribution;
  const discrete = given.support.discrete === true;
  return [
    ...(logCdf === undefined
      ? []
      : [
          discrete
            ? { name: 'the cdf rises by the probability', check: () => checkSteps(given) }
            : { name: 'the derivative of the cdf is the density', check: () => checkSlope(given) },
          { name: 'the cdf is 0 below the support and 1 above', check: () => checkEnds(given) },
          ...(discrete ? [] : [{ name: 'draws follow the cdf', check: () => checkDraws(given) }]),
        ]),
    ...(logCdf === undefined || logSurvival === undefined
      ? []
      : [{ name: 'cdf and survival are complements', check: () => checkComplement(given) }]),
    ...(logCdf === undefined && logSurvival === undefined
      ? []
      : [{ name: 'gradients of cdf and survival are derivatives', check: () => checkCumulativeGradients(given) }]),
    ...(logCdf === undefined || icdf === undefined
      ? []
      : [{ name: 'the quantile is the inverse of the cdf', check: () => checkQuantile(given) }]),
    ...(mode === undefined ? [] : [{ name: 'the mode is a maximum', check: () => checkMode(given) }]),
  ];
}

type Function_ = 'logProb' | 'logCdf' | 'logSurvival' | 'cdf' | 'icdf';

/** Values of one of the functions. */
function valuesOf(given: CumulativeCase, name: Function_, at: ArrayLike<number>): Float64Array {
  const { distribution, parameters } = given;
  const fixed = Object.fromEntries(Object.keys(parameters).map((key) => [key, data(key)]));
  const graph = distribution[name]?.(data('x', [at.length]), fixed);
  if (graph === undefined) throw new Error(`${distribution.name} has no ${name}`);
  return evaluate([graph], { ...parameters, x: Float64Array.from(at) })[0]!;
}

/** The ends of the support, infinite where there are none. */
function endsOf({ ends, range }: Support): { readonly lower: number; readonly upper: number } {
  const { lower = Number.NEGATIVE_INFINITY, upper = Number.POSITIVE_INFINITY } = ends ?? range ?? {};
  const numberOf = (end: number | Tensor) => (typeof end === 'number' ? end : evaluateNumber(end));
  return { lower: numberOf(lower), upper: numberOf(upper) };
}

/** Distance between the quarters of some draws. */
function spreadOf(draws: Float64Array): number {
  const sorted = draws.slice().sort();
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))]!;
  return at(0.75) - at(0.25) || Math.abs(at(0.5)) || 1;
}

/** Differences of exp(logCdf) where it is small, of 1 - exp(logSurvival) where that is, with two steps, extrapolated. */
function checkSlope(given: CumulativeCase): void {
  const { support } = given;
  const draws = given.draw(4, 200);
  const step = 1e-3 * spreadOf(draws);
  const { lower, upper } = endsOf(support);
  const borders = [
    lower,
    upper,
    ...given.kinks.map((at) => (typeof at === 'number' ? at : given.parameters[at]!)),
  ].filter(Number.isFinite);
  const distances = draws.map((x) => Math.min(...borders.map((border) => Math.abs(x - border))));
  const inside = draws.filter((_, i) => distances[i]! > 0);
  const steps = distances.filter((distance) => distance > 0).map((distance) => Math.min(step, 0.01 * distance));
  const at = (k: number) => inside.map((x, i) => x + k * steps[i]!);
  const places = [-2, -1, 1, 2].map(at);
  const below = places.map((x) => valuesOf(given, 'logCdf', x).map(Math.exp));
  const above = given.distribution.logSurvival && places.map((x) => valuesOf(given, 'logSurvival', x).map(Math.exp));
  const density = valuesOf(given, 'logProb', inside).map(Math.exp);
  for (const [i, x] of inside.entries()) {
    const [a, b, c, d] = (above && below[1]![i]! > 0.5 ? above : below).map((column) => column[i]!);
    const rounded = places.map((column) => column[i]!);
    const wide = (d! - a!) / (rounded[3]! - rounded[0]!);
    const narrow = (c! - b!) / (rounded[2]! - rounded[1]!);
    const slope = Math.abs((4 * narrow - wide) / 3);
    if (!(Math.abs(slope - density[i]!) <= 1e-6 * density[i]! + (1e-12 / steps[i]!) * Math.max(b!, 1e-4))) {
      throw new Error(`the cdf rises by ${slope} at ${x}, where the density is ${density[i]}`);
    }
  }
}

/** Of whole numbers: exp(logCdf(x)) - exp(logCdf(x - 1)) is the probability of x. */
function checkSteps(given: CumulativeCase): void {
  const x = given.draw(4, 200);
  const upper = valuesOf(given, 'logCdf', x).map(Math.exp);
  const lower = valuesOf(
    given,
    'logCdf',
    x.map((value) => value - 1),
  ).map(Math.exp);
  const mass = valuesOf(given, 'logProb', x).map(Math.exp);
  for (const i of x.keys()) {
    const step = upper[i]! - lower[i]!;
    if (!(Math.abs(step - mass[i]!) <= 1e-12)) {
      throw new Error(`the cdf rises by ${step} at ${x[i]}, where the probability is ${mass[i]}`);
    }
  }
}

function checkEnds(given: CumulativeCase): void {
  const { distribution, support } = given;
  const { lower, upper } = endsOf(support);
  const out = (edge: number, direction: number) =>
    Number.isFinite(edge) ? [edge + direction, edge + direction * 1e9] : [];
  const places: readonly [readonly number[], readonly [Function_, number][]][] = [
    [
      [Number.NEGATIVE_INFINITY, ...out(lower, -1)],
      [
        ['logCdf', Number.NEGATIVE_INFINITY],
        ['logSurvival', 0],
        ['cdf', 0],
      ],
    ],
    [
      [Number.POSITIVE_INFINITY, ...out(upper, 1)],
      [
        ['logCdf', 0],
        ['logSurvival', Number.NEGATIVE_INFINITY],
        ['cdf', 1],
      ],
    ],
  ];
  for (const [at, wanted] of places) {
    for (const [name, expected] of wanted) {
      if (distribution[name] === undefined) continue;
      for (const [i, found] of valuesOf(given, name, at).entries()) {
        if (found !== expected) throw new Error(`${name}(${at[i]}) is ${found}, and should be ${expected}`);
      }
    }
  }
}

function checkComplement(given: CumulativeCase): void {
  const x = given.draw(5, 500);
  const below = valuesOf(given, 'logCdf', x).map(Math.exp);
  const above = valuesOf(given, 'logSurvival', x).map(Math.exp);
  const plain = given.distribution.cdf === undefined ? below : valuesOf(given, 'cdf', x);
  for (const i of x.keys()) {
    const total = below[i]! + above[i]!;
    if (!(Math.abs(total - 1) <= 1e-12)) throw new Error(`cdf and survival add up to ${total} at ${x[i]}`);
    if (!(Math.abs(plain[i]! - below[i]!) <= 1e-12)) {
      throw new Error(`cdf(${x[i]}) is ${plain[i]}, and exp(logCdf) is ${below[i]}`);
    }
  }
}

/** By every parameter; steps are small against the spread of draws and against the parameter. */
function checkCumulativeGradients(given: CumulativeCase): void {
  const { distribution, parameters, support } = given;
  const { lower, upper } = endsOf(support);
  const draws = given.draw(6, 40);
  const spread = spreadOf(given.draw(4, 200));
  const names = Object.keys(parameters).filter((name) => distribution.parameters[name]?.constraint.discrete !== true);
  const nodes = Object.fromEntries(Object.keys(parameters).map((name) => [name, parameter(name)]));
  const x = parameter('x', [draws.length]);
  const wanted = support.discrete === true ? names : ['x', ...names];
  for (const what of ['logCdf', 'logSurvival'] as const) {
    const graph = distribution[what]?.(x, nodes);
    if (graph === undefined) continue;
    const at = { ...parameters, x: draws };
    for (const name of wanted) {
      // The parameter is spread over the draws, so that every draw has its own slope.
      const own: Tensor = name === 'x' ? x : parameter('own', [draws.length]);
      const spreadGraph = name === 'x' ? graph : distribution[what]!(x, { ...nodes, [name]: own });
      const centre = (key: 'x' | string, i: number) => (key === 'x' ? draws[i]! : parameters[key]!);
      const steps = draws.map((_, i) => {
        const size = Math.abs(centre(name, i));
        const step = 2e-4 * Math.max(Math.min(size, spread), 1e-3 * size, 1e-9);
        return name === 'x' ? Math.min(step, 0.01 * (draws[i]! - lower), 0.01 * (upper - draws[i]!)) : step;
      });
      const shifted = (by: number) => {
        const moved = draws.map((_, i) => centre(name, i) + by * steps[i]!);
        return evaluate([spreadGraph], { ...at, [name === 'x' ? 'x' : 'own']: moved })[0]!;
      };
      const inputs = { ...at, ...(name === 'x' ? {} : { own: draws.map((_, i) => centre(name, i)) }) };
      const [slopes] = evaluate(gradient(sum(spreadGraph), [own]), inputs);
      const [values] = evaluate([spreadGraph], inputs);
      const [a, b, c, d] = [-1, -0.5, 0.5, 1].map(shifted);
      for (const i of draws.keys()) {
        const difference = (4 * ((c![i]! - b![i]!) / steps[i]!) - (d![i]! - a![i]!) / (2 * steps[i]!)) / 3;
        const slope = slopes![i]!;
        const allowed = 2e-6 * Math.abs(slope) + (1e-13 * (1 + Math.abs(values![i]!))) / steps[i]!;
        if (Number.isFinite(difference) && !(Math.abs(slope - difference) <= allowed)) {
          throw new Error(`d/d${name} of ${what} at ${draws[i]} is ${slope}, and differences give ${difference}`);
        }
      }
    }
  }
}

/** icdf(cdf(x)) = x up to what rounding p does; the ends of the support at 0 and 1; NaN elsewhere. */
function checkQuantile(given: CumulativeCase): void {
  const { support } = given;
  const x = given.draw(7, 500);
  const logDensity = valuesOf(given, 'logProb', x);
  const logCdf = valuesOf(given, 'logCdf', x);
  // Of whole numbers a p in the middle of the step.
  const middle = (i: number) => Math.exp(logCdf[i]!) - Math.exp(logDensity[i]!) / 2;
  const p = support.discrete === true ? x.map((_, i) => middle(i)) : logCdf.map(Math.exp);
  const found = valuesOf(given, 'icdf', p);
  for (const i of x.keys()) {
    const error = Math.abs(found[i]! - x[i]!);
    const byRounding = support.discrete === true ? 0 : (1e-14 * p[i]!) / Math.exp(logDensity[i]!);
    if (!(error <= 1e-11 * Math.abs(x[i]!) + byRounding)) {
      throw new Error(`icdf(${p[i]}) is ${found[i]}, and the cdf is that at ${x[i]}`);
    }
  }
  const { lower, upper } = endsOf(support);
  const [first, last, ...outside] = valuesOf(given, 'icdf', [0, 1, -0.25, 1.25, Number.NaN]);
  if (first !== lower || last !== upper) {
    throw new Error(`icdf goes from ${first} to ${last}, and the support is ${support.text}`);
  }
  const number = outside.find((value) => !Number.isNaN(value));
  if (number !== undefined) throw new Error(`icdf of a p outside [0, 1] is ${number}, and should be NaN`);
}

/** Kolmogorov's distance between draws and the cdf. */
function checkDraws(given: CumulativeCase): void {
  const draws = given.draw(8, DRAWS).sort();
  const n = draws.length;
  const some = draws.filter((_, i) => i % EVERY === 0);
  const cdf = given.distribution.cdf ? valuesOf(given, 'cdf', some) : valuesOf(given, 'logCdf', some).map(Math.exp);
  const distance = cdf.reduce((most, p, k) => {
    const i = k * EVERY;
    return Math.max(most, p - i / n, (i + 1) / n - p);
  }, 0);
  const limit = KOLMOGOROV_LIMIT / Math.sqrt(n);
  if (!(distance < limit)) throw new Error(`draws are off the cdf by ${distance}, more than ${limit}`);
}

/** No draw and no neighbour has a higher density. A mode on the border is approached from within. */
function checkMode(given: CumulativeCase): void {
  const { distribution, parameters, support } = given;
  const mode = distribution.mode!(parameters);
  if (Number.isNaN(mode)) return;
  const draws = given.draw(9, 200);
  const spread = spreadOf(draws);
  const nearest = draws.reduce((best, x) => Math.min(best, Math.abs(x - mode)), spread);
  const inward = [0, 1e-9 * nearest, -1e-9 * nearest].map((by) => mode + by);
  const neighbours = support.discrete === true ? [-1, 1] : [1e-3, 0.01, 0.1].flatMap((d) => [-d * spread, d * spread]);
  const inside = (x: readonly number[]) => {
    const [held] = evaluate([support.contains(data('x', [x.length]))], { x });
    return x.filter((_, i) => held![i] === 1);
  };
  const top = Math.max(...valuesOf(given, 'logProb', inside(inward)));
  const others = inside([...draws, ...neighbours.map((by) => mode + by)]);
  for (const [i, value] of valuesOf(given, 'logProb', others).entries()) {
    if (value > top + 1e-12 * (1 + Math.abs(top))) {
      throw new Error(`the density at ${others[i]} is higher than at the mode ${mode}`);
    }
  }
}
