/** Mixtures: each value comes from one of several components, and which one is not known. */
import { log, slice, type Tensor, where } from '@credence/autodiff';
import { CredenceError } from '@credence/numerics';
import type { AppliedDistribution } from '../distributions/applied.js';
import { hasCdf } from '../distributions/cumulative.js';
import type { DrawnParameters } from '../distributions/numericFunction.js';
import type { Value } from '../model/values.js';
import { containsEvents } from '../supports/support.js';
import { batchedMixture } from './batchedMixture.js';
import {
  checkWeights,
  logSumOf,
  mixedCovariance,
  mixedEventMean,
  mixedMoments,
  union,
  weightsOf,
  weightsParameter,
} from './mixtureParts.js';
import { canDraw, combined, type Part, partOf } from './parts.js';
import { exactAtEnds } from './tails.js';

/** What a mixture takes. */
export interface MixtureGiven {
  /** Probabilities of the k components, [..., k], which sum to 1 along the last axis; leading axes are those of the variable. */
  readonly weights: Value;
  /** One distribution for each component, of any families; or one whose parameters have an axis of components as their last. */
  readonly components: readonly AppliedDistribution[] | AppliedDistribution;
}

type Tensors = Readonly<Record<string, Tensor>>;
const infinity = Number.POSITIVE_INFINITY;

/**
 * A mixture of distributions, with the component summed out:
 *
 *   p(x) = sum_i weights_i p_i(x)
 *
 * Components may be of different families, all with densities or all of whole numbers, or all of vectors of one length. One
 * distribution whose parameters have the components along their last axis (before the axes of an event) does the same for
 * components of one family: `mu: [-1, 3]`, or [n, 2] where they differ from value to value. A parameter of a single number
 * belongs to all components.
 *
 * @throws CredenceError combinator/kind, combinator/mixture, shape/parameter, distribution/parameter with the sum of weights
 * @example
 * const { normal, studentT } = distributions;
 * model.random('x', mixture({ weights: [0.9, 0.1], components: [normal.dist({ mu, sigma }), studentT.dist({ nu: 3, mu, sigma: 5 })] }));
 * model.random('y', mixture({ weights: w, components: normal.dist({ mu: centres, sigma: 1 }) }), { observed: y });
 *
 * PyMC: Mixture; Stan: none, by log_mix; NumPyro: Mixture, MixtureSameFamily.
 */
export function mixture({ weights, components }: MixtureGiven): AppliedDistribution {
  if (!isList(components)) return batchedMixture(weights, partOf('mixture', 'components', components));
  const parts = components.map((component, i) => partOf('mixture', `components[${i}]`, component));
  checkComponents(parts);
  const [first] = parts;
  const { eventRank } = first?.distribution ?? { eventRank: 0 };
  const weight = (all: Tensors, i: number) => log(component(all.weights, i));
  const sumOver = (all: Tensors, term: (part: Part) => Tensor) =>
    logSumOf(parts.map((part, i) => term(part).add(weight(all, i))));
  const unionAt = (all: Tensors) => union(parts.map((part) => part.support(all)));
  const moments = (given: DrawnParameters) => {
    const means = parts.map(({ distribution, own }) => distribution.mean?.(own(given)) ?? Number.NaN);
    const variances = parts.map(({ distribution, own }) => distribution.variance?.(own(given)) ?? Number.NaN);
    return mixedMoments(weightsOf(given), means, variances);
  };
  const eventMeans = (given: DrawnParameters, shape: readonly number[]) =>
    parts.map(({ distribution, own }) => distribution.eventMean?.(own(given), shape) ?? new Float64Array(0));
  const eventCovariances = (given: DrawnParameters, shape: readonly number[]) =>
    parts.map(({ distribution, own }) => distribution.eventCovariance?.(own(given), shape) ?? new Float64Array(0));
  const having = (what: 'mean' | 'variance') =>
    eventRank === 0 && parts.every(({ distribution }) => distribution[what]);
  return combined({
    combinator: 'mixture',
    of: parts.map(({ distribution }) => distribution.name).join(', '),
    parts,
    own: { weights: { ...weightsParameter, value: weights } },
    arrange: (all) => {
      checkWeights(all.weights, parts.length, `${parts.length} components`);
      return all;
    },
    eventRank,
    ...(eventRank === 0 ? {} : { eventShape: (shapes) => eventShapeOf(parts, shapes) }),
    support: unionAt,
    logProb: (x, all) => {
      const whole = unionAt(all);
      return sumOver(all, (part) => {
        const value = part.logProb(x, all);
        const own = part.support(all);
        if (own === whole || own.text === whole.text) return value;
        return where(containsEvents(own, x, eventRank), value, -infinity);
      });
    },
    ...(eventRank === 0 && parts.every(({ distribution }) => hasCdf(distribution))
      ? {
          logCdf: (x: Tensor, all: Tensors) =>
            exactAtEnds(
              x,
              unionAt(all),
              sumOver(all, (part) => part.logCdf(x, all)),
              -infinity,
              0,
            ),
          logSurvival: (x: Tensor, all: Tensors) =>
            exactAtEnds(
              x,
              unionAt(all),
              sumOver(all, (part) => part.logSurvival(x, all)),
              0,
              -infinity,
            ),
        }
      : {}),
    ...(parts.every(canDraw)
      ? {
          random: (rng, all, shape) => {
            const part = parts[rng.categorical(weightsOf(all))];
            return part?.draw(rng, all, shape) ?? Number.NaN;
          },
        }
      : {}),
    ...(parts.every(({ distribution }) => distribution.eventMean)
      ? { eventMean: (all, shape) => mixedEventMean(weightsOf(all), eventMeans(all, shape)) }
      : {}),
    ...(parts.every(({ distribution }) => distribution.eventMean && distribution.eventCovariance)
      ? {
          eventCovariance: (all, shape) =>
            mixedCovariance(weightsOf(all), eventMeans(all, shape), eventCovariances(all, shape)),
        }
      : {}),
    ...(having('mean') ? { mean: (all) => moments(all).mean } : {}),
    ...(having('mean') && having('variance') ? { variance: (all) => moments(all).variance } : {}),
  });
}

