/** The ranks of one simulation: each true value among draws of the posterior that the simulated data gave. */
import { CredenceError, type Rng } from '@credence/numerics';
import { rankAmong } from '@credence/samplers';
import type { Dataset } from '../inference/dataset.js';
import { InferenceData } from '../inference/inferenceData.js';
import type { ModelSnapshot } from '../model/declarations.js';
import { logLikelihood } from '../predict/logLikelihood.js';
import type { CalibrationOptions, ValuesByName } from './options.js';
import type { RankedDraws } from './rankedDraws.js';
import type { Simulation } from './simulations.js';

/** Name of the quantity that every model with data has. */
export const LOG_LIKELIHOOD = 'log likelihood';

export interface RankRequest {
  /** The model with the simulated data. */
  readonly model: ModelSnapshot;
  readonly simulation: Simulation;
  readonly draws: RankedDraws;
  /** Names of variables whose elements are ranked. */
  readonly variables: readonly string[];
  readonly quantities: NonNullable<CalibrationOptions['quantities']>;
  /** Decides between equal values. */
  readonly rng: Rng;
}

/** The rank of a quantity in one simulation. */
export interface Rank {
  readonly rank: number;
  /** Whether true value and draws are all the same but for rounding: their rank is a random one then. */
  readonly isConstant: boolean;
}

/** Relative difference that rounding may make. */
const ROUNDING = 1e-12;

/**
 * Ranks by name of the element or quantity, always in the same order.
 * @throws CredenceError calibration/not-a-number
 */
export function ranksOf(request: RankRequest): ReadonlyMap<string, Rank> {
  const { model, simulation, draws, variables, quantities, rng } = request;
  const ranks = new Map<string, Rank>();
  const rank = (name: string, value: number, among: Float64Array) => {
    if (Number.isNaN(value) || among.some(Number.isNaN)) {
      const what = Number.isNaN(value) ? 'is NaN for the true values' : 'is NaN in a draw';
      throw new CredenceError(
        'calibration/not-a-number',
        `simulationBasedCalibration: '${name}' ${what}, so it has no rank. Leave it out by the option variables, or bound what it is computed from.`,
        { name },
      );
    }
    const isConstant = areSame(value, among);
    ranks.set(name, { rank: isConstant ? rng.integer(draws.count + 1) : rankAmong(value, among, rng), isConstant });
  };
  for (const variable of variables) {
    for (const [element, column] of draws.columns(variable).entries()) {
      rank(column.name, simulation.truth[variable]?.[element] ?? Number.NaN, column.draws);
    }
  }
  const all = draws.with(simulation.truth);
  for (const [name, values] of [...logLikelihoods(model, all), ...ownQuantities(quantities, all, simulation.data)]) {
    rank(name, values[draws.count] ?? Number.NaN, values.subarray(0, draws.count));
  }
  return ranks;
}

function areSame(value: number, others: Float64Array): boolean {
  const near = ROUNDING * Math.abs(value);
  return others.every((other) => other === value || Math.abs(other - value) <= near);
}

/** The whole log likelihood at every draw, where anything is observed. */
function logLikelihoods(model: ModelSnapshot, draws: Dataset): readonly (readonly [string, Float64Array])[] {
  if (!model.declarations.some((declaration) => declaration.kind === 'random' && declaration.observed)) return [];
  const pointwise = logLikelihood(new InferenceData(new Map([['posterior', draws]])), { model });
  let sum: Float64Array | undefined;
  for (const array of pointwise) {
    for (const { chains } of array.columns()) {
      const [own = new Float64Array(0)] = chains;
      sum ??= new Float64Array(own.length);
      for (let i = 0; i < own.length; i++) sum[i]! += own[i]!;
    }
  }
  return sum === undefined ? [] : [[LOG_LIKELIHOOD, sum]];
}

function ownQuantities(
  quantities: NonNullable<CalibrationOptions['quantities']>,
  draws: Dataset,
  data: ValuesByName,
): readonly (readonly [string, Float64Array])[] {
  const functions = Object.entries(quantities);
  if (functions.length === 0) return [];
  const arrays = [...draws];
  const length = arrays[0]?.sizeAlong('draw') ?? 0;
  const values = functions.map(([name, of]) => ({ name, of, out: new Float64Array(length) }));
  for (let draw = 0; draw < length; draw++) {
    const row = Object.fromEntries(arrays.map((array) => [array.name, array.rows(draw, draw + 1)]));
    for (const { of, out } of values) out[draw] = of(row, data);
  }
  return values.map(({ name, out }) => [name, out]);
}
