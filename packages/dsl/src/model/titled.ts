/** Puts the variable's name in front of errors of what a distribution computes. */
import { CredenceError } from '@credence/numerics';

/** What `run` gives; an error of it says of which variable it is. */
export function titled<T>(title: string, run: () => T): T {
  try {
    return run();
  } catch (failure) {
    if (!(failure instanceof CredenceError)) throw failure;
    const sentence = failure.message.replace(` [${failure.code}]`, '');
    throw new CredenceError(failure.code, `${title}: ${sentence}`, failure.details);
  }
}
