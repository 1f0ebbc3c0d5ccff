/** Specifications of parameters in the words that errors use behind "must be". */
import { closedUnitInterval, counts, nonNegative, positive, real } from '../supports/index.js';
import type { ParameterSpec } from './distribution.js';

/** A finite number. */
export const realParameter = (description: string) =>
  ({ description, constraint: { ...real, text: 'finite' } }) satisfies ParameterSpec;

/** A number > 0. */
export const positiveParameter = (description: string) =>
  ({ description, constraint: { ...positive, text: '> 0' } }) satisfies ParameterSpec;

/** A number >= 0. */
export const nonNegativeParameter = (description: string) =>
  ({ description, constraint: { ...nonNegative, text: '>= 0' } }) satisfies ParameterSpec;

/** A number in [0, 1]. */
export const probabilityParameter = (description: string) =>
  ({ description, constraint: { ...closedUnitInterval, text: 'in [0, 1]' } }) satisfies ParameterSpec;

/** A whole number >= 0. */
export const countParameter = (description: string) =>
  ({ description, constraint: { ...counts, text: 'a whole number >= 0' } }) satisfies ParameterSpec;
