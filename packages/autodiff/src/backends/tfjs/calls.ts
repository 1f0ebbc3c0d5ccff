/** How the calls of a node are handed around. */

import type { Tensor } from '../../graph/tensor.js';
import type { Session } from './session.js';
import type { Value } from './value.js';

/** One node's work in an evaluation. */
export type Step = (inputs: readonly Value[]) => Value;

/** Calls that a kind of op has on TensorFlow.js, and the kernels that they need. */
export interface Calls {
  readonly kernels: Iterable<string>;
  readonly step: Step;
}

/** One number everywhere, whatever the inputs. */
export function constantly(session: Session, node: Tensor, value: number): Step {
  const result = session.fixed(node.shape, new Float64Array(node.size).fill(value));
  return () => result;
}
