/**
 * Distributions as parts of another one. The whole has the parameters of all its parts, under names that say the way to them:
 * `base.mu`, `components[1].sigma`. So checks, errors, graphs and predictions know them without knowing what a part is.
 */
import { parameter, type Tensor } from '@credence/autodiff';
import { CredenceError, display, type Rng } from '@credence/numerics';
import { AppliedDistribution } from '../distributions/applied.js';
import { type DensityFunction, hasCdf, logCdfOf, logSurvivalOf, supportAt } from '../distributions/cumulative.js';
import {
  type Distribution,
  distributionOf,
  type ParameterSpec,
  type PlainDistribution,
} from '../distributions/distribution.js';
import { type DrawnParameters, numericFunction } from '../distributions/numericFunction.js';
import { bracketAt, levelOf, missingFunction, quantileByBisection } from '../distributions/quantile.js';
import type { GivenValues } from '../model/script.js';
import type { Value } from '../model/values.js';
import type { Support } from '../supports/index.js';

type Specs = Readonly<Record<string, ParameterSpec>>;
type Tensors = Readonly<Record<string, Tensor>>;

/** Whether values are whole numbers, have a density, or some of each. */
export type Kind = 'discrete' | 'continuous' | 'mixed';

/** A distribution inside another one; its functions take the parameters of the whole. */
export interface Part {
  readonly distribution: Distribution;
  readonly kind: Kind;
  /** The support at parameters of which nothing is known. */
  readonly anySupport: Support;
  /** Given values and specifications, by their names in the whole. */
  readonly given: GivenValues;
  readonly specs: Specs;
  /** The parameters of the part alone, by its own names. */
  own<T>(all: Readonly<Record<string, T>>): Record<string, T>;
  /** The parameters of the whole, with those of the part as its `arrange` makes them. */
  arrange(all: Tensors): Tensors;
  support(all: Tensors): Support;
  logProb(x: Tensor, all: Tensors): Tensor;
  /** @throws CredenceError distribution/missing-function */
  logCdf(x: Tensor, all: Tensors): Tensor;
  /** @throws CredenceError distribution/missing-function */
  logSurvival(x: Tensor, all: Tensors): Tensor;
  /** One draw: its own, or by inversion of its cdf. @throws CredenceError distribution/missing-function */
  draw(rng: Rng, all: DrawnParameters, shape?: readonly number[]): number | Float64Array;
}

/**
 * @param combinator for errors
 * @param path of the part in what the user gave: `base`, `components[1]`
 * @throws CredenceError combinator/part
 */
export function partOf(combinator: string, path: string, applied: AppliedDistribution): Part {
  checkApplied(combinator, path, applied);
  const { distribution } = applied;
  const names = Object.keys(distribution.parameters).filter((name) => applied.parameters[name] !== undefined);
  const renamed = <T>(values: Readonly<Record<string, T | undefined>>) =>
    Object.fromEntries(
      names.flatMap((name) => (values[name] === undefined ? [] : [[`${path}.${name}`, values[name]] as const])),
    );
  const own = <T>(all: Readonly<Record<string, T>>): Record<string, T> => {
    const values: Record<string, T> = {};
    for (const name of names) {
      const value = all[`${path}.${name}`];
      if (value !== undefined) values[name] = value;
    }
    return values;
  };
  const cumulative = (what: string, found: DensityFunction | undefined): DensityFunction => {
    if (found === undefined) throw missingFunction(distribution, what, `${combinator}: `);
    return found;
  };
  const anySupport = supportAnywhere(distribution, names);
  return {
    distribution,
    kind: kindOf(anySupport),
    anySupport,
    given: renamed(applied.parameters),
    specs: renamed(distribution.parameters),
    own,
    arrange: (all) => ({
      ...all,
      ...(distribution.arrange === undefined ? {} : renamed(distribution.arrange(own(all)))),
    }),
    support: (all) => supportAt(distribution, own(all)),
    logProb: (x, all) => distribution.logProb(x, own(all)),
    logCdf: (x, all) => cumulative('logCdf', logCdfOf(distribution))(x, own(all)),
    logSurvival: (x, all) => cumulative('logSurvival', logSurvivalOf(distribution))(x, own(all)),
    draw: (rng, all, shape = []) => drawOf(combinator, distribution, rng, own(all), shape),
  };
}

