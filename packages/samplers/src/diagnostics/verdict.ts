/** Whether a run can be trusted: the usual checks as data, each with a sentence for people. */

/** What went wrong, or could not be checked. */
export type FindingKind =
  | 'few-chains'
  | 'divergences'
  | 'r-hat'
  | 'ess-bulk'
  | 'ess-tail'
  | 'energy'
  | 'tree-depth'
  | 'undefined'
  | 'failed-chains'
  | 'stuck-chains'
  | 'no-draws'
  /** Of an ensemble: fewer steps than 50 autocorrelation times. */
  | 'short-chain';

export interface Finding {
  readonly kind: FindingKind;
  /** What was found and what to do about it. */
  readonly sentence: string;
  /** Names of the quantities, worst first, or numbers of the chains concerned. */
  readonly where: readonly (string | number)[];
  /** The worst value: largest R-hat, smallest ESS or E-BFMI, number of divergences, share of deep trees. */
  readonly worst: number;
}

export interface Verdict {
  /** No finding but perhaps `few-chains` and `undefined`. */
  readonly converged: boolean;
  readonly findings: readonly Finding[];
  /** The findings' sentences, or one that says all is well. */
  readonly text: string;
}

export interface VerdictInput {
  /** Diagnostics of every scalar quantity, by name. */
  readonly quantities: readonly {
    readonly name: string;
    readonly rHat: number;
    readonly essBulk: number;
    readonly essTail: number;
  }[];
  /** One entry a chain. */
  readonly chains: readonly {
    readonly draws: number;
    /** Draws whose trajectory diverged. */
    readonly divergences: number;
    /** Draws whose tree was stopped at its greatest depth. */
    readonly deepTrees: number;
    /** Mean and standard deviation of the log density of its draws (nats); left out where it is not known. */
    readonly logDensity?: { readonly mean: number; readonly sd: number };
    /** Left out where the sampler has no momenta. */
    readonly energyFraction?: number;
    readonly failed?: boolean;
  }[];
}

export interface VerdictThresholds {
  /** Largest R-hat accepted. Default 1.01. */
  readonly rHat?: number;
  /** Smallest bulk and tail ESS accepted, for each chain. Default 100. */
  readonly essPerChain?: number;
  /** Smallest E-BFMI accepted. Default 0.3. */
  readonly energyFraction?: number;
  /** Largest share of trees at their greatest depth accepted. Default 0.05. */
  readonly deepTrees?: number;
}

/**
 * A chain is stuck when its mean log density lies so many nats, and so many standard deviations of the best chain's, below that
 * chain's: e^-10 of its probability at most, unless the mode is wider by e^10.
 */
const STUCK = 10;
const STUCK_SDS = 5;

/** The log density of a chain. */
interface Level {
  readonly chain: number;
  readonly mean: number;
  readonly sd: number;
}

/**
 * Checks divergences (none accepted), chains that are stuck in a minor mode, R-hat, bulk and tail ESS, E-BFMI and tree depth.
 *
 * Source of the thresholds: Vehtari et al. (2021), Bayesian Analysis 16(2); Betancourt (2017), A conceptual introduction to
 * Hamiltonian Monte Carlo, arXiv:1701.02434.
 */
