/** The support of a distribution at the parameters that it is shown at. */
import { constant } from '@credence/autodiff';
import type { supports } from '@credence/dsl';
import type { Drawn } from './drawn.js';
import type { AnyDistribution } from './picture.js';

export function supportAt({ support }: AnyDistribution, drawn: Drawn | undefined): supports.Support {
  if (typeof support !== 'function') return support;
  return support(
    Object.fromEntries(Object.entries(drawn?.parameters ?? {}).map(([name, value]) => [name, constant(value)])),
  );
}
