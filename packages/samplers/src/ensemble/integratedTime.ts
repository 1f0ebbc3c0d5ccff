/** Integrated autocorrelation time of an ensemble's walkers. */
import { checkOptions, type OptionNames } from '@credence/numerics';
import { summedAutocorrelations } from '../diagnostics/autocovarianceTransform.js';
import { extentOf, type ScalarChains } from '../diagnostics/chains.js';

export interface IntegratedTimeOptions {
  /** The window ends at the first lag of at least c times the time summed up to it, and of at least c. Default 5. */
  readonly c?: number;
}

/**
 * tau = 1 + 2 sum rho(t) over a window that grows with tau: the number of steps that count as one independent draw of every
 * walker. A chain of N steps gives it to about sqrt((4 M + 2) / (N walkers)) of itself, M being the window.
 *
 * Autocovariances are summed over the walkers, about the mean over all of them: they have one distribution. emcee takes each
 * walker's own mean, which makes the time of a short chain too small, and gives NaN when one walker never moved.
 *
 * @param chains one quantity: one array a walker, equally long
 * @returns steps; NaN when a value is not finite, all are equal, or there are fewer than two steps
 *
 * Source: Sokal (1997), Monte Carlo methods in statistical mechanics, in Functional Integration, p. 16; Goodman & Weare (2010),
 * section 3.
 */
export function integratedTime(chains: ScalarChains, options: IntegratedTimeOptions = {}): number {
  checkOptions('integratedTime(chains, options)', options, OPTIONS);
  const { c = 5 } = options;
  const { chains: count, draws } = extentOf(chains);
  if (draws < 2) return Number.NaN;
  const pivot = chains[0]![0]!;
  let sum = 0;
  for (const chain of chains) for (let i = 0; i < draws; i++) sum += chain[i]! - pivot;
  const mean = sum / (count * draws);
  const centred = new Float64Array(count * draws);
  let largest = 0;
  for (const [w, chain] of chains.entries()) {
    for (let i = 0; i < draws; i++) {
      const value = chain[i]! - pivot - mean;
      centred[w * draws + i] = value;
      largest = Math.max(largest, Math.abs(value));
    }
  }
  const unit = largest > 1e100 || largest < 1e-100 ? largest : 1; // squares neither overflow nor vanish
  if (unit !== 1) for (let i = 0; i < centred.length; i++) centred[i] = centred[i]! / unit;
  const covariances = summedAutocorrelations(centred, count, draws, draws);
  const variance = covariances[0]!;
  if (!(variance > 0 && variance < Number.POSITIVE_INFINITY) || isConstant(chains)) return Number.NaN;
  let tau = 1;
  for (let lag = 1; lag < draws && lag - 1 < c * Math.max(1, tau); lag++) tau += (2 * covariances[lag]!) / variance;
  return tau;
}

function isConstant(chains: ScalarChains): boolean {
  const first = chains[0]![0];
  return chains.every((chain) => chain.every((value) => value === first));
}

const OPTIONS: OptionNames<IntegratedTimeOptions> = { c: true };
