/** Rules for the names of variables, data and dimensions. */
import { CredenceError, display } from '@credence/numerics';

/**
 * Any text without brackets and commas, which mark indices as in `theta[2,1]`, and without #, and not only white space.
 * @throws CredenceError model/name
 */
export function checkName(name: unknown, what: string): void {
  if (typeof name !== 'string' || name.trim() === '') {
    throw new CredenceError('model/name', `The name of a ${what} must be a non-empty text, not ${display(name)}.`, {
      name,
    });
  }
  if (/[[\],#\n]/.test(name) || name !== name.trim()) {
    throw new CredenceError(
      'model/name',
      `The name '${name}' of a ${what} may not hold brackets, commas, # or line breaks, nor start or end with a space.`,
      { name },
    );
  }
}

/** Flat index -> `[2,1]` in an array of this shape; nothing for a scalar. */
export function indexText(flat: number, shape: readonly number[]): string {
  if (shape.length === 0) return '';
  const index: number[] = [];
  let rest = flat;
  for (const size of shape.toReversed()) {
    index.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return `[${index.join(',')}]`;
}
