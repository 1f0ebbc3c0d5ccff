/** The first number, vector or matrix of an array that lies outside a set, and what is wrong with it. */
import { broadcastTo, type Tensor } from '@credence/autodiff';
import type { Constraint } from '../supports/index.js';
import { indexText } from './names.js';

export interface Outside {
  /** Which number, or which event, row-major. */
  readonly index: number;
  /** The same in brackets, e.g. `[2,1]`; nothing for the only one. */
  readonly place: string;
  /** Of an event: what is wrong with it, as it goes on behind its name. */
  readonly fault?: string;
}

/** A set in which some values lie, and how tensors beside them are evaluated: those that the set depends on. */
export interface Judgement {
  readonly set: Constraint;
  /** The tensor whose values are judged. */
  readonly tensor: Tensor;
  readonly valuesOf: (tensor: Tensor) => ArrayLike<number>;
  /** Whether an element is not judged, nor what it is part of. */
  readonly skip?: (element: number) => boolean;
}

/** Undefined where all values lie in the set. */
export function firstOutside(
  values: ArrayLike<number>,
  { set, tensor, valuesOf, skip }: Judgement,
): Outside | undefined {
  const { eventRank = 0, holds, fault } = set;
  const batch = tensor.shape.slice(0, tensor.rank - eventRank);
  const at = (index: number): Outside => ({ index, place: indexText(index, batch) });
  const eventShape = tensor.shape.slice(batch.length);
  const size = eventShape.reduce((product, length) => product * length, 1);
  const skipped = (index: number): boolean => {
    if (skip === undefined) return false;
    for (let i = index * size; i < (index + 1) * size; i++) if (skip(i)) return true;
    return false;
  };
  if (holds !== undefined && eventRank === 0) {
    for (let i = 0; i < values.length; i++) if (!holds(values[i] ?? Number.NaN) && !skipped(i)) return at(i);
    return undefined;
  }
  if (fault === undefined || eventRank === 0) {
    const truth = valuesOf(set.contains(tensor));
    for (let i = 0; i < truth.length; i++) if (truth[i] === 0 && !skipped(i)) return at(i);
    return undefined;
  }
  const events = batch.reduce((product, length) => product * length, 1);
  for (let index = 0; index < events; index++) {
    if (skipped(index)) continue;
    const event = Float64Array.from({ length: size }, (_, i) => values[index * size + i] ?? Number.NaN);
    const wrong = fault(event, eventShape, (other) => valuesOf(broadcastTo(other, batch))[index] ?? Number.NaN);
    if (wrong !== undefined) return { ...at(index), fault: wrong };
  }
  return undefined;
}
