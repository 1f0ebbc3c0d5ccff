/** Options that hold for all elements, for a variable or for one element. */
import type { Element } from '../source/select.js';

/** One value, or values by the names of variables (`mu`) and elements (`mu[3]`). */
export type ByElement<T> = T | Readonly<Record<string, T>>;

/** The value for an element: its own, else its variable's, else the one for all. */
export function valueFor<T extends number | readonly number[] | object>(
  given: ByElement<T> | undefined,
  { name, variable }: Pick<Element, 'name' | 'variable'>,
): T | undefined {
  if (given === undefined) return undefined;
  if (!isRecord(given)) return given;
  return given[name] ?? given[variable];
}

/** Records are told from values by what they hold: bounds have numbers under `lower` and `upper`. */
function isRecord<T>(given: ByElement<T>): given is Readonly<Record<string, T>> {
  return (
    typeof given === 'object' && given !== null && !Array.isArray(given) && !('lower' in given) && !('upper' in given)
  );
}
