/** Check of options that are each true or false. */
import { CredenceError, checkOptions, display } from '@credence/numerics';

/**
 * Every name must be known, and every value true or false.
 *
 * @param where.names the function and option, as in the error of a name that is not known
 * @param where.values the same before `.name`, as in the error of another value
 * @throws CredenceError of the given code
 */
export function checkSwitches(
  where: { readonly names: string; readonly values: string },
  switches: object,
  known: Readonly<Record<string, true>>,
  code: string,
): void {
  checkOptions(where.names, switches, known, code);
  for (const [name, isOn] of Object.entries(switches)) {
    if (typeof isOn === 'boolean') continue;
    throw new CredenceError(code, `${where.values}.${name} is ${display(isOn)}; it must be true or false.`, { name });
  }
}
