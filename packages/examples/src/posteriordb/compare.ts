/** How far draws are from reference draws: differences of summaries over the Monte Carlo errors of both. */
import type { Posterior } from '@credence/dsl';
import { mcseMean, mcseQuantile, mcseSd, quantileOf } from '@credence/samplers';
import type { Reference, ReferenceQuantity } from './database.js';

export interface Score {
  /** `beta[1] mean` */
  readonly name: string;
  readonly z: number;
}

/** Quantiles that references have, by name. */
const QUANTILES: Readonly<Record<string, number>> = { q5: 0.05, q50: 0.5, q95: 0.95 };

/** A score for mean and sd of each quantity; quantiles too where the reference has no errors of the sd. */
export function scoresOf(posterior: Posterior, { parameters }: Reference): readonly Score[] {
  return Object.entries(parameters).flatMap(([name, reference]) => {
    const chains = chainsOf(posterior, name);
    const scores = [score(`${name} mean`, meanOf(chains), mcseMean(chains), reference, 'mean')];
    if ('mcse_sd' in reference) scores.push(score(`${name} sd`, sdOf(chains), mcseSd(chains), reference, 'sd'));
    else {
      for (const [key, probability] of Object.entries(QUANTILES)) {
        if (!(`mcse_${key}` in reference)) continue;
        const error = mcseQuantile(chains, probability);
        scores.push(score(`${name} ${key}`, quantileOf(chains, probability), error, reference, key));
      }
    }
    return scores;
  });
}

function score(name: string, value: number, error: number, reference: ReferenceQuantity, key: string): Score {
  const [expected = Number.NaN, other = Number.NaN] = [reference[key], reference[`mcse_${key}`]];
  return { name, z: (value - expected) / Math.sqrt(error ** 2 + other ** 2) };
}

/** Draws of `beta[1]`, whose indices begin with 1. */
function chainsOf(posterior: Posterior, name: string): readonly Float64Array[] {
  const [, variable = name, index] = /^(.*)\[(\d+)\]$/.exec(name) ?? [];
  const array = posterior.toInferenceData().group('posterior').variable(variable);
  return array.column(index === undefined ? 0 : Number(index) - 1).map((chain) => Float64Array.from(chain));
}

function meanOf(chains: readonly Float64Array[]): number {
  const total = chains.reduce((sum, chain) => sum + chain.reduce((own, value) => own + value, 0), 0);
  return total / chains.reduce((count, { length }) => count + length, 0);
}

function sdOf(chains: readonly Float64Array[]): number {
  const mean = meanOf(chains);
  const squares = chains.reduce((sum, chain) => sum + chain.reduce((own, value) => own + (value - mean) ** 2, 0), 0);
  return Math.sqrt(squares / (chains.reduce((count, { length }) => count + length, 0) - 1));
}
