/** The error for a parameter outside its range. */

import { CredenceError } from '../error.js';

export function parameterError(
  distribution: string,
  parameter: string,
  requirement: string,
  value: number,
): CredenceError {
  return new CredenceError(
    'random/parameter',
    `${distribution}: ${parameter} must be ${requirement}, but it is ${String(value)}.`,
    { distribution, parameter, value },
  );
}

/** @throws CredenceError `random/parameter` */
export function checkPositive(distribution: string, parameter: string, value: number): void {
  if (!(value > 0 && value < Infinity)) throw parameterError(distribution, parameter, '> 0 and finite', value);
}

/** @throws CredenceError `random/parameter` */
export function checkCount(distribution: string, parameter: string, value: number): void {
  if (!(Number.isSafeInteger(value) && value >= 0)) {
    throw parameterError(distribution, parameter, 'a whole number in [0, 2^53)', value);
  }
}
