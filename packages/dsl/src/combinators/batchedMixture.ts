/** A mixture of components of one family, which lie along an axis of their parameters. */
import { any, broadcastTo, expandDims, log, logSumExp, max, min, Tensor, where } from '@credence/autodiff';
import { CredenceError } from '@credence/numerics';
import type { AppliedDistribution } from '../distributions/applied.js';
import { hasCdf } from '../distributions/cumulative.js';
import type { ParameterSpec } from '../distributions/distribution.js';
import type { DrawnParameters } from '../distributions/numericFunction.js';
import type { Value } from '../model/values.js';
import { type Bound, numberOf } from '../supports/bounds.js';
import type { Support } from '../supports/index.js';
import { containsEvents } from '../supports/support.js';
import { hull, mixedCovariance, mixedEventMean, mixedMoments, weightsOf, weightsParameter } from './mixtureParts.js';
import { canDraw, combined, type Part } from './parts.js';
import { exactAtEnds } from './tails.js';

type Tensors = Readonly<Record<string, Tensor>>;
const infinity = Number.POSITIVE_INFINITY;

/** @param part whose parameters have the axis of components in front of the axes of their events */
export function batchedMixture(weights: Value, part: Part): AppliedDistribution {
  const { distribution: inner, specs } = part;
  const { eventRank, eventShape, mean, variance, eventMean, eventCovariance } = inner;
  if (part.kind === 'mixed') {
    throw new CredenceError(
      'combinator/kind',
      `mixture: components ~ ${inner.name} have some of their probability at single points. Censor or inflate the mixture instead.`,
      {},
    );
  }
  const beside = (x: Tensor) => expandDims(x, -1 - eventRank);
  const summed = (value: Tensor, { weights }: Tensors) =>
    logSumExp(weights === undefined ? value : value.add(log(weights)), { axes: -1 });
  const each = <T>(all: DrawnParameters, run: (one: DrawnParameters) => T): T[] =>
    Array.from(weightsOf(all), (_, i) => run(componentAt(all, specs, weightsOf(all).length, i)));
  const unionAt = (all: Tensors) => unionOver(part.support(all), beside);
  const eventMeans = (all: DrawnParameters, shape: readonly number[]) =>
    each(all, (one) => eventMean?.call(inner, part.own(one), shape) ?? new Float64Array(0));
  const moments = (all: DrawnParameters) =>
    mixedMoments(
      weightsOf(all),
      each(all, (one) => mean?.call(inner, part.own(one)) ?? Number.NaN),
      each(all, (one) => variance?.call(inner, part.own(one)) ?? Number.NaN),
    );
  return combined({
    combinator: 'mixture',
    of: inner.name,
    parts: [{ ...part, specs: Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, rowsOf(spec)])) }],
    own: { weights: { ...weightsParameter, value: weights } },
    arrange: (all) => spread(all, specs),
    eventRank,
    ...(eventShape === undefined
      ? {}
      : {
          eventShape: (shapes) => {
            const own = Object.entries(part.own(shapes)).map(([name, shape]) => [name, shape.slice(1)] as const);
            return eventShape.call(inner, Object.fromEntries(own));
          },
        }),
    support: unionAt,
    logProb: (x, all) => {
      const value = part.logProb(beside(x), all);
      const own = part.support(all);
      const inside = containsEvents(own, beside(x), eventRank);
      const guarded = isFixed(own) ? value : where(inside, value, -infinity);
      return summed(guarded, all);
    },
    ...(eventRank === 0 && hasCdf(inner)
      ? {
          logCdf: (x: Tensor, all: Tensors) =>
            exactAtEnds(x, unionAt(all), summed(part.logCdf(beside(x), all), all), -infinity, 0),
          logSurvival: (x: Tensor, all: Tensors) =>
            exactAtEnds(x, unionAt(all), summed(part.logSurvival(beside(x), all), all), 0, -infinity),
        }
      : {}),
    ...(canDraw(part)
      ? {
          random: (rng, all, shape) => {
            const weights = weightsOf(all);
            return part.draw(rng, componentAt(all, specs, weights.length, rng.categorical(weights)), shape);
          },
        }
      : {}),
    ...(eventMean === undefined
      ? {}
      : { eventMean: (all, shape) => mixedEventMean(weightsOf(all), eventMeans(all, shape)) }),
    ...(eventMean === undefined || eventCovariance === undefined
      ? {}
      : {
          eventCovariance: (all, shape) =>
            mixedCovariance(
              weightsOf(all),
              eventMeans(all, shape),
              each(all, (one) => eventCovariance.call(inner, part.own(one), shape)),
            ),
        }),
    ...(mean === undefined || eventRank > 0 ? {} : { mean: (all) => moments(all).mean }),
    ...(mean === undefined || variance === undefined || eventRank > 0
      ? {}
      : { variance: (all) => moments(all).variance }),
  });
}

