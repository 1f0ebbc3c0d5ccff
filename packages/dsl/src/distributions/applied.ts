/** A distribution with its parameters. */
import { evaluate, Tensor, where } from '@credence/autodiff';
import { CredenceError, display, keyFromSeed, type Rng, stream } from '@credence/numerics';
import { type ArrayData, dataArray } from '../model/arrays.js';
import { checkBounds, checkNumbers, checkParameters } from '../model/checks.js';
import { checkParameterNames, parameterShapes, readParameters } from '../model/parameters.js';
import type { GivenValues } from '../model/script.js';
import { eventSizes } from '../model/shapes.js';
import { supportOf } from '../model/supportOf.js';
import { literalOf, numberTensor, type Value } from '../model/values.js';
import { type EventDrawer, eventDrawer } from '../predict/eventDraws.js';
import { containsEvents } from '../supports/support.js';
import { cdfOf, type DensityFunction, logCdfOf, logSurvivalOf, supportAt } from './cumulative.js';
import type { Distribution } from './distribution.js';
import { bracketAt, levelOf, missingFunction, quantileByBisection } from './quantile.js';

/** Values that do not depend on a model. */
type Tensors = Readonly<Record<string, Tensor>>;

/**
 * A distribution with its parameters: numbers, arrays, tensors, variables of a model, or formulas as text. Made by
 * `distribution.dist(parameters)` and by combinators. `model.random(name, applied)` declares a variable of it.
 *
 * Where all parameters are numbers or arrays its functions can be computed. `R` is what a number gives: a number when all
 * parameters are numbers, else perhaps a row-major array of the shape that the parameters have together.
 *
 * @example
 * const waiting = distributions.gamma.dist({ alpha: 2, beta: 0.1 });
 * waiting.mean(); // 20
 * waiting.logProb([3, 5]);
 * model.random('t', waiting, { observed: times });
 */
export class AppliedDistribution<R extends number | Float64Array = number | Float64Array> {
  readonly kind = 'applied';

  /** @throws CredenceError distribution/unknown-parameter, distribution/missing-parameter, distribution/alternatives */
  constructor(
    readonly distribution: Distribution,
    readonly parameters: GivenValues,
  ) {
    checkParameterNames(distribution.name, distribution, parameters);
    Object.freeze(this);
  }

