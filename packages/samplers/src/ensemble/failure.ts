/** The error that ends a run of an ensemble: what went wrong, and the steps made before it. */
import { CredenceError } from '@credence/numerics';
import type { EnsembleResult } from './result.js';

/**
 * Rejects a run that an evaluation has ended: a value that is no log probability, what the function threw (then the `cause`), or
 * a worker that died. The step that it ended is taken back, so that `result.last` is where a run can go on.
 *
 * @example
 * try {
 *   await sampleEnsemble(options);
 * } catch (error) {
 *   if (!(error instanceof EnsembleFailure)) throw error;
 *   await sampleEnsemble({ ...options, start: error.result.last, invalid: 'reject' });
 * }
 */
export class EnsembleFailure extends CredenceError {
  constructor(
    cause: unknown,
    /** What there is: all steps made before, `stopped`. */
    readonly result: EnsembleResult,
  ) {
    const { code, sentence, details } = parts(cause);
    const { steps, walkers } = result;
    super(
      code,
      `${sentence} The ${steps} steps of ${walkers} walkers that were kept before are the error's result; start: error.result.last goes on from them.`,
      details,
    );
    this.cause = cause;
  }
}

function parts(cause: unknown): Pick<CredenceError, 'code' | 'details'> & { readonly sentence: string } {
  if (cause instanceof CredenceError) {
    const { code, message, details } = cause;
    const sentence = message.replace(` [${code}]`, '');
    return { code, sentence: sentence.endsWith('.') ? sentence : `${sentence}.`, details };
  }
  return { code: 'ensemble/evaluation', sentence: `The log probability threw: ${String(cause)}.`, details: {} };
}
