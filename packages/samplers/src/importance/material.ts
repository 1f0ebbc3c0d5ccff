/** The material of a population's likelihood, checked. */
import { CredenceError } from '@credence/numerics';
import type { ObjectBlock } from './objectDraws.js';

/** Log density (nats) at many values: `values` holds draws x width, row after row; fills `out`, one entry a draw. */
export type LogDensities = (values: Float64Array, out: Float64Array) => void;

/** The prior at all draws; undefined for a flat one. @throws CredenceError importance/interim-prior */
export function priorAt(
  interimPrior: LogDensities | 'flat',
  blocks: readonly ObjectBlock[],
  total: number,
): Float64Array | undefined {
  if (interimPrior === 'flat') return undefined;
  const logPrior = new Float64Array(total).fill(Number.NaN);
  for (const { first, firstDraw, values, byObject, logWeights } of blocks) {
    interimPrior(values, logPrior.subarray(firstDraw, firstDraw + logWeights.length));
    let at = firstDraw;
    byObject.forEach((own, j) => {
      for (let k = 0; k < own.length; k++, at++) {
        if (Number.isFinite(logPrior[at]!)) continue;
        throw new CredenceError(
          'importance/interim-prior',
          `The log density of the interim prior is ${logPrior[at]} at draw ${k} of object ${first + j}. It must be a finite number at every draw: the draws were made under it.`,
          { object: first + j, draw: k, value: logPrior[at] },
        );
      }
    });
  }
  return logPrior;
}

/** @throws CredenceError importance/evidence */
export function evidence(given: ArrayLike<number> | undefined, objects: number): Float64Array {
  if (given === undefined) return new Float64Array(objects);
  const values = Float64Array.from(given);
  if (values.length === objects && values.every(Number.isFinite)) return values;
  throw new CredenceError(
    'importance/evidence',
    `logEvidence must hold one finite number for each of the ${objects} objects; it holds ${values.length}${values.every(Number.isFinite) ? '' : ', not all finite'}.`,
    { objects, given: values.length },
  );
}

/** @throws CredenceError importance/relative-efficiency */
export function efficiencies(given: number | ArrayLike<number> | undefined, objects: number): Float64Array {
  const values =
    given === undefined || typeof given === 'number'
      ? new Float64Array(objects).fill(given ?? 1)
      : Float64Array.from(given);
  if (values.length === objects && values.every((value) => value > 0 && value < Number.POSITIVE_INFINITY))
    return values;
  throw new CredenceError(
    'importance/relative-efficiency',
    `relativeEfficiency is effective draws over draws: a positive number, or one for each of the ${objects} objects. Use 1 for independent draws.`,
    { objects, given },
  );
}
