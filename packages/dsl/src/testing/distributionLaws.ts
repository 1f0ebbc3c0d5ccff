/**
 * The laws that every distribution must keep, read from its own definition: a density integrates to one, draws follow it,
 * gradients are derivatives, moments are right, and values or parameters out of range are refused. What it says beyond its
 * density has laws of its own (`cumulativeLaws`).
 */
import { constant, data, evaluate, evaluateNumber, gradient, parameter, sum } from '@credence/autodiff';
import { keyFromSeed, type Rng, stream } from '@credence/numerics';
import { compile } from '../compile/compile.js';
import type { Distribution } from '../distributions/distribution.js';
import { Model } from '../model/model.js';
import { checkChiSquare } from './chiSquare.js';
import { cumulativeLaws } from './cumulativeLaws.js';
import { slopeAtZero } from './derivative.js';
import { failureOf } from './failureOf.js';
import {
  continuousPoints,
  discretePoints,
  integrate,
  type NumberParameters,
  supportAt,
  type WeightedPoints,
} from './quadrature.js';
import { checkDataText, checkParameterText, checkReport } from './refusals.js';

/** One statement about a distribution; `check` throws when it does not hold. */
export interface Law {
  readonly name: string;
  readonly check: () => void;
}

export interface LawOptions {
  /** Parameters at which the laws are checked. */
  readonly parameters: readonly NumberParameters[];
  readonly seed: number;
  /** Draws for the comparison with the density. Default 20 000. */
  readonly draws?: number;
  /** Largest error of integrals. Default 1e-9; a density with a kink inside needs more, since the rule loses its speed there. */
  readonly tolerance?: number;
  /** Where the density has kinks: places, and names of parameters at whose value there is one. */
  readonly kinks?: readonly (string | number)[];
}

/**
 * Standard deviations that the tests of draws allow. A Kolmogorov distance of 2.23 / sqrt(n) and a chi-square of 3.9
 * standard deviations are exceeded once in 10 000 by correct draws; seeds are fixed.
 */
const KOLMOGOROV_LIMIT = 2.23;
const CHI_SQUARE_LIMIT = 3.9;

/**
 * Laws of a distribution of numbers.
 * @example for (const { name, check } of distributionLaws(halfNormal, { parameters: [{ sigma: 1 }], seed: 11 })) test(name, check);
 */
export function distributionLaws(distribution: Distribution, options: LawOptions): readonly Law[] {
  return [
    ...options.parameters.flatMap((parameters) => lawsAt(distribution, parameters, options)),
    ...parameterLaws(distribution, options.parameters),
  ];
}

function lawsAt(distribution: Distribution, parameters: NumberParameters, options: LawOptions): readonly Law[] {
  const shown = Object.entries(parameters)
    .map(([name, value]) => `${name} = ${value}`)
    .join(', ');
  const law = (name: string, check: () => void): Law => ({ name: `${name} (${shown})`, check });
  const support = supportAt(distribution, constants(parameters));
  const laws = [law('gradients are derivatives', () => checkGradient(distribution, parameters, options))];
  if (distribution.random === undefined) return laws;
  const discrete = support.transform === undefined;
  const points = lazy(() => {
    const drawn = drawMany(distribution, parameters, options.seed, 4000);
    return discrete
      ? discretePoints(distribution, parameters, drawn)
      : continuousPoints(distribution, parameters, drawn);
  });
  return [
    ...laws,
    law(discrete ? 'sums to one' : 'integrates to one', () => {
      expectClose(
        integrate(points(), () => 1),
        1,
        options.tolerance ?? 1e-9,
        'the integral of the density',
      );
    }),
    law('draws follow the density', () => {
      const draws = drawMany(distribution, parameters, options.seed + 1, options.draws ?? 20_000);
      if (discrete) checkCounts(points(), draws);
      else checkDistance(points(), draws);
    }),
    ...cumulativeLaws({
      distribution,
      parameters,
      support,
      kinks: options.kinks ?? [],
      draw: (purpose, count) => drawMany(distribution, parameters, options.seed + purpose, count),
    }).map(({ name, check }) => law(name, check)),
    law('draws lie in the support', () => {
      const draws = drawMany(distribution, parameters, options.seed + 2, 2000);
      const [inside] = evaluate([support.contains(data('x', [draws.length]))], { x: draws });
      const outside = inside!.indexOf(0);
      if (outside >= 0) throw new Error(`the draw ${draws[outside]} lies outside ${support.text}`);
    }),
    law('data outside the support are refused with their place', () => {
      const [inside] = drawMany(distribution, parameters, options.seed + 4, 1);
      for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, ...beyond(support.range)]) {
        const model = new Model({ use: [distribution] });
        const observed = [inside!, wrong];
        checkDataText(
          distribution,
          support,
          wrong,
          failureOf(() => declareIn(model, distribution, parameters, observed)),
        );
      }
    }),
    law('mean and variance are integrals', () => checkMoments(distribution, parameters, points(), options.tolerance)),
    law('nothing outside the support', () => {
      for (const x of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, ...beyond(support.range)]) {
        if (evaluateNumber(support.contains(constant(x))) !== 0) throw new Error(`${x} lies in ${support.text}`);
      }
    }),
  ];
}

