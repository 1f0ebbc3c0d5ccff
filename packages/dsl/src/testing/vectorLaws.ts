/**
 * The laws that distributions of vectors and matrices must keep, read from their own definition: the density integrates (or
 * sums) to one, draws follow it and lie in the support, gradients are derivatives, moments are those of draws, and parameters
 * out of range are refused.
 */
import { evaluate, parameter, reshape } from '@credence/autodiff';
import { CredenceError, keyFromSeed, stream } from '@credence/numerics';
import { compile } from '../compile/compile.js';
import type { Distribution } from '../distributions/distribution.js';
import { dataArray } from '../model/arrays.js';
import { Model } from '../model/model.js';
import type { Law } from './distributionLaws.js';
import { failureOf } from './failureOf.js';
import { supportAt } from './quadrature.js';
import { sizeOf, studentProposal } from './studentProposal.js';
import {
  drawn,
  movedDensities,
  movedDraws,
  nodesOf,
  type VectorCase,
  type VectorLawOptions,
  valuesOf,
} from './vectorCase.js';
import { checkCounts } from './vectorCounts.js';
import { checkGradients } from './vectorGradients.js';

/** Standard errors that comparisons of means may be off: exceeded by a correct one once in 150 000. */
const LIMIT = 4.5;

/**
 * @example for (const { name, check } of vectorLaws(dirichlet, { parameters: { a: [1, 2, 3] }, seed: 1 })) test(name, check);
 */
export function vectorLaws(distribution: Distribution, options: VectorLawOptions): readonly Law[] {
  const arrays = Object.fromEntries(
    Object.entries(options.parameters).map(([key, value]) => [key, dataArray(value, key)]),
  );
  const shapes = Object.fromEntries(Object.entries(arrays).map(([key, { shape }]) => [key, shape]));
  const sizes = distribution.eventShape?.(shapes) ?? [];
  const event = sizes.map((size, axis) => size ?? options.shape?.[axis] ?? 0);
  const own: VectorCase = { ...options, distribution, arrays, event };
  const shown = JSON.stringify(options.parameters);
  const law = (name: string, check: () => void): Law => ({ name: `${name} (${shown})`, check });
  const discrete = supportAt(distribution, nodesOf(own)).transform === undefined;
  return [
    law('gradients are derivatives', () => checkGradients(own)),
    law('draws lie in the support', () => checkSupport(own)),
    ...(distribution.eventMean === undefined ? [] : [law('means are those of draws', () => checkMeans(own))]),
    ...(distribution.eventCovariance === undefined
      ? []
      : [law('covariances are those of draws', () => checkCovariances(own))]),
    ...(discrete
      ? [law('sums to one, and draws follow it', () => checkCounts(own, LIMIT))]
      : [law('integrates to one', () => checkIntegral(own)), law('draws follow the density', () => checkDraws(own))]),
    ...Object.keys(arrays).map((key) => law(`${key} out of range is refused`, () => checkRefusals(own, key))),
  ];
}

function checkSupport(own: VectorCase): void {
  const { distribution, event, seed } = own;
  const count = 2000;
  const draws = drawn(own, seed + 10, count);
  const nodes = nodesOf(own);
  const support = supportAt(distribution, nodes);
  const inside = support.contains(reshape(parameter('draws', [draws.length]), [count, ...event]));
  const [truth] = evaluate([inside], { ...valuesOf(own), draws });
  const outside = truth!.indexOf(0);
  if (outside >= 0)
    throw new Error(`the draw ${Math.floor((outside * count) / truth!.length)} lies outside ${support.text}`);
}

/** How many standard errors the mean of a function of draws is off. */
function missOf(values: Float64Array, expected: number): number {
  const n = values.length;
  const found = values.reduce((total, value) => total + value, 0) / n;
  const variance = values.reduce((total, value) => total + (value - found) ** 2, 0) / (n - 1);
  return Math.max(0, Math.abs(found - expected) - 1e-12) / Math.sqrt(variance / n || 1e-300);
}

function moments(own: VectorCase, what: 'eventMean' | 'eventCovariance'): Float64Array {
  const given = Object.fromEntries(
    Object.entries(own.arrays).map(([key, { values, shape }]) => [key, shape.length === 0 ? (values[0] ?? 0) : values]),
  );
  return own.distribution[what]?.(given, own.event) ?? new Float64Array(0);
}

function checkMeans(own: VectorCase): void {
  const { event, seed, draws: count = 20_000 } = own;
  const size = sizeOf(event);
  const draws = drawn(own, seed + 20, count);
  for (const [i, mean] of moments(own, 'eventMean').entries()) {
    const miss = missOf(
      Float64Array.from({ length: count }, (_, k) => draws[k * size + i]!),
      mean,
    );
    if (!(miss < LIMIT)) throw new Error(`the mean of element ${i} of draws is off by ${miss} standard errors`);
  }
}

