/** What is said of values that a distribution does not take: the texts that a user reads, distribution by distribution. */
import { CredenceError } from '@credence/numerics';
import type { CompiledModel } from '../compile/compiledModel.js';
import type { Distribution } from '../distributions/distribution.js';
import type { Support } from '../supports/index.js';

/**
 * The error of a constant parameter out of range names the variable, the parameter, its value, its range and its meaning.
 * @throws Error where it does not
 */
export function checkParameterText(distribution: Distribution, key: string, value: number, failure: unknown): void {
  if (!(failure instanceof CredenceError && ['distribution/parameter', 'support/bounds'].includes(failure.code))) {
    throw new Error(`${key} = ${value} was not refused: ${String(failure)}`);
  }
  const spec = distribution.parameters[key];
  const parts =
    failure.code === 'support/bounds'
      ? [key]
      : [`${key} must be ${spec?.constraint.text}, and is ${value}. ${key} is the ${spec?.description}.`];
  for (const part of [` ~ ${distribution.name}: `, ...parts]) {
    if (!failure.message.includes(part)) throw new Error(`the error does not say '${part}': ${failure.message}`);
  }
}

/**
 * Where a parameter varies and leaves its range, the report of the terms names it with its value and range, and the place where
 * the variable was declared.
 */
export function checkReport(
  distribution: Distribution,
  compiled: CompiledModel,
  variable: string,
  key: string,
  value: number,
): void {
  const broken = compiled.debug({ varying: value }).broken.find(({ name }) => name === variable);
  const reason = broken?.reason ?? 'nothing';
  const { constraint } = distribution.parameters[key] ?? {};
  const expected = `${key} = ${value} must be ${constraint?.text}`;
  if (!reason.includes(expected)) throw new Error(`the report says '${reason}', not '${expected}'`);
  if (broken?.declared === undefined) throw new Error('the report does not say where the variable was declared');
}

/** The error of an observed value outside the support names its place, the value and the support. */
export function checkDataText(distribution: Distribution, support: Support, value: number, failure: unknown): void {
  const [code, text] = Number.isNaN(value)
    ? ['data/nan', 'observed[1] is NaN']
    : support.discrete === true && !Number.isInteger(value)
      ? ['data/integer', `observed[1] = ${value} is no whole number, and must lie in ${support.text}.`]
      : ['data/support', `observed[1] = ${value} lies outside ${support.text}`];
  if (!(failure instanceof CredenceError && failure.code === code)) {
    throw new Error(`the observed value ${value} was not refused by ${code}: ${String(failure)}`);
  }
  for (const part of [` ~ ${distribution.name}: `, text]) {
    if (!failure.message.includes(part)) throw new Error(`the error does not say '${part}': ${failure.message}`);
  }
}
