/** What simulations said of a model and its posteriors: ranks of true values, and whether they are uniform. */
import { CredenceError, closest } from '@credence/numerics';
import { type RankBand, type RankShape, RankUniformity, rankShape, testRanks } from '@credence/samplers';
import { inspect } from '../inspect.js';
import { fixed, textTable } from '../textTable.js';

/** The ranks of one quantity over all simulations. */
export interface CalibratedQuantity {
  /** `theta[Choate]`, `log likelihood` */
  readonly name: string;
  /** One rank a simulation, 0 ... draws: how many draws of the posterior lay below the true value. */
  readonly ranks: Int32Array;
  /** Probability of ranks at least as far from uniform if nothing is wrong: by `testRanks`. */
  readonly pValue: number;
  readonly shape: RankShape;
  /** Whether the ranks are those of a posterior without fault, at the false-alarm probability of the whole. */
  readonly calibrated: boolean;
  /** What is wrong, in words; undefined where nothing is. */
  readonly fault: string | undefined;
}

/** A simulation whose posterior could not be found. */
export interface FailedSimulation {
  readonly simulation: number;
  readonly error: CredenceError;
}

export interface CalibrationOutcome {
  readonly model: string;
  readonly ranks: ReadonlyMap<string, readonly number[]>;
  /** Draws that each value was ranked among. */
  readonly draws: number;
  readonly seed: number;
  readonly falseAlarm: number;
  /** Simulations that were asked for. */
  readonly asked: number;
  /** Simulations that have ranks. */
  readonly simulations: number;
  readonly failed: readonly FailedSimulation[];
  /** Numbers of simulations whose posteriors have fewer effective draws than values were ranked among. */
  readonly correlated: readonly number[];
  /** Numbers of simulations with divergent transitions. */
  readonly divergent: readonly number[];
  readonly stopped: boolean;
  readonly seconds: number;
}

/** Rows that are printed. */
const ROWS = 30;
/** Standard scores above which a shift or a spread is named. */
const TELLING = 3;

/**
 * The result of simulation-based calibration. Prints as a table, the least uniform ranks first, with a verdict in words.
 * @example
 * const result = await simulationBasedCalibration(model, { seed: 1 });
 * if (!result.verdict.ok) console.log(String(result));
 */
export class CalibrationResult {
  readonly model: string;
  readonly draws: number;
  readonly seed: number;
  readonly falseAlarm: number;
  readonly simulations: number;
  readonly failed: readonly FailedSimulation[];
  readonly correlated: readonly number[];
  readonly divergent: readonly number[];
  readonly stopped: boolean;
  readonly seconds: number;
  /** In the order of the model. */
  readonly quantities: readonly CalibratedQuantity[];
  readonly #asked: number;
  readonly #uniformity: RankUniformity;

