/** What an evaluation on TensorFlow.js consists of: which operations are its own, and which run on the host. */

import { printExpression } from '../../graph/printExpression.js';
import type { Tensor } from '../../graph/tensor.js';
import { Explanation, type HostKernelNote } from '../explanation.js';
import type { TfjsProgram } from './compile.js';
import type { Lowered } from './lower.js';

/** An explanation in which the calls and the host kernels are always there. */
export interface TfjsExplanation extends Explanation {
  readonly calls: number;
  readonly hostKernels: readonly HostKernelNote[];
}

/**
 * @param lowered the operations that run at each evaluation
 * @param fixed what is worked out and uploaded once per data set
 */
export function explain(
  backend: string,
  { rewrites, refused }: TfjsProgram,
  lowered: ReadonlyMap<Tensor, Lowered>,
  fixed: Iterable<Tensor>,
): TfjsExplanation {
  const hosts = new Map<string, { name: string; count: number; reason: string }>();
  let calls = 0;
  for (const [{ op }, { host }] of lowered) {
    if (host === undefined) {
      calls++;
      continue;
    }
    const known = hosts.get(op.name);
    if (known) known.count++;
    else hosts.set(op.name, { name: op.name, count: 1, reason: host });
  }
  const hostKernels = [...hosts.values()].sort((a, b) => b.count - a.count);
  const bound = [...fixed]
    .filter(({ binding }) => binding === 'data')
    .map((node) => ({ what: printExpression(node), shape: node.shape }));
  const explanation = new Explanation({ backend, rewrites, refused, bound, functions: [], calls, hostKernels });
  return Object.assign(explanation, { calls, hostKernels });
}
