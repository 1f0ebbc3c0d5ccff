/** What a model asks of distributions that are given to it: by `use`, or with their parameters. */
import { CredenceError, display } from '@credence/numerics';
import type { Distribution } from '../distributions/distribution.js';

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

/** @throws CredenceError model/applied */
export function checkApplied(name: string, applied: unknown): void {
  if (typeof applied === 'object' && applied !== null && 'kind' in applied && applied.kind === 'applied') return;
  const bare = typeof applied === 'object' && applied !== null && 'kind' in applied && applied.kind === 'distribution';
  throw new CredenceError(
    'model/applied',
    `random '${name}': expected a distribution with its parameters, as distributions.normal.dist({ mu: 0, sigma: 1 }) gives, not ${bare ? 'one without parameters' : display(applied)}.`,
    { name },
  );
}