export function convergenceVerdict(input: VerdictInput, thresholds: VerdictThresholds = {}): Verdict {
  const { quantities, chains } = input;
  const { rHat = 1.01, essPerChain = 100, energyFraction = 0.3, deepTrees = 0.05 } = thresholds;
  const findings: Finding[] = [];
  const momenta = chains.some((chain) => chain.energyFraction !== undefined);
  const used = chains.filter((chain) => chain.draws > 0);
  const total = used.reduce((sum, chain) => sum + chain.draws, 0);
  const which = (test: (chain: VerdictInput['chains'][number]) => boolean) =>
    chains.flatMap((chain, c) => (chain.draws > 0 && test(chain) ? [c] : []));

  const failed = chains.flatMap((chain, c) => (chain.failed === true ? [c] : []));
  if (failed.length > 0) {
    findings.push({
      kind: 'failed-chains',
      sentence: `${named('Chain', failed)} failed; the result rests on what the others drew.`,
      where: failed,
      worst: failed.length,
    });
  }
  if (total === 0) {
    findings.push({ kind: 'no-draws', sentence: 'No draws were made.', where: [], worst: 0 });
    return verdictOf(findings, momenta);
  }

  const best = chains.reduce<Level | undefined>((found, { draws, logDensity }, chain) => {
    if (draws === 0 || logDensity === undefined || !(logDensity.mean > (found?.mean ?? Number.NEGATIVE_INFINITY)))
      return found;
    return { chain, ...logDensity };
  }, undefined);
  const depthOf = (chain: VerdictInput['chains'][number]) => (best?.mean ?? 0) - (chain.logDensity?.mean ?? Number.NaN);
  const stuck = best === undefined ? [] : which((chain) => depthOf(chain) > STUCK + STUCK_SDS * best.sd);
  if (best !== undefined && stuck.length > 0) {
    const worst = Math.max(...stuck.map((c) => depthOf(chains[c]!)));
    findings.push({
      kind: 'stuck-chains',
      sentence: `${named('Chain', stuck)} ${stuck.length === 1 ? 'stays' : 'stay'} up to ${fixed(worst, 0)} nats below chain ${best.chain} in log density: a minor mode, whose probability is as nothing beside it, and which spoils all results. Begin elsewhere (initial), or run again with another seed.`,
      where: stuck,
      worst,
    });
  }

  const diverged = which((chain) => chain.divergences > 0);
  if (diverged.length > 0) {
    const count = used.reduce((sum, chain) => sum + chain.divergences, 0);
    findings.push({
      kind: 'divergences',
      sentence: `${count} of ${total} draws ended in a divergence (${named('chain', diverged)}): regions of high curvature may be missed. Raise targetAccept, or parameterise the model anew (non-centred where data are few).`,
      where: diverged,
      worst: count,
    });
  }

  const poor = quantities.filter((one) => one.rHat > rHat).sort((a, b) => b.rHat - a.rHat);
  if (poor.length > 0) {
    findings.push({
      kind: 'r-hat',
      sentence: `R-hat is above ${rHat} for ${listed(poor)} (largest ${fixed(poor[0]!.rHat, 3)}): the chains do not agree. Draw more, or parameterise the model anew.`,
      where: poor.map((one) => one.name),
      worst: poor[0]!.rHat,
    });
  }
  const least = essPerChain * used.length;
  for (const [kind, key, label, use] of [
    ['ess-bulk', 'essBulk', 'Bulk', 'means and medians'],
    ['ess-tail', 'essTail', 'Tail', 'intervals'],
  ] as const) {
    const low = quantities.filter((one) => one[key] < least).sort((a, b) => a[key] - b[key]);
    if (low.length === 0) continue;
    findings.push({
      kind,
      sentence: `${label} effective sample size is below ${least} (${essPerChain} a chain) for ${listed(low)} (smallest ${fixed(low[0]![key], 0)}): ${use} and the other diagnostics are uncertain. Draw more.`,
      where: low.map((one) => one.name),
      worst: low[0]![key],
    });
  }

  const slow = which((chain) => (chain.energyFraction ?? 1) < energyFraction);
  if (slow.length > 0) {
    const worst = Math.min(...slow.map((c) => chains[c]!.energyFraction ?? 1));
    findings.push({
      kind: 'energy',
      sentence: `E-BFMI is below ${energyFraction} in ${named('chain', slow)} (smallest ${fixed(worst, 2)}): heavy tails or a funnel are explored slowly. Parameterise the model anew.`,
      where: slow,
      worst,
    });
  }
  const deep = which((chain) => chain.deepTrees > deepTrees * chain.draws);
  if (deep.length > 0) {
    const worst = Math.max(...deep.map((c) => chains[c]!.deepTrees / chains[c]!.draws));
    findings.push({
      kind: 'tree-depth',
      sentence: `More than ${fixed(100 * deepTrees, 0)} % of trajectories were cut at the greatest tree depth in ${named('chain', deep)} (at most ${fixed(100 * worst, 0)} %): sampling is slow, not wrong. Raise maxTreeDepth, or scale the parameters alike.`,
      where: deep,
      worst,
    });
  }

  const unchecked = quantities.filter((one) => [one.rHat, one.essBulk].some(Number.isNaN));
  if (unchecked.length > 0) {
    findings.push({
      kind: 'undefined',
      sentence: `R-hat and effective sample size do not exist for ${listed(unchecked)}: draws that are constant, not finite or too few.`,
      where: unchecked.map((one) => one.name),
      worst: Number.NaN,
    });
  }
  if (used.length === 1) {
    findings.push({
      kind: 'few-chains',
      sentence: 'Only one chain was drawn: it is compared with itself by halves. Four chains show more.',
      where: [],
      worst: 1,
    });
  }
  return verdictOf(findings, momenta);
}

function verdictOf(findings: readonly Finding[], momenta: boolean): Verdict {
  const converged = findings.every(({ kind }) => kind === 'few-chains' || kind === 'undefined');
  const sentences = findings.map(({ sentence }) => sentence);
  const fine = momenta
    ? 'No divergences; R-hat, effective sample sizes, E-BFMI and tree depths are as they should be.'
    : 'R-hat and effective sample sizes are as they should be.';
  const text = findings.length === 0 ? fine : sentences.join('\n');
  return { converged, findings, text };
}

function named(noun: string, chains: readonly number[]): string {
  return `${noun}${chains.length === 1 ? '' : 's'} ${chains.join(', ')}`;
}

function listed(quantities: readonly { readonly name: string }[]): string {
  const shown = quantities.slice(0, 5).map(({ name }) => name);
  const rest = quantities.length - shown.length;
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ');
}

/** Rounded to some decimals; R-hat 1.0149 is shown as 1.015. */
function fixed(value: number, decimals: number): string {
  return Number.isFinite(value) ? value.toFixed(decimals) : String(value);
}