/** Constant parameters out of range are errors with the parameter's name; those that vary give -Infinity. */
function parameterLaws(distribution: Distribution, all: readonly NumberParameters[]): readonly Law[] {
  return all.flatMap((parameters) =>
    Object.keys(parameters).map((name) => ({
      name: `${name} out of range is refused`,
      check: () => {
        const range = distribution.parameters[name]?.constraint.range;
        const wrong = [Number.NaN, ...beyond(range)];
        for (const value of wrong) {
          checkParameterText(
            distribution,
            name,
            value,
            failureOf(() => declare(distribution, { ...parameters, [name]: value })),
          );
        }
        const model = new Model({ use: [distribution] });
        const varying = model.flat('varying');
        const observed = evaluateDraw(distribution, parameters);
        declareIn(model, distribution, { ...parameters, [name]: varying }, observed);
        const compiled = compile(model, { backend: 'reference' });
        for (const value of beyond(range)) {
          const density = compiled.logDensity({ varying: value });
          if (density !== Number.NEGATIVE_INFINITY)
            throw new Error(`${name} = ${value} gives the log density ${density}`);
          checkReport(distribution, compiled, 'y', name, value);
        }
      },
    })),
  );
}

function beyond(range: { readonly lower: number; readonly upper: number } | undefined): readonly number[] {
  if (range === undefined) return [];
  const { lower, upper } = range;
  const wrong: number[] = [];
  if (Number.isFinite(lower)) wrong.push(lower - 1, lower - 1e-9 * Math.max(1, Math.abs(lower)));
  if (Number.isFinite(upper)) wrong.push(upper + 1, upper + 1e-9 * Math.max(1, Math.abs(upper)));
  return wrong;
}

function checkGradient(distribution: Distribution, parameters: NumberParameters, { seed }: LawOptions): void {
  const support = supportAt(distribution, constants(parameters));
  const names = Object.keys(parameters).filter((name) => distribution.parameters[name]?.constraint.discrete !== true);
  const fixed = Object.fromEntries(Object.keys(parameters).map((name) => [name, parameter(name)]));
  const x = parameter('x');
  const logProb = sum(distribution.logProb(x, fixed));
  const wanted = support.transform === undefined ? names : ['x', ...names];
  const slopes = gradient(
    logProb,
    wanted.map((name) => (name === 'x' ? x : fixed[name]!)),
  );
  const draws = distribution.random === undefined ? [0.3, 1, 4] : drawMany(distribution, parameters, seed + 3, 8);
  for (const draw of draws) {
    const at = { ...parameters, x: draw };
    const found = evaluate(slopes, at);
    for (const [position, name] of wanted.entries()) {
      const place = at[name as 'x'];
      const step = 2e-4 * Math.max(Math.abs(place), 1e-3);
      const difference = slopeAtZero((h) => evaluateNumber(logProb, { ...at, [name]: place + h }), step);
      const slope = found[position]![0]!;
      const scale = Math.abs(slope) + Math.abs(evaluateNumber(logProb, at) / (Math.abs(place) + 1e-3));
      if (!(Math.abs(slope - difference) <= 2e-6 * (scale + 1e-3))) {
        throw new Error(`d/d${name} at ${JSON.stringify(at)} is ${slope}, and differences give ${difference}`);
      }
    }
  }
}