  constructor(outcome: CalibrationOutcome) {
    this.model = outcome.model;
    this.draws = outcome.draws;
    this.seed = outcome.seed;
    this.falseAlarm = outcome.falseAlarm;
    this.simulations = outcome.simulations;
    this.failed = outcome.failed;
    this.correlated = outcome.correlated;
    this.divergent = outcome.divergent;
    this.stopped = outcome.stopped;
    this.seconds = outcome.seconds;
    this.#asked = outcome.asked;
    this.#uniformity = new RankUniformity(outcome.simulations, outcome.draws);
    const limit = outcome.falseAlarm / outcome.ranks.size;
    this.quantities = [...outcome.ranks].map(([name, own]) => {
      const ranks = Int32Array.from(own);
      const { pValue } = testRanks(ranks, this.#uniformity);
      const shape = rankShape(ranks, outcome.draws);
      const calibrated = pValue >= limit;
      return { name, ranks, pValue, shape, calibrated, fault: calibrated ? undefined : faultOf(shape) };
    });
  }

  /** @throws CredenceError calibration/unknown-quantity */
  quantity(name: string): CalibratedQuantity {
    const found = this.quantities.find((quantity) => quantity.name === name);
    if (found !== undefined) return found;
    const known = this.quantities.map((quantity) => quantity.name);
    const guess = closest(name, known);
    throw new CredenceError(
      'calibration/unknown-quantity',
      `There is no quantity '${name}' in this calibration. ${guess === undefined ? `It has ${known.join(', ')}.` : `Did you mean '${guess}'?`}`,
      { name, known },
    );
  }

  /**
   * Counts of ranks that the distribution function of one quantity keeps to, at the share of the false-alarm probability that its
   * test has: a quantity that leaves it is not calibrated.
   */
  get band(): RankBand {
    return this.#uniformity.band(this.falseAlarm / this.quantities.length / 3);
  }

  /** Whether all ranks are uniform and all simulations have them, in words. */
  get verdict(): { readonly ok: boolean; readonly text: string } {
    const faulty = this.quantities.filter(({ calibrated }) => !calibrated);
    const percent = `${Number((100 * this.falseAlarm).toPrecision(3))} %`;
    const head =
      faulty.length === 0
        ? `Calibrated as far as ${this.simulations} simulations can tell: the ranks of all ${this.quantities.length} quantities are uniform (false alarm: ${percent} over all).`
        : `Not calibrated: the ranks of ${faulty.length} of ${this.quantities.length} quantities are not uniform (false alarm: ${percent} over all).`;
    const worst = byPValue(faulty).slice(0, 3);
    const lines = [head, ...worst.map(({ name, fault }) => `${name}: ${fault}.`), ...this.#remarks()];
    return { ok: faulty.length === 0 && this.failed.length === 0, text: lines.join('\n') };
  }

  #remarks(): readonly string[] {
    const { failed, correlated, divergent, draws, simulations, stopped } = this;
    const remarks: string[] = [];
    const [first] = failed;
    if (first !== undefined) {
      remarks.push(
        `${failed.length} of ${simulations + failed.length} simulations gave no posterior, which biases the rest. Simulation ${first.simulation}: ${first.error.message}`,
      );
    }
    if (correlated.length > 0) {
      remarks.push(
        `${correlated.length} posteriors have fewer than ${draws} effective draws even when made longer, so their ranks lean to the ends: mixing is slow for data like theirs.`,
      );
    }
    if (divergent.length > 0) {
      remarks.push(
        `${divergent.length} posteriors have divergent transitions (simulations ${divergent.slice(0, 5).join(', ')}${divergent.length > 5 ? ' ...' : ''}).`,
      );
    }
    if (stopped) remarks.push(`Stopped after ${simulations + failed.length} of ${this.#asked} simulations.`);
    return remarks;
  }

  toString(): string {
    const { model, simulations, draws, seed } = this;
    const shown = byPValue(this.quantities).slice(0, ROWS);
    const rows = shown.map(({ name, pValue, shape, calibrated }) => [
      name,
      pValue < 0.0001 ? pValue.toExponential(1) : fixed(pValue, 4),
      fixed(shape.mean, 3),
      fixed(shape.spread, 2),
      calibrated ? '' : 'not uniform',
    ]);
    const rest = this.quantities.length - shown.length;
    return [
      `Calibration of '${model}': ${simulations} simulations, ranks among ${draws} draws, seed ${seed}`,
      textTable([['', 'p', 'mean rank', 'spread', ''], ...rows]),
      ...(rest > 0 ? [`... and ${rest} more with larger p`] : []),
      this.verdict.text,
    ].join('\n');
  }

  [inspect](): string {
    return this.toString();
  }
}

function byPValue(quantities: readonly CalibratedQuantity[]): readonly CalibratedQuantity[] {
  return quantities.toSorted((a, b) => a.pValue - b.pValue);
}

/** What ranks of this shape say of the posterior. */
function faultOf({ meanZ, spread, spreadZ }: RankShape): string {
  const parts: string[] = [];
  if (meanZ < -TELLING) parts.push('true values lie low among the draws: the posterior is too high');
  if (meanZ > TELLING) parts.push('true values lie high among the draws: the posterior is too low');
  if (spreadZ > TELLING)
    parts.push(`true values lie in the tails too often: the posterior is too narrow (spread ${fixed(spread, 2)})`);
  if (spreadZ < -TELLING)
    parts.push(`true values lie in the middle too often: the posterior is too wide (spread ${fixed(spread, 2)})`);
  return parts.length === 0
    ? 'the ranks are not uniform in another way than by a shift or a width'
    : parts.join(', and ');
}
