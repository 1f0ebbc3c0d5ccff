/** Check of the names of options: a mistyped option would be left out in silence. */
import { CredenceError } from './error.js';
import { closest, display } from './names.js';

/** Every name of a type's options, which the compiler holds to be complete. */
export type OptionNames<Options> = Readonly<Record<keyof Options, true>>;

/**
 * Every option must be known.
 *
 * @param where the function that was called, as in `sample(model, options)`
 * @param known names, or an object that has them as its keys
 * @param code of the error
 * @throws CredenceError option/unknown, or what `code` says
 * @example
 * const OPTIONS: OptionNames<LineOptions> = { xLabel: true, yLabel: true };
 * checkOptions('plotLine(series, options)', options, OPTIONS);
 */
export function checkOptions(
  where: string,
  options: object,
  known: readonly string[] | Readonly<Record<string, true>>,
  code = 'option/unknown',
): void {
  const names: readonly string[] = Array.isArray(known) ? known : Object.keys(known);
  if (typeof options !== 'object' || options === null) {
    throw new CredenceError(code, `${where}: options are an object, not ${display(options)}.`, { known: names });
  }
  for (const name of Object.keys(options)) {
    if (names.includes(name)) continue;
    const guess = closest(name, names);
    const hint = guess === undefined ? '' : ` Did you mean '${guess}'?`;
    throw new CredenceError(code, `${where} has no option '${name}'. Options: ${names.join(', ')}.${hint}`, {
      option: name,
      known: names,
    });
  }
}
