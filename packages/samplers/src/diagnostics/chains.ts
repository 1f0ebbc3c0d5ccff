/** One scalar quantity over chains, and when a diagnostic of it has no value. */
import { CredenceError } from '@credence/numerics';

/** Draws of one scalar quantity: one array a chain, all of the same length, warm-up left out. */
export type ScalarChains = readonly Float64Array[];

/** Why a diagnostic is NaN. */
export type UndefinedReason = 'not-finite' | 'constant' | 'too-few-draws';

/** Draws a half chain must have before an autocorrelation time can be estimated from it. */
export const MINIMUM_HALF = 6;

/**
 * Number of chains and of draws in each.
 *
 * @throws CredenceError `diagnostics/no-chains` without chains, `diagnostics/ragged` when their lengths differ.
 */
export function extentOf(chains: ScalarChains): { readonly chains: number; readonly draws: number } {
  const first = chains[0];
  if (first === undefined) {
    throw new CredenceError(
      'diagnostics/no-chains',
      'Diagnostics need at least one chain; the list of chains is empty.',
    );
  }
  const ragged = chains.findIndex((chain) => chain.length !== first.length);
  if (ragged !== -1) {
    const lengths = chains.map((chain) => chain.length);
    throw new CredenceError(
      'diagnostics/ragged',
      `Diagnostics compare chains of one length; chain 0 has ${lengths[0]} draws and chain ${ragged} has ${lengths[ragged]}. Cut them to the shortest first.`,
      { lengths },
    );
  }
  return { chains: chains.length, draws: first.length };
}

/** The reason for which a diagnostic of these chains is NaN, if it is: no value is made up for it. */
export function undefinedReason(chains: ScalarChains): UndefinedReason | undefined {
  const { draws } = extentOf(chains);
  const first = chains[0]?.[0];
  let constant = true;
  for (const chain of chains) {
    for (let i = 0; i < draws; i++) {
      const value = chain[i]!;
      if (value - value !== 0) return 'not-finite';
      if (value !== first) constant = false;
    }
  }
  if (draws < 2 * MINIMUM_HALF) return 'too-few-draws';
  return constant ? 'constant' : undefined;
}

/** A sentence for a reason, to print beside a missing value. */
export function describeReason(reason: UndefinedReason): string {
  switch (reason) {
    case 'not-finite':
      return 'some draws are NaN or infinite';
    case 'constant':
      return 'all draws (or all indicators of the quantile) are equal';
    case 'too-few-draws':
      return `fewer than ${2 * MINIMUM_HALF} draws a chain`;
  }
}