  /**
   * Log density (nats per unit of x) or log probability of x; -Infinity outside the support. An array broadcasts against the
   * parameters and gives a row-major array; the axis of a distribution of vectors is dropped.
   * @throws CredenceError distribution/not-numbers, distribution/parameter, support/bounds, shape/...
   */
  logProb(x: number): R;
  logProb(x: ArrayData): Float64Array;
  logProb(x: ArrayData): number | Float64Array {
    const { distribution } = this;
    return this.#compute('logProb', x, (value, parameters) => {
      const inside = containsEvents(supportAt(distribution, parameters), value, distribution.eventRank);
      return where(inside, distribution.logProb(value, parameters), Number.NEGATIVE_INFINITY);
    });
  }

  /** P(X <= x). @throws CredenceError distribution/missing-function and as `logProb` */
  cdf(x: number): R;
  cdf(x: ArrayData): Float64Array;
  cdf(x: ArrayData): number | Float64Array {
    return this.#compute('cdf', x, cdfOf(this.distribution));
  }

  /** log P(X <= x), with its digits in the lower tail. @throws CredenceError as `cdf` */
  logCdf(x: number): R;
  logCdf(x: ArrayData): Float64Array;
  logCdf(x: ArrayData): number | Float64Array {
    return this.#compute('logCdf', x, logCdfOf(this.distribution));
  }

  /** log P(X > x), with its digits in the upper tail. @throws CredenceError as `cdf` */
  logSurvival(x: number): R;
  logSurvival(x: ArrayData): Float64Array;
  logSurvival(x: ArrayData): number | Float64Array {
    return this.#compute('logSurvival', x, logSurvivalOf(this.distribution));
  }

  /**
   * The least x with P(X <= x) >= p, for p in [0, 1]; NaN elsewhere. A distribution without an inverse of its own is inverted
   * by bisection, as exactly as its log cdf is.
   * @throws CredenceError as `cdf`
   */
  icdf(p: number): R;
  icdf(p: ArrayData): Float64Array;
  icdf(p: ArrayData): number | Float64Array {
    const { distribution } = this;
    if (distribution.icdf !== undefined) return this.#compute('icdf', p, distribution.icdf.bind(distribution));
    if (cdfOf(distribution) === undefined || distribution.eventRank > 0) throw missingFunction(distribution, 'icdf');
    const probabilities = dataArray(p, `${distribution.name}, p`);
    const parameters = this.#numbers();
    const probability = literalOf({ ...probabilities, dtype: 'float64' });
    // The name of no parameter.
    const own = 'level of icdf';
    const invert = (_rng: Rng, { [own]: level, ...at }: Readonly<Record<string, number | Float64Array>>): number => {
      if (typeof level !== 'number' || !(level >= 0 && level <= 1)) return Number.NaN;
      return quantileByBisection(distribution, at, levelOf(level), bracketAt(distribution, at));
    };
    return this.#eachEvent(invert, { [own]: probability, ...parameters });
  }

  /** Mean of x, of every element of a vector or matrix. @throws CredenceError distribution/missing-function, distribution/not-numbers ... */
  mean(): R;
  mean(): number | Float64Array {
    return this.#moment('mean');
  }

  /** Variance of x, of every element of a vector or matrix. @throws CredenceError as `mean` */
  variance(): R;
  variance(): number | Float64Array {
    return this.#moment('variance');
  }

  /** Where the density is greatest. @throws CredenceError as `mean` */
  mode(): R;
  mode(): number | Float64Array {
    return this.#moment('mode');
  }

  /**
   * Draws, row-major.
   * @param source a seed, or a stream to go on with
   * @param count how many draws of the whole; without it one
   * @example distributions.normal.dist({ mu: 0, sigma: 1 }).random(7, 1000)
   * @throws CredenceError distribution/missing-function and as `logProb`
   */
  random(source: number | Rng): R;
  random(source: number | Rng, count: number): Float64Array;
  random(source: number | Rng, count?: number): number | Float64Array {
    const { distribution } = this;
    const { random } = distribution;
    if (random === undefined) throw missingFunction(distribution, 'random');
    const rng = typeof source === 'number' ? stream(keyFromSeed(source), 0) : source;
    return this.#eachEvent(random.bind(distribution), this.#numbers(), rng, count);
  }

  toString(): string {
    const given = Object.entries(this.parameters).flatMap(([name, value]) =>
      value === undefined ? [] : [`${name} = ${typeof value === 'string' ? value : display(value)}`],
    );
    return `${this.distribution.name}(${given.join(', ')})`;
  }

  #moment(what: 'mean' | 'variance' | 'mode'): number | Float64Array {
    const { eventMean, eventCovariance } = this.distribution;
    if (what === 'mean' && eventMean !== undefined) {
      return this.#eachEvent((_rng, at, shape = []) => eventMean.call(this.distribution, at, shape), this.#numbers());
    }
    if (what === 'variance' && eventCovariance !== undefined) {
      return this.#eachEvent((_rng, at, shape = []) => {
        const covariance = eventCovariance.call(this.distribution, at, shape);
        const size = Math.round(Math.sqrt(covariance.length));
        return Float64Array.from({ length: size }, (_, i) => covariance[i * (size + 1)] ?? Number.NaN);
      }, this.#numbers());
    }
    const moment = this.distribution[what];
    if (moment === undefined) throw missingFunction(this.distribution, what);
    return this.#eachEvent((_rng, parameters) => moment.call(this.distribution, parameters), this.#numbers());
  }

  /** A function of each event's parameters, over all of them. */
  #eachEvent(
    random: NonNullable<Distribution['random']>,
    parameters: Tensors,
    rng: Rng = stream(keyFromSeed(0), 0),
    count?: number,
  ): number | Float64Array {
    const distribution = { ...this.distribution, random };
    const { batch, event } = parameterShapes(distribution.name, distribution, parameters, noOnes);
    const shape = [...batch, ...eventSizes(distribution.name, event, undefined)];
    const size = shape.reduce((product, length) => product * length, 1);
    const variable = { shape, rank: shape.length };
    const draw: EventDrawer | undefined = eventDrawer({ distribution, parameters, variable });
    const out = new Float64Array(size * (count ?? 1));
    const values = evaluate(Object.values(parameters), {});
    for (let i = 0; i < (count ?? 1); i++) draw?.(rng, values, out.subarray(i * size, (i + 1) * size));
    return shape.length === 0 && count === undefined ? (out[0] ?? Number.NaN) : out;
  }

  #compute(what: string, x: ArrayData, build: DensityFunction | undefined): number | Float64Array {
    const { distribution } = this;
    if (build === undefined) throw missingFunction(distribution, what);
    const value = literalOf({ ...dataArray(x, `${distribution.name}, ${what}`), dtype: 'float64' });
    const parameters = this.#numbers();
    const result = build(value, parameters);
    const values = evaluate([result])[0] ?? new Float64Array(0);
    return typeof x === 'number' && result.rank === 0 ? (values[0] ?? Number.NaN) : values;
  }

  /** Parameters as literals, checked as those of a declaration. */
  #numbers(): Tensors {
    const { distribution } = this;
    const { name } = distribution;
    const parameters = readParameters(name, distribution, this.parameters, (value, key) =>
      literalTensor(name, key, value),
    );
    parameterShapes(name, distribution, parameters, noOnes);
    checkParameters(name, distribution, parameters, noData);
    checkBounds(name, supportOf(name, distribution, parameters), noData);
    return parameters;
  }
}

const noData = new Map<string, never>();
const noOnes = ({ shape }: Tensor) => shape.map(() => false);

function literalTensor(distribution: string, parameter: string, value: Value): Tensor {
  if (typeof value === 'number' || typeof value === 'boolean') return numberTensor(value);
  if (typeof value === 'string' || (value instanceof Tensor && value.binding !== 'literal')) {
    const what = typeof value === 'string' ? display(value) : 'a variable of a model, or made of some';
    throw new CredenceError(
      'distribution/not-numbers',
      `${distribution}: ${parameter} is ${what}, and only numbers can be computed with. Give numbers or arrays, or draw from the model.`,
      { distribution, parameter },
    );
  }
  if (value instanceof Tensor) return value;
  const array = dataArray(value, `${distribution}, ${parameter}`);
  checkNumbers(`${distribution}, ${parameter}`, array);
  return literalOf({ ...array, dtype: 'float64' });
}
