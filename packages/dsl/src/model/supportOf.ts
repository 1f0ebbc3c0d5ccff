/** The support of a declared variable. */
import type { Tensor } from '@credence/autodiff';
import { CredenceError } from '@credence/numerics';
import type { Distribution } from '../distributions/distribution.js';
import type { Support } from '../supports/index.js';

/** Errors of its bounds get the variable's name in front. */
export function supportOf(
  title: string,
  distribution: Distribution,
  parameters: Readonly<Record<string, Tensor>>,
): Support {
  const { support } = distribution;
  if (typeof support !== 'function') return support;
  try {
    return support(parameters);
  } catch (failure) {
    if (!(failure instanceof CredenceError)) throw failure;
    const sentence = failure.message.replace(` [${failure.code}]`, '');
    throw new CredenceError(failure.code, `${title}: ${sentence}`, failure.details);
  }
}
