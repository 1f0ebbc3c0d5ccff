/** The chain of an ensemble as the draws of a run: each walker a chain. */
import {
  type ChainReport,
  createDrawBlock,
  Draws,
  type EnsembleResult,
  type RunResult,
  type StepSelection,
} from '@credence/samplers';

/** Copies the steps chosen. Of the statistics there is only the log density; those of Hamiltonian samplers are NaN or 0. */
export function runOfEnsemble(ensemble: EnsembleResult, { discard = 0, thin = 1 }: StepSelection): RunResult {
  const { walkers, dimension, steps } = ensemble;
  const length = Math.ceil((steps - discard) / thin);
  const draws = new Draws(walkers, dimension, length);
  const chains: ChainReport[] = [];
  for (let walker = 0; walker < walkers; walker++) {
    const block = createDrawBlock(dimension, length);
    const { logDensity, energy, energyError, acceptance, stepSize } = block.statistics;
    for (const none of [energy, energyError, acceptance, stepSize]) none.fill(Number.NaN);
    for (let i = 0; i < length; i++) {
      const at = (discard + i * thin) * walkers + walker;
      block.draws.set(ensemble.chain.subarray(at * dimension, (at + 1) * dimension), i * dimension);
      logDensity[i] = ensemble.logProbabilities[at] ?? Number.NaN;
    }
    block.length = length;
    draws.append(walker, block);
    chains.push({ chain: walker, status: ensemble.stopped ? 'stopped' : 'complete', drawn: length });
  }
  const { stopped, placement, wallSeconds } = ensemble;
  return { draws, chains, stopped, errors: [], placement, wallSeconds };
}
