/** The parameters that a distribution is shown at. */
import { CredenceError } from '@credence/numerics';

export interface Drawn {
  readonly parameters: Readonly<Record<string, number | readonly number[] | readonly (readonly number[])[]>>;
  /** As it is written: `alpha: 2, beta: 5`. */
  readonly text: string;
}

/**
 * Reads `{ mu: 0, sigma: 1 }, { mu: 0, tau: 4 }; shape [100]`.
 * @throws CredenceError reference/drawn
 */
export function drawnOf(text: string): { readonly all: readonly Drawn[]; readonly shape: readonly number[] } {
  const [sets = '', shape = 'shape []'] = text.split(/;\s*(?=shape)/);
  try {
    const all = [...sets.matchAll(/\{([^}]*)\}/g)].map(([, inside = '']): Drawn => {
      const own = inside.trim();
      return { parameters: JSON.parse(`{${own.replaceAll(/(\w+):/g, '"$1":')}}`), text: own };
    });
    if (all.length === 0) throw new Error('there are none');
    return { all, shape: JSON.parse(shape.replace('shape', '')) };
  } catch (cause) {
    throw new CredenceError('reference/drawn', `@drawn cannot be read: ${text} (${String(cause)})`, { text });
  }
}