function checkCovariances(own: VectorCase): void {
  const { event, seed, draws: count = 20_000 } = own;
  const size = sizeOf(event);
  const draws = drawn(own, seed + 30, count);
  const mean = moments(own, 'eventMean');
  for (const [place, covariance] of moments(own, 'eventCovariance').entries()) {
    const [i, j] = [Math.floor(place / size), place % size];
    if (j > i) continue;
    const product = (k: number) => (draws[k * size + i]! - mean[i]!) * (draws[k * size + j]! - mean[j]!);
    const miss = missOf(
      Float64Array.from({ length: count }, (_, k) => product(k)),
      covariance,
    );
    if (!(miss < LIMIT)) throw new Error(`the covariance of ${i} and ${j} in draws is off by ${miss} standard errors`);
  }
}

/** Mean over a wide proposal of density / proposal: the integral of the density. */
function checkIntegral(own: VectorCase): void {
  const { seed, draws: count = 20_000 } = own;
  const proposal = studentProposal(movedDraws(own, seed + 40, 4000), 4000, { freedom: 5, spread: 1.3 });
  const u = proposal.draw(stream(keyFromSeed(seed + 41), 0), count);
  const logs = movedDensities(own, u, count);
  const ratios = proposal.logDensities(u, count).map((log, i) => Math.exp(logs[i]! - log) || 0);
  expectOne(ratios, 'the integral of the density');
}

/**
 * Means over draws of proposal / density, for proposals that are narrower than the density and lie off its centre, in each direction:
 * 1 where draws follow it.
 */
function checkDraws(own: VectorCase): void {
  const { seed, draws: count = 20_000 } = own;
  const some = movedDraws(own, seed + 50, 4000);
  const u = movedDraws(own, seed + 51, count);
  const logs = movedDensities(own, u, count);
  for (let axis = 0; axis < some.length / 4000; axis++) {
    for (const by of [-0.4, 0.4]) {
      const options = { freedom: Number.POSITIVE_INFINITY, spread: 0.65, shift: { axis, by } };
      const near = studentProposal(some, 4000, options).logDensities(u, count);
      expectOne(
        near.map((log, i) => Math.exp(log - logs[i]!)),
        'the mean of proposal / density over draws',
      );
    }
  }
}

function expectOne(ratios: Float64Array, what: string): void {
  const n = ratios.length;
  const mean = ratios.reduce((total, ratio) => total + ratio, 0) / n;
  const error = Math.sqrt(ratios.reduce((total, ratio) => total + (ratio - mean) ** 2, 0) / n / n);
  if (!(error < 0.02)) throw new Error(`${what} is ${mean} with an error of ${error}, too large to judge it`);
  if (!(Math.abs(mean - 1) < LIMIT * error + 1e-9)) throw new Error(`${what} is ${mean} +- ${error}, and should be 1`);
}

/** One element out of range, and for a matrix its negative, are errors that name the parameter; what varies gives -Infinity. */
function checkRefusals(own: VectorCase, key: string): void {
  const { distribution, arrays, parameters, event, seed } = own;
  const { constraint, whole } = distribution.parameters[key]!;
  const { lower = -Infinity, upper = Infinity } = constraint.range ?? {};
  const array = arrays[key]!;
  const nested = (values: ArrayLike<number>) => ({ values: Float64Array.from(values), shape: array.shape });
  const changed = (value: number) => nested(array.values.map((old, i) => (i === 0 ? value : old)));
  const outside = [...(Number.isFinite(lower) ? [lower - 0.5] : []), ...(Number.isFinite(upper) ? [upper + 0.5] : [])];
  const wrong = [Number.NaN, Number.POSITIVE_INFINITY, ...outside].map(changed);
  if (whole !== undefined) wrong.push(nested(array.values.map((value) => -value - 1)));
  const method = distribution.method;
  const declareIn = (model: Model, given: Readonly<Record<string, unknown>>, options: object = { shape: event }) => {
    const declare: (...all: readonly unknown[]) => unknown = Reflect.get(model, method);
    declare('y', given, options);
  };
  for (const value of wrong) {
    const given = array.shape.length === 0 ? value.values[0]! : value;
    const failure = failureOf(() => declareIn(new Model({ use: [distribution] }), { ...parameters, [key]: given }));
    const codes = ['distribution/parameter', 'support/bounds', 'data/nan', 'data/number'];
    if (!(failure instanceof CredenceError && codes.includes(failure.code) && failure.message.includes(key))) {
      throw new Error(`${key} = ${Array.from(value.values)} was not refused: ${String(failure)}`);
    }
    const { code, message } = failure;
    // What it means, or, of a matrix that is wrong as a whole, what it must be.
    const texts = [
      `${key} is the ${distribution.parameters[key]?.description}.`,
      `${key} must be ${whole?.text}, and has `,
    ];
    if (code === 'distribution/parameter' && !texts.some((text) => message.includes(text))) {
      throw new Error(`the error says none of '${texts.join("', '")}': ${message}`);
    }
  }
  if (outside.length === 0 || constraint.discrete === true) return;
  const model = new Model({ use: [distribution] });
  const varying = model.flat('varying', {}, { shape: array.shape });
  const size = sizeOf(event);
  const observed = { values: drawn(own, seed + 70, 1).subarray(0, size), shape: event };
  declareIn(model, { ...parameters, [key]: varying }, { observed });
  const compiled = compile(model, { backend: 'reference' });
  for (const value of outside) {
    const density = compiled.logDensity({ varying: changed(value) });
    if (density !== Number.NEGATIVE_INFINITY) throw new Error(`${key} = ${value} gives the log density ${density}`);
  }
}
