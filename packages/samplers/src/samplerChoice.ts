/** The sampler that settings choose, and whether the other settings go with it. */
import { CredenceError } from '@credence/numerics';
import type { ChainSettings } from './chainContract.js';
import { isOwnSampler, type Sampler, type SamplerChoice } from './sampler.js';
import { metropolis } from './walks/metropolis.js';
import { slice } from './walks/slice.js';

/** Settings of samplers with momenta. */
const HAMILTONIAN = ['metric', 'targetAccept', 'stepSize', 'metricMemory', 'maxTreeDepth'] as const;
const SAMPLERS = `'nuts', { kind: 'hmc', steps }, 'metropolis', 'slice', or a sampler of your own with the function begin`;

/** @throws CredenceError `sampler/settings`, with the setting's name and what it must be */
export function checkSetting(holds: boolean, name: string, value: unknown, wanted: string): void {
  if (holds) return;
  const shown = typeof value === 'object' ? JSON.stringify(value) : String(value);
  throw new CredenceError('sampler/settings', `${name} is ${shown}; it must be ${wanted}.`, { [name]: value });
}

/** The sampler, where it is not one with momenta. */
export function walkOf(sampler: SamplerChoice | undefined): Sampler | undefined {
  if (sampler === 'metropolis') return metropolis;
  if (sampler === 'slice') return slice;
  return isOwnSampler(sampler) ? sampler : undefined;
}

/** @throws CredenceError `sampler/settings` for no sampler, or settings that it does not use */
export function checkSampler(settings: ChainSettings): void {
  const { sampler } = settings;
  if (sampler === undefined || sampler === 'nuts') return;
  if (typeof sampler === 'object' && sampler !== null && 'kind' in sampler) {
    const { kind, steps } = sampler;
    checkSetting(kind === 'hmc', 'sampler', kind, SAMPLERS);
    checkSetting(Number.isSafeInteger(steps) && steps >= 1, 'steps', steps, 'a whole number of at least 1');
    checkUnused(settings, ['maxTreeDepth'], 'Hamiltonian Monte Carlo of a fixed number of steps');
    return;
  }
  const walk = walkOf(sampler);
  checkSetting(typeof walk?.begin === 'function' && typeof walk.name === 'string', 'sampler', sampler, SAMPLERS);
  checkUnused(settings, HAMILTONIAN, walk?.name ?? '');
}

function checkUnused(settings: ChainSettings, names: readonly (typeof HAMILTONIAN)[number][], sampler: string): void {
  for (const name of names) {
    checkSetting(settings[name] === undefined, name, settings[name], `left out: ${sampler} does not use it`);
  }
}