function checkMoments(
  distribution: Distribution,
  parameters: NumberParameters,
  points: WeightedPoints,
  tolerance = 1e-9,
): void {
  const mean = distribution.mean?.(parameters);
  const variance = distribution.variance?.(parameters);
  if (mean !== undefined && Number.isFinite(mean)) {
    const spread = variance !== undefined && Number.isFinite(variance) ? Math.sqrt(variance) : 1;
    expectClose(
      integrate(points, (x) => x),
      mean,
      Math.max(1e-6, tolerance) * (spread + Math.abs(mean)),
      'the mean',
    );
    if (variance !== undefined && Number.isFinite(variance)) {
      expectClose(
        integrate(points, (x) => (x - mean) ** 2),
        variance,
        Math.max(1e-5, tolerance) * variance,
        'the variance',
      );
    }
  }
}

/** Kolmogorov's distance between draws and the integral of the density. */
function checkDistance({ x, weight }: WeightedPoints, draws: Float64Array): void {
  const sorted = draws.slice().sort();
  const n = sorted.length;
  let below = 0;
  let largest = 0;
  let next = 0;
  for (let i = 0; i < x.length; i++) {
    const half = weight[i]! / 2;
    below += half;
    while (next < n && sorted[next]! < x[i]!) next++;
    largest = Math.max(largest, Math.abs(next / n - below) - half);
    below += half;
  }
  const limit = KOLMOGOROV_LIMIT / Math.sqrt(n);
  if (!(largest < limit)) throw new Error(`the distribution of draws is off by ${largest}, more than ${limit}`);
}

/** Pearson's chi-square over bins of at least 25 expected draws. */
function checkCounts({ x, weight }: WeightedPoints, draws: Float64Array): void {
  const observed = new Map<number, number>();
  for (const draw of draws) observed.set(draw, (observed.get(draw) ?? 0) + 1);
  const n = draws.length;
  const bins: { expected: number; seen: number }[] = [];
  let open = { expected: 0, seen: 0 };
  let counted = 0;
  for (let i = 0; i < x.length; i++) {
    const seen = observed.get(x[i]!) ?? 0;
    counted += seen;
    open = { expected: open.expected + n * weight[i]!, seen: open.seen + seen };
    if (open.expected < 25) continue;
    bins.push(open);
    open = { expected: 0, seen: 0 };
  }
  const last = bins.pop() ?? { expected: 0, seen: 0 };
  bins.push({ expected: last.expected + open.expected, seen: last.seen + open.seen });
  if (counted !== n) throw new Error(`${n - counted} draws lie where the density is 0`);
  const freedom = bins.length - 1;
  if (freedom < 1) return;
  checkChiSquare(bins, freedom, CHI_SQUARE_LIMIT);
}

export function drawMany(
  distribution: Distribution,
  parameters: NumberParameters,
  seed: number,
  count: number,
): Float64Array {
  const rng: Rng = stream(keyFromSeed(seed), 0);
  return Float64Array.from({ length: count }, () => {
    const draw = distribution.random?.(rng, parameters);
    return typeof draw === 'number' ? draw : Number.NaN;
  });
}

const constants = (parameters: NumberParameters) =>
  Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, constant(value)]));

function evaluateDraw(distribution: Distribution, parameters: NumberParameters): number {
  return distribution.random === undefined ? 1 : drawMany(distribution, parameters, 1, 1)[0]!;
}

function declare(distribution: Distribution, parameters: Readonly<Record<string, unknown>>): void {
  declareIn(new Model({ use: [distribution] }), distribution, parameters);
}

function declareIn(
  model: Model,
  distribution: Distribution,
  parameters: Readonly<Record<string, unknown>>,
  observed?: number | readonly number[],
): void {
  const method: (name: string, parameters: unknown, options: unknown) => unknown = Reflect.get(
    model,
    distribution.method,
  );
  method('y', parameters, observed === undefined ? {} : { observed });
}

function expectClose(found: number, expected: number, tolerance: number, what: string): void {
  if (!(Math.abs(found - expected) <= tolerance)) throw new Error(`${what} is ${found}, and should be ${expected}`);
}

function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