function drawOf(
  combinator: string,
  distribution: Distribution,
  rng: Rng,
  parameters: DrawnParameters,
  shape: readonly number[],
): number | Float64Array {
  if (distribution.random !== undefined) return distribution.random(rng, parameters, shape);
  if (distribution.eventRank > 0) throw missingFunction(distribution, 'random', `${combinator}: `);
  const { icdf } = distribution;
  if (icdf === undefined && !hasCdf(distribution)) throw missingFunction(distribution, 'random', `${combinator}: `);
  const p = rng.uniform();
  if (icdf === undefined)
    return quantileByBisection(distribution, parameters, levelOf(p), bracketAt(distribution, parameters));
  const inverse = numericFunction(distribution, 'icdf', (level, nodes) => [icdf.call(distribution, level, nodes)]);
  return inverse(p, parameters)[0] ?? Number.NaN;
}

/** Whether a part can be drawn from. */
export function canDraw({ distribution }: Part): boolean {
  const { random, icdf, eventRank } = distribution;
  return random !== undefined || (eventRank === 0 && (icdf !== undefined || hasCdf(distribution)));
}

function supportAnywhere(distribution: Distribution, names: readonly string[]): Support {
  const nodes = names.map((name) => {
    const rank = distribution.parameters[name]?.rank ?? 0;
    return [name, parameter(name, new Array<number>(rank).fill(1))] as const;
  });
  return supportAt(distribution, Object.fromEntries(nodes));
}

function kindOf({ mixed, discrete }: Support): Kind {
  return mixed !== undefined ? 'mixed' : discrete === true ? 'discrete' : 'continuous';
}

function checkApplied(combinator: string, path: string, applied: unknown): void {
  if (typeof applied === 'object' && applied !== null && 'kind' in applied && applied.kind === 'applied') return;
  throw new CredenceError(
    'combinator/part',
    `${combinator}: ${path} must be a distribution with its parameters, as distributions.normal.dist({ mu: 0, sigma: 1 }) gives, not ${display(applied)}.`,
    { combinator, part: path },
  );
}

/**
 * A part whose values are numbers with a density, or whole numbers.
 * @throws CredenceError combinator/part, combinator/kind
 */
export function numberPart(
  combinator: string,
  path: string,
  applied: AppliedDistribution,
  kinds: readonly Kind[] = ['continuous', 'discrete'],
  hint = '',
): Part {
  const part = partOf(combinator, path, applied);
  const { name, eventRank } = part.distribution;
  if (eventRank === 0 && kinds.includes(part.kind)) return part;
  const what =
    eventRank > 0
      ? 'draws vectors, and a distribution of numbers is needed'
      : part.kind === 'discrete'
        ? 'is one of whole numbers'
        : part.kind === 'mixed'
          ? 'has some of its probability at single points'
          : 'has a density, and one of whole numbers is needed';
  throw new CredenceError('combinator/kind', `${combinator}: ${path} ~ ${name} ${what}.${hint}`, {
    combinator,
    part: path,
    distribution: name,
  });
}

/** A parameter of the combinator itself. */
export interface OwnParameter extends ParameterSpec {
  readonly value: Value;
}

/** What a combinator says of the distribution that it makes. */
export interface Combined extends Omit<PlainDistribution, 'name' | 'method' | 'parameters' | 'arrange'> {
  /** `truncated`, and whatever stands in the brackets behind it. */
  readonly combinator: string;
  readonly of: string;
  readonly parts: readonly Part[];
  readonly own: Readonly<Record<string, OwnParameter | undefined>>;
  readonly arrange?: NonNullable<Distribution['arrange']>;
}

/** The distribution that a combinator makes, with all parameters. */
export function combined({ combinator, of, parts, own, arrange, ...functions }: Combined): AppliedDistribution<number> {
  const specs: Record<string, ParameterSpec> = {};
  const given: Record<string, Value | undefined> = {};
  for (const part of parts) {
    Object.assign(specs, part.specs);
    Object.assign(given, part.given);
  }
  for (const [name, parameter] of Object.entries(own)) {
    if (parameter === undefined) continue;
    const { value, ...spec } = parameter;
    specs[name] = spec;
    given[name] = value;
  }
  const arranging = arrange !== undefined || parts.some(({ distribution }) => distribution.arrange !== undefined);
  const title = `${combinator[0]?.toUpperCase() ?? ''}${combinator.slice(1)}`;
  const distribution = distributionOf({
    ...functions,
    name: `${title}(${of})`,
    method: `${combinator}Of${of.replace(/\W+/g, '_')}`,
    parameters: specs,
    ...(arranging
      ? {
          arrange: (all: Tensors) => {
            const arranged = parts.reduce((tensors, part) => part.arrange(tensors), all);
            return arrange?.(arranged) ?? arranged;
          },
        }
      : {}),
  });
  return new AppliedDistribution(distribution, given);
}
