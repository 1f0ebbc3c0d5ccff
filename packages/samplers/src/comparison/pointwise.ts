/** Log likelihoods of single observations, and what is summed over observations. */
import { CredenceError } from '@credence/numerics';
import { extentOf, type ScalarChains } from '../diagnostics/chains.js';
import { meanOf, squaresAbout } from '../diagnostics/sums.js';

/** Log likelihoods in nats: for every observation one array a chain, all of one length. */
export type PointwiseLogLikelihood = readonly ScalarChains[];

/** How an observation is called in sentences. */
export type ObservationName = (observation: number) => string;

/** By names where there are some, else by numbers from 0. */
export function observationNames(names: readonly string[] | undefined): ObservationName {
  return (observation) => names?.[observation] ?? String(observation);
}

/** A sum over observations with its standard error, in nats unless said otherwise. */
export interface EstimateWithError {
  readonly estimate: number;
  /** sqrt(n) times the standard deviation of the pointwise values; NaN for fewer than two observations. */
  readonly standardError: number;
}

/** Sum of pointwise values, and sqrt(n var) as its error: the observations are taken as a sample. */
export function sumWithError(pointwise: Float64Array): EstimateWithError {
  const count = pointwise.length;
  const estimate = sumOf(pointwise);
  const spread = squaresAbout(meanOf(pointwise, 0, count), pointwise, 0, count);
  return { estimate, standardError: count < 2 ? Number.NaN : Math.sqrt((count * spread) / (count - 1)) };
}

export function sumOf(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum;
}

/** All chains of one observation in one array. */
export function joined(chains: ScalarChains): Float64Array {
  const only = chains[0];
  if (chains.length === 1 && only !== undefined) return only;
  const draws = only?.length ?? 0;
  const all = new Float64Array(chains.length * draws);
  chains.forEach((chain, c) => {
    all.set(chain, c * draws);
  });
  return all;
}

/**
 * Draws in all chains together.
 *
 * @throws CredenceError comparison/no-observations, comparison/no-draws, comparison/ragged, comparison/not-finite (NaN and
 * +Infinity; -Infinity, an observation that a draw holds impossible, is allowed)
 */
export function checkLogLikelihood(logLikelihood: PointwiseLogLikelihood, nameOf: ObservationName): number {
  const first = logLikelihood[0];
  if (first === undefined) {
    throw new CredenceError(
      'comparison/no-observations',
      'There is no log likelihood of any observation. Declare at least one observed variable.',
    );
  }
  const { chains, draws } = extentOf(first);
  if (draws === 0) throw new CredenceError('comparison/no-draws', 'The log likelihood has no draws.');
  logLikelihood.forEach((columns, observation) => {
    const extent = extentOf(columns);
    if (extent.chains !== chains || extent.draws !== draws) {
      throw new CredenceError(
        'comparison/ragged',
        `Observation ${nameOf(observation)} has ${extent.chains} chains x ${extent.draws} draws, observation ${nameOf(0)} has ${chains} x ${draws}. All need the same draws.`,
        { observation, extent, first: { chains, draws } },
      );
    }
    columns.forEach((chain, c) => {
      const draw = chain.findIndex((value) => !(value < Number.POSITIVE_INFINITY));
      if (draw === -1) return;
      throw new CredenceError(
        'comparison/not-finite',
        `The log likelihood of observation ${nameOf(observation)} is ${chain[draw]} in draw ${draw} of chain ${c}. It must be a number below Infinity; check the model there with debug().`,
        { observation, chain: c, draw, value: chain[draw] },
      );
    });
  });
  return chains * draws;
}
