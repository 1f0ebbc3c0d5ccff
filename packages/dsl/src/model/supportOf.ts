/** The support of a declared variable. */
import type { Tensor } from '@credence/autodiff';
import { CredenceError, display } from '@credence/numerics';
import type { Distribution } from '../distributions/distribution.js';
import type { Support } from '../supports/index.js';
import { dependsOnOthers } from '../supports/support.js';
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

/**
 * The support that the option `support` asks for.
 * @throws CredenceError model/support
 */
export function restrictedSupport(title: string, own: Support, asked: Support): Support {
  if (typeof asked !== 'object' || asked === null || typeof asked.contains !== 'function') {
    throw new CredenceError(
      'model/support',
      `${title}: support is ${display(asked)}; give one of supports, e.g. supports.ordered.`,
      {
        support: asked,
      },
    );
  }
  if (own.transform === undefined || asked.transform === undefined) {
    const which =
      own.transform === undefined ? 'this distribution is discrete' : `${asked.name} holds whole numbers only`;
    throw new CredenceError('model/support', `${title}: support restricts continuous variables, and ${which}.`, {
      support: asked.name,
    });
  }
  if (dependsOnOthers(asked)) {
    throw new CredenceError(
      'model/support',
      `${title}: the bounds of the option support are numbers, and these are computed from other variables or data. Give them to the parameters of a distribution.`,
      { support: asked.name },
    );
  }
  return asked;
}
