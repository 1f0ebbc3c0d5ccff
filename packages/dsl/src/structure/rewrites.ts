/** Which rewrites of a model's structure are made. */
import { CredenceError, checkOptions, display, type OptionNames } from '@credence/numerics';
import type { RewriteName } from './pass.js';

/** Every rewrite: of the model's structure, and of its compiled density. */
type Name = RewriteName | 'sufficientStatistics';

/** Rewrites that may be switched off; each is made unless it is false. */
export type Rewrites = Readonly<Partial<Record<Name, boolean>>>;

/** Which are made, by name. */
export type EnabledRewrites = Readonly<Record<Name, boolean>>;

const NAMES: OptionNames<EnabledRewrites> = { sumDiscrete: true, marginalize: true, sufficientStatistics: true };

/**
 * @param given options, or false for none at all
 * @throws CredenceError model/option
 */
export function enabledRewrites(where: string, given: Rewrites | boolean = true): EnabledRewrites {
  const every = (isOn: boolean) => ({ sumDiscrete: isOn, marginalize: isOn, sufficientStatistics: isOn });
  if (typeof given === 'boolean') return every(given);
  checkOptions(`${where}, rewrites:`, given, NAMES, 'model/option');
  for (const [name, isOn] of Object.entries(given)) {
    if (typeof isOn === 'boolean') continue;
    throw new CredenceError(
      'model/option',
      `${where}: rewrites.${name} is ${display(isOn)}; it must be true or false.`,
      {
        name,
      },
    );
  }
  return { ...every(true), ...given };
}
