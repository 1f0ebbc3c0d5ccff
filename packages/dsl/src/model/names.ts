/** Rules for the names of variables, data and dimensions. */
import { CredenceError } from '@credence/numerics';

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

/** A value as it would be written in code, cut to a readable length. */
export function display(value: unknown): string {
  if (typeof value === 'string') return value.length > 40 ? `'${value.slice(0, 37)}...'` : `'${value}'`;
  if (typeof value === 'number' || typeof value === 'boolean' || value === undefined || value === null)
    return String(value);
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return `an array of ${value.length}`;
  return `a value of type ${typeof value}`;
}

/** The closest of some names to a mistyped one, or undefined when none is close. Of short names little may differ. */
export function closest(name: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = 1 + (name.length < 5 ? Math.min(1, name.length - 1) : Math.max(2, Math.floor(name.length / 3)));
  for (const candidate of candidates) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitution, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
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
