/**
 * The error that every package throws for a mistake of its caller: a sentence that says where, what and how to fix it,
 * and a stable code that programs and tests rely on.
 */

/** Named values behind an error, in full precision. */
export type ErrorDetails = Readonly<Record<string, unknown>>;

/**
 * @example throw new CredenceError('shape/broadcast', 'add cannot broadcast [8] with [3]. Shapes are aligned from the right.', { left: [8], right: [3] });
 */
export class CredenceError extends Error {
  override readonly name: string = 'CredenceError';

  /**
   * @param code stable and machine-readable, `area/what`, e.g. `shape/broadcast`; printed behind the sentence in brackets
   * @param sentence what happened, where, and what to do about it
   */
  constructor(
    readonly code: string,
    sentence: string,
    readonly details: ErrorDetails = {},
  ) {
    super(`${sentence} [${code}]`);
  }
}