const isList = (components: MixtureGiven['components']): components is readonly AppliedDistribution[] =>
  Array.isArray(components);

/** One component of weights. */
function component(weights: Tensor | undefined, i: number): Tensor {
  if (weights === undefined) throw new Error('a mixture has weights');
  return slice(
    weights,
    weights.shape.map((_, axis) => (axis === weights.rank - 1 ? i : {})),
  );
}

/** @throws CredenceError combinator/mixture, combinator/kind */
function checkComponents(parts: readonly Part[]): void {
  const [first] = parts;
  if (first === undefined) {
    throw new CredenceError('combinator/mixture', 'mixture: components is empty. Give one distribution or more.', {});
  }
  for (const [i, part] of parts.entries()) {
    const { name, eventRank } = part.distribution;
    if (part.kind === 'mixed') {
      throw new CredenceError(
        'combinator/kind',
        `mixture: components[${i}] ~ ${name} has some of its probability at single points. Censor or inflate the mixture instead.`,
        { component: i },
      );
    }
    if (part.kind === first.kind && eventRank === first.distribution.eventRank) continue;
    const say = (one: Part) =>
      `${one.distribution.name} ${one.distribution.eventRank > 0 ? 'draws vectors' : one.kind === 'discrete' ? 'is one of whole numbers' : 'has a density'}`;
    throw new CredenceError(
      'combinator/kind',
      `mixture: components[0] ~ ${say(first)} and components[${i}] ~ ${say(part)}. Densities and probabilities cannot be added: take components of one kind, or hurdle for zeros beside a density.`,
      { components: [0, i] },
    );
  }
}

type Sizes = readonly (number | undefined)[];

function eventShapeOf(parts: readonly Part[], shapes: Readonly<Record<string, readonly number[]>>): Sizes {
  const all = parts.map(({ distribution, own }): Sizes => distribution.eventShape?.(own(shapes)) ?? []);
  const [first = []] = all;
  const fits = (other: Sizes) => other.every((size, axis) => (size ?? first[axis]) === (first[axis] ?? size));
  const other = all.findIndex((shape) => shape.length !== first.length || !fits(shape));
  if (other < 0) return first.map((size, axis) => size ?? all.find((shape) => shape[axis] !== undefined)?.[axis]);
  throw new CredenceError(
    'shape/parameter',
    `components[0] draws events of shape [${first.join(', ')}], and components[${other}] of [${all[other]?.join(', ')}].`,
    { shapes: all },
  );
}