/** A parameter with the axis of components. */
function rowsOf({ rank = 0, whole, ...spec }: ParameterSpec): ParameterSpec {
  const holds = whole?.holds;
  return {
    ...spec,
    rank: rank === 0 ? 1 : rank === 1 ? 2 : 3,
    ...(whole === undefined || holds === undefined
      ? {}
      : {
          whole: {
            text: `${whole.text}, in every component`,
            holds: (event, shape) => {
              const [count = 1, ...own] = shape;
              const size = event.length / count;
              return Array.from({ length: count }, (_, i) => i).every((i) =>
                holds(event.subarray(i * size, (i + 1) * size), own),
              );
            },
          },
        }),
  };
}

/** Every parameter with as many components as there are weights. @throws CredenceError shape/parameter */
function spread(all: Tensors, specs: Readonly<Record<string, ParameterSpec>>): Tensors {
  const { weights } = all;
  const count = weights?.shape.at(-1);
  if (count === undefined) return all;
  const spreadOut = Object.entries(all).map(([name, tensor]): [string, Tensor] => {
    const spec = specs[name];
    if (spec === undefined) return [name, tensor];
    const rank = spec.rank ?? 0;
    const rows = tensor.rank > rank ? tensor : expandDims(tensor, -1 - rank);
    const axis = rows.rank - 1 - rank;
    const size = rows.shape[axis];
    if (size === count) return [name, rows];
    if (size !== 1) {
      const place = rank === 0 ? 'last axis' : `axis ${axis}`;
      throw new CredenceError(
        'shape/parameter',
        `${name} has the shape [${tensor.shape.join(', ')}], and there are ${count} weights: its ${place} has the components, as many as there are weights, or 1 for all.`,
        { parameter: name, shape: tensor.shape, components: count },
      );
    }
    return [name, broadcastTo(rows, rows.shape.with(axis, count))];
  });
  return Object.fromEntries(spreadOut);
}

/** Parameters of one component. */
function componentAt(
  all: DrawnParameters,
  specs: Readonly<Record<string, ParameterSpec>>,
  count: number,
  i: number,
): DrawnParameters {
  const one: Record<string, number | Float64Array> = {};
  for (const [name, { rank = 0 }] of Object.entries(specs)) {
    const value = all[name];
    if (typeof value !== 'object') continue;
    const size = value.length / count;
    one[name] = rank === 0 ? (value[i] ?? Number.NaN) : value.subarray(i * size, (i + 1) * size);
  }
  return one;
}

/** Whether a support is the same for all components. */
function isFixed({ ends }: Support): boolean {
  return ends === undefined || (numberOf(ends.lower) !== undefined && numberOf(ends.upper) !== undefined);
}

function unionOver(support: Support, beside: (x: Tensor) => Tensor): Support {
  const { ends } = support;
  if (ends === undefined || isFixed(support)) return support;
  const least = (bound: Bound) => (bound instanceof Tensor && bound.rank > 0 ? min(bound, { axes: -1 }) : bound);
  const greatest = (bound: Bound) => (bound instanceof Tensor && bound.rank > 0 ? max(bound, { axes: -1 }) : bound);
  const whole = hull([{ lower: least(ends.lower), upper: greatest(ends.upper) }], support.discrete === true);
  return { ...whole, contains: (x) => any(support.contains(beside(x)), { axes: -1 }) };
}
