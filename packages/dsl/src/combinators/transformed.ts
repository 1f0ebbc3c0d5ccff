/** Change of variables: the distribution of a function of a number. */
import { clip, constant, evaluateNumber, type Tensor } from '@credence/autodiff';
import { CredenceError } from '@credence/numerics';
import type { AppliedDistribution } from '../distributions/applied.js';
import { hasCdf } from '../distributions/cumulative.js';
import { type DrawnParameters, numericFunction } from '../distributions/numericFunction.js';
import { type Bound, larger, numberOf, smaller } from '../supports/bounds.js';
import { interval, type Support } from '../supports/index.js';
import type { Bijection } from './bijections.js';
import { canDraw, combined, numberPart, type OwnParameter, type Part } from './parts.js';

type Tensors = Readonly<Record<string, Tensor>>;
const everywhere = { lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY };

/**
 * The distribution of y = f(x) with x from the base:
 *
 *   p(y) = p_X(x) / |dy/dx|,   x = inverse(y)
 *
 * @param base any distribution of numbers with a density
 * @param bijection one of `bijections` (affine, exp, log, logit, sigmoid, power, negate), or your own
 * @throws CredenceError combinator/kind, combinator/bijection
 * @example
 * // a log-Student t
 * model.random('size', transformed(distributions.studentT.dist({ nu: 4, mu, sigma }), bijections.exp), { observed });
 *
 * PyMC: CustomDist with dist; Stan: none, by a Jacobian term; NumPyro: TransformedDistribution.
 */
export function transformed<R extends number | Float64Array>(
  base: AppliedDistribution<R>,
  bijection: Bijection,
): AppliedDistribution<R>;
export function transformed(base: AppliedDistribution, bijection: Bijection): AppliedDistribution<number> {
  const part = numberPart('transformed', 'base', base, ['continuous'], ' Only densities are moved by a bijection.');
  const { distribution: inner } = part;
  checkBijection(bijection, part);
  const { name = 'own', increasing, parameters = {}, given = {} } = bijection;
  const own = Object.fromEntries(
    Object.entries(parameters).map(([key, spec]): [string, OwnParameter | undefined] => {
      const value = given[key];
      return [`bijection.${key}`, value === undefined ? undefined : { ...spec, value }];
    }),
  );
  const of = <T>(all: Readonly<Record<string, T>>): Record<string, T> => {
    const values: Record<string, T> = {};
    for (const key of Object.keys(parameters)) {
      const value = all[`bijection.${key}`];
      if (value !== undefined) values[key] = value;
    }
    return values;
  };
  const inverse = (y: Tensor, all: Tensors) => bijection.inverse(y, of(all));
  const { icdf, mean, variance } = inner;
  const moment = (what: 'mean' | 'variance') => {
    if (mean === undefined || variance === undefined || bijection.moments === undefined) return {};
    return {
      [what]: (all: DrawnParameters) => {
        const moments = { mean: mean.call(inner, part.own(all)), variance: variance.call(inner, part.own(all)) };
        const numbers = Object.entries(of(all)).map(([key, value]) => [key, Number(value)] as const);
        return bijection.moments?.(moments, Object.fromEntries(numbers))[what] ?? Number.NaN;
      },
    };
  };
  /** x for every y: at the ends of the support for what lies beyond those of the image. */
  const cut = (y: Tensor, all: Tensors) => {
    const { lower, upper } = supportOf(all).ends ?? everywhere;
    return inverse(clip(y, lower, upper), all);
  };
  const supportOf = (all: Tensors) => bijection.image ?? imageOf(part, bijection, all, of(all));
  const applied = combined({
    combinator: 'transformed',
    of: `${inner.name}, ${name}`,
    parts: [part],
    own,
    eventRank: 0,
    support: supportOf,
    logProb: (y, all) => {
      const x = inverse(y, all);
      return part.logProb(x, all).sub(bijection.logJacobian(x, of(all)));
    },
    ...(hasCdf(inner) && increasing !== undefined
      ? {
          logCdf: (y: Tensor, all: Tensors) =>
            increasing ? part.logCdf(cut(y, all), all) : part.logSurvival(cut(y, all), all),
          logSurvival: (y: Tensor, all: Tensors) =>
            increasing ? part.logSurvival(cut(y, all), all) : part.logCdf(cut(y, all), all),
        }
      : {}),
    ...(icdf !== undefined && increasing === true
      ? { icdf: (p: Tensor, all: Tensors) => bijection.forward(icdf.call(inner, p, part.own(all)), of(all)) }
      : {}),
    ...(canDraw(part)
      ? {
          random: (rng, all) => {
            const forward = numericFunction(applied.distribution, 'forward', (x, nodes) => [
              bijection.forward(x, of(nodes)),
            ]);
            return forward(Number(part.draw(rng, all)), all)[0] ?? Number.NaN;
          },
        }
      : {}),
    ...moment('mean'),
    ...moment('variance'),
  });
  return applied;
}

/** Between the values at the ends of the base's support. */
function imageOf(part: Part, bijection: Bijection, all: Tensors, parameters: Tensors): Support {
  const base = part.support(all);
  const ends = base.ends ?? base.range ?? everywhere;
  const [from, to] = [valueAt(bijection, ends.lower, parameters), valueAt(bijection, ends.upper, parameters)];
  const { increasing } = bijection;
  const lower = increasing === undefined ? smaller(from, to) : increasing ? from : to;
  const upper = increasing === undefined ? larger(from, to) : increasing ? to : from;
  const { holds: _, ...between } = interval(lower, upper);
  return {
    ...between,
    // Membership, borders included, is that of x.
    contains: (y) => base.contains(bijection.inverse(y, parameters)),
  };
}

/** A number where it is known to be one. What an infinite end goes to depends on no parameter. */
function valueAt(bijection: Bijection, end: Bound, parameters: Tensors): Bound {
  const x = numberOf(end);
  const names = Object.keys(parameters);
  if (x === undefined) return bijection.forward(typeof end === 'number' ? constant(end) : end, parameters);
  if (Number.isFinite(x) && names.length > 0) return bijection.forward(constant(x), parameters);
  return evaluateNumber(bijection.forward(constant(x), Object.fromEntries(names.map((name) => [name, constant(1)]))));
}

/** @throws CredenceError combinator/bijection */
function checkBijection(bijection: Bijection, { anySupport, distribution }: Part): void {
  for (const key of ['forward', 'inverse', 'logJacobian'] as const) {
    if (typeof bijection?.[key] === 'function') continue;
    throw new CredenceError(
      'combinator/bijection',
      `transformed: the bijection has no function '${key}'. It takes { forward, inverse, logJacobian }.`,
      { key },
    );
  }
  const { domain, name = 'the bijection' } = bijection;
  const ends = anySupport.ends ?? anySupport.range ?? everywhere;
  const [lower, upper] = [numberOf(ends.lower), numberOf(ends.upper)];
  if (domain === undefined) return;
  if ((lower ?? domain.lower) >= domain.lower && (upper ?? domain.upper) <= domain.upper) return;
  throw new CredenceError(
    'combinator/bijection',
    `transformed: ${name} takes numbers between ${domain.lower} and ${domain.upper}, and base ~ ${distribution.name} lies in ${anySupport.text}. Truncate it, or take another bijection.`,
    { domain, support: anySupport.text },
  );
}
