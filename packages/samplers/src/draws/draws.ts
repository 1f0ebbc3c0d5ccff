/** The draws of a run: chains x draws x dimension in columns, with statistics of every draw. */
import type { DrawBlock, Statistic } from '../block.js';
import type { ScalarChains } from '../diagnostics/chains.js';
import { ChainDraws } from './chainDraws.js';

/**
 * Chains grow on their own, block by block, so a run that was stopped, or lost a chain, leaves them of different lengths:
 * `chains` holds all there is, `shortest` and `scalar` the part that all chains have which drew anything.
 */
export class Draws {
  readonly chains: readonly ChainDraws[];

  constructor(
    chains: number,
    readonly dimension: number,
    /** Draws asked for, in each chain. */
    readonly expected: number,
  ) {
    this.chains = Array.from({ length: chains }, () => new ChainDraws(dimension, expected));
  }

  append(chain: number, block: DrawBlock): void {
    this.chains[chain]!.append(block);
  }

  /** Draws over all chains. */
  get total(): number {
    return this.chains.reduce((sum, chain) => sum + chain.length, 0);
  }

  /** Chains with at least one draw. */
  get nonEmpty(): readonly ChainDraws[] {
    return this.chains.filter((chain) => chain.length > 0);
  }

  /** Draws in the shortest chain that has any; 0 when none has. */
  get shortest(): number {
    const lengths = this.nonEmpty.map((chain) => chain.length);
    return lengths.length === 0 ? 0 : Math.min(...lengths);
  }

  /**
   * One dimension for the diagnostics: its first `shortest` draws in every chain that has any.
   * @example rHat(draws.scalar(0))
   */
  scalar(dimension: number): ScalarChains {
    const { shortest } = this;
    return this.nonEmpty.map((chain) => chain.column(dimension).subarray(0, shortest));
  }

  /** One statistic in the same way. */
  statistic(name: Statistic): ScalarChains {
    const { shortest } = this;
    return this.nonEmpty.map((chain) => chain.statistic(name).subarray(0, shortest));
  }
}
