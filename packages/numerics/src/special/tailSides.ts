/** A probability and its rate from those of the tail that is computed, which is not always the one that is wanted. */
import { expProgram } from '../elementary/exp.js';
import { log1mexpProgram } from '../elementary/logForms.js';
import type { Lanes } from '../lanes/lanes.js';

/** log of the wanted probability from that of the computed tail: the same where `isTail`, else that of what it leaves of 1. */
export function logFromTail<V, M>(l: Lanes<V, M>, isTail: M, logTail: V): V {
  return l.branch(
    isTail,
    () => logTail,
    () => l.call(log1mexpProgram, l.min(logTail, l.constant(0))),
  );
}

/**
 * A derivative over the wanted probability, from the same over the computed tail: where the two are not the same they differ
 * by the ratio of the probabilities, and, if the derivative is one of the tail itself, in sign.
 */
export function rateFromTail<V, M>(l: Lanes<V, M>, isTail: M, logTail: () => V, rate: V, sign: 1 | -1): V {
  return l.branch(
    isTail,
    () => rate,
    () => {
      const tail = l.min(logTail(), l.constant(0));
      const ratio = l.call(expProgram, l.sub(tail, l.call(log1mexpProgram, tail)));
      return l.mul(l.mul(rate, l.constant(sign)), ratio);
    },
  );
}
