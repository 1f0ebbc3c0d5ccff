/**
 * The generalised U-turn criterion (Betancourt 2017, arXiv:1701.02434, A.4.2) where two halves of a tree meet, with the two
 * checks across their seam that Stan has since 2.21, as questions about momenta and sums of momenta: what a join means.
 */
import type { Handle } from './tree.js';

export interface Questions {
  /** Whether the trajectory goes on, by the momenta `a` and `b` at two of its states and the sum `first` + `second` of momenta. */
  goesOn(a: Handle, b: Handle, first: Handle, second: Handle): boolean;
  /** The sum of two sums of momenta, with one owner; takes one owner of each. */
  sum(first: Handle, second: Handle): Handle;
  /** Takes one owner of each of two momenta. */
  releaseMomenta(a: Handle, b: Handle): void;
}

/** `Trajectory.join`, word by word. */
export function joinByQuestions(
  questions: Questions,
  begin: Handle,
  end: Handle,
  sum: Handle,
  laterBegin: Handle,
  laterEnd: Handle,
  laterSum: Handle,
): Handle {
  if (!questions.goesOn(begin, laterEnd, sum, laterSum)) return -1;
  // Of two states, the checks across the seam are this one again.
  if (begin !== end) {
    if (!questions.goesOn(begin, laterBegin, sum, laterBegin)) return -1;
    if (!questions.goesOn(end, laterEnd, laterSum, end)) return -1;
  }
  const joined = questions.sum(sum, laterSum);
  questions.releaseMomenta(end, laterBegin);
  return joined;
}
