/** What a model asks of a distribution that is given to it by `use`. */
import { CredenceError } from '@credence/numerics';
import type { Distribution } from '../distributions/distribution.js';
import { display } from './names.js';

/**
 * It is a distribution, and its method takes no member's place.
 * @param replaceable methods of the library's distributions, which one of `use` may replace, once
 * @throws CredenceError distribution/definition
 */
export function checkMethod(model: { readonly name: string }, given: Distribution, replaceable: Set<string>): void {
  const { kind, name, method } = given;
  if (kind !== 'distribution') {
    throw new CredenceError(
      'distribution/definition',
      `new Model('${model.name}'): use holds ${display(given)}, which defineDistribution did not make.`,
      {},
    );
  }
  if (!(method in model) || replaceable.has(method)) return;
  throw new CredenceError(
    'distribution/definition',
    `${name}: a model already has the member '${method}'. Give the distribution another method name.`,
    { method },
  );
}
