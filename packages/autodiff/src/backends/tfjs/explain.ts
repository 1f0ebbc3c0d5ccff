/** What an evaluation on TensorFlow.js consists of: which operations are its own, and which run on the host. */

import type { Tensor } from '../../graph/tensor.js';
import type { Lowered } from './lower.js';

export interface TfjsExplanation {
  readonly backend: string;
  /** Operations that run as calls on TensorFlow.js. */
  readonly calls: number;
  /** Operations that run as custom kernels on the host, by name. */
  readonly hostKernels: readonly { readonly name: string; readonly count: number; readonly reason: string }[];
}

export function explain(backend: string, lowered: ReadonlyMap<Tensor, Lowered>): TfjsExplanation {
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
  return { backend, calls, hostKernels: [...hosts.values()].sort((a, b) => b.count - a.count) };
}
