/** Specifications of parameters in the words that errors use behind "must be". */
import type { Constraint } from '../supports/index.js';
import { closedUnitInterval, counts, nonNegative, positive, real } from '../supports/index.js';
import type { ParameterSpec } from './distribution.js';

/** A finite number. */
export const realParameter = (description: string): ParameterSpec => ({
  description,
  constraint: { ...real, text: 'finite' },
});

/** A number > 0. */
export const positiveParameter = (description: string): ParameterSpec => ({
  description,
  constraint: { ...positive, text: '> 0' },
});

/** A number >= 0. */
export const nonNegativeParameter = (description: string): ParameterSpec => ({
  description,
  constraint: { ...nonNegative, text: '>= 0' },
});

/** A number in [0, 1]. */
export const probabilityParameter = (description: string): ParameterSpec => ({
  description,
  constraint: { ...closedUnitInterval, text: 'in [0, 1]' },
});

/** A whole number >= 0. */
export const countParameter = (description: string): ParameterSpec => ({
  description,
  constraint: { ...counts, text: 'a whole number >= 0' },
});

/** A condition on whole events: that they lie in a set of vectors or matrices. */
export const wholeIn = (text: string, { fault }: Constraint): NonNullable<ParameterSpec['whole']> => ({
  text,
  holds: (event, shape) => fault?.(event, shape, () => Number.NaN) === undefined,
  found: (event, shape) => fault?.(event, shape, () => Number.NaN) ?? 'is',
});
