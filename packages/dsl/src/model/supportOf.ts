/** The support of a declared variable. */
import type { Tensor } from '@credence/autodiff';
import type { Distribution } from '../distributions/distribution.js';
import type { Support } from '../supports/index.js';
import { titled } from './titled.js';

/** Errors of its bounds get the variable's name in front. */
export function supportOf(
  title: string,
  distribution: Distribution,
  parameters: Readonly<Record<string, Tensor>>,
): Support {
  const { support } = distribution;
  return typeof support === 'function' ? titled(title, () => support(parameters)) : support;
}
