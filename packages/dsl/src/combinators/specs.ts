/** Specifications of parameters that several combinators have. */
import { equal } from '@credence/autodiff';
import type { ParameterSpec } from '../distributions/distribution.js';
import { probabilityParameter } from '../distributions/parameters.js';
import type { Kind } from './parts.js';

/**
 * A number; an infinite one stands for no bound.
 * @param kind of what is bounded: bounds of whole numbers count in steps
 */
export const boundParameter = (description: string, kind: Kind): ParameterSpec => ({
  description,
  constraint: {
    discrete: kind === 'discrete',
    text: 'a number',
    contains: (x) => equal(x, x),
    holds: (x) => !Number.isNaN(x),
    range: { lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY },
  },
});

/** The share of draws that come from the base. */
export const shareParameter: ParameterSpec = probabilityParameter('probability of a draw from the base');
