/** Which rewrites of a model's structure are made. */
import type { OptionNames } from '@credence/numerics';
import { checkSwitches } from '../compile/switches.js';
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
  checkSwitches({ names: `${where}, rewrites:`, values: `${where}: rewrites` }, given, NAMES, 'model/option');
  return { ...every(true), ...given };
}
