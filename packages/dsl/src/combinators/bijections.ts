/** Bijections between intervals, for `transformed`. */
import {
  exp,
  log,
  log1p,
  logit as logitOf,
  logSigmoid,
  neg,
  pow,
  sigmoid as sigmoidOf,
  type Tensor,
} from '@credence/autodiff';
import { CredenceError, display } from '@credence/numerics';
import type { ParameterSpec } from '../distributions/distribution.js';
import { positiveParameter, realParameter } from '../distributions/parameters.js';
import type { GivenValues } from '../model/script.js';
import type { Value } from '../model/values.js';
import type { Support } from '../supports/index.js';

type Tensors = Readonly<Record<string, Tensor>>;
type Moments = { readonly mean: number; readonly variance: number };

/** y = forward(x), one to one and differentiable, element by element. */
export interface Bijection {
  readonly name?: string;
  /** y from x. */
  forward(x: Tensor, parameters: Tensors): Tensor;
  /** x from y. */
  inverse(y: Tensor, parameters: Tensors): Tensor;
  /** log |dy/dx| at x. */
  logJacobian(x: Tensor, parameters: Tensors): Tensor;
  /** Whether y grows with x. Without it the transformed distribution has no cdf. */
  readonly increasing?: boolean;
  /** Where x may lie. Default: everywhere. */
  readonly domain?: { readonly lower: number; readonly upper: number };
  /** Where y lies. Default: between the values at the ends of the base's support. */
  readonly image?: Support;
  /** Parameters of the bijection, by name, with their values. */
  readonly parameters?: Readonly<Record<string, ParameterSpec>>;
  readonly given?: GivenValues;
  /** Moments of y from those of x, where they follow. */
  moments?(of: Moments, parameters: Readonly<Record<string, number>>): Moments;
}

const infinity = Number.POSITIVE_INFINITY;
const positiveDomain = { lower: 0, upper: infinity };

/** y = loc + scale x, scale > 0. */
export function affine({ loc = 0, scale = 1 }: { readonly loc?: Value; readonly scale?: Value }): Bijection {
  return {
    name: 'affine',
    forward: (x, { loc, scale }) => x.mul(scale ?? 1).add(loc ?? 0),
    inverse: (y, { loc, scale }) => y.sub(loc ?? 0).div(scale ?? 1),
    logJacobian: (_, { scale }) => log(scale ?? 1),
    increasing: true,
    parameters: { loc: realParameter('shift, unit of y'), scale: positiveParameter('unit of y over unit of x') },
    given: { loc, scale },
    moments: ({ mean, variance }, { loc = 0, scale = 1 }) => ({
      mean: loc + scale * mean,
      variance: scale * scale * variance,
    }),
  };
}

/** y = -x */
export const negate: Bijection = {
  name: 'negate',
  forward: neg,
  inverse: neg,
  logJacobian: (x) => x.mul(0),
  increasing: false,
  moments: ({ mean, variance }) => ({ mean: -mean, variance }),
};

/** y = e^x */
const exponential: Bijection = {
  name: 'exp',
  forward: (x) => exp(x),
  inverse: (y) => log(y),
  logJacobian: (x) => x,
  increasing: true,
};

/** y = log x, x > 0 */
const logarithm: Bijection = {
  name: 'log',
  forward: (x) => log(x),
  inverse: (y) => exp(y),
  logJacobian: (x) => log(x).neg(),
  increasing: true,
  domain: positiveDomain,
};

/** y = log(x / (1 - x)), x in (0, 1) */
export const logit: Bijection = {
  name: 'logit',
  forward: (x) => logitOf(x),
  inverse: (y) => sigmoidOf(y),
  logJacobian: (x) => log(x).add(log1p(x.neg())).neg(),
  increasing: true,
  domain: { lower: 0, upper: 1 },
};

/** y = 1 / (1 + e^-x) */
export const sigmoid: Bijection = {
  name: 'sigmoid',
  forward: (x) => sigmoidOf(x),
  inverse: (y) => logitOf(y),
  logJacobian: (x) => logSigmoid(x).add(logSigmoid(x.neg())),
  increasing: true,
};

/**
 * y = x^exponent, x > 0
 * @param exponent a number other than 0
 * @throws CredenceError combinator/bijection
 */
export function power(exponent: number): Bijection {
  if (!Number.isFinite(exponent) || exponent === 0) {
    throw new CredenceError(
      'combinator/bijection',
      `power: the exponent must be a number other than 0, not ${display(exponent)}.`,
      { exponent },
    );
  }
  return {
    name: 'power',
    forward: (x) => pow(x, exponent),
    inverse: (y) => pow(y, 1 / exponent),
    logJacobian: (x) =>
      log(x)
        .mul(exponent - 1)
        .add(log(Math.abs(exponent))),
    increasing: exponent > 0,
    domain: positiveDomain,
  };
}

export { exponential as exp, logarithm as log };
