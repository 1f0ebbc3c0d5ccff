/** The methods of a model that declare variables: one for every distribution, and one for every combinator. */
import { combinatorMethods } from '../combinators/methods.js';
import type { AppliedDistribution } from '../distributions/applied.js';
import type { Distribution } from '../distributions/distribution.js';
import * as standard from '../distributions/index.js';
import { checkMethod } from './checkMethod.js';
import type { VariableOptions } from './options.js';
import type { GivenValues } from './script.js';
import { type DeclarationSite, declarationSite } from './site.js';
import { titled } from './titled.js';
import type { Variable } from './variable.js';

/** Declares a variable of a distribution. */
export type DeclareRandom = (
  distribution: Distribution,
  name: string,
  given: GivenValues,
  options: VariableOptions,
  site: DeclarationSite,
) => Variable;

/**
 * Gives a model its methods: those of the library, and of distributions of a user's own, which may replace the library's.
 * @throws CredenceError distribution/definition
 */
export function addMethods(
  model: { readonly name: string },
  use: readonly Distribution[],
  random: DeclareRandom,
): void {
  const replaceable = new Set<string>();
  for (const distribution of Object.values<Distribution>(standard)) {
    replaceable.add(distribution.method);
    addDistribution(model, distribution, random);
  }
  for (const [method, make] of Object.entries<(given: never) => AppliedDistribution>(combinatorMethods)) {
    addCombinator(model, method, make, random);
  }
  for (const distribution of use) {
    checkMethod(model, distribution, replaceable);
    replaceable.delete(distribution.method);
    addDistribution(model, distribution, random);
  }
}

function addDistribution(model: object, distribution: Distribution, random: DeclareRandom): void {
  const declare = (name: string, parameters: GivenValues = {}, options: VariableOptions = {}): Variable =>
    random(distribution, name, parameters, options, declarationSite(declare));
  Object.defineProperty(model, distribution.method, { value: declare, configurable: true });
}

function addCombinator(
  model: object,
  method: string,
  make: (given: never) => AppliedDistribution,
  random: DeclareRandom,
): void {
  const declare = (name: string, given: never, options: VariableOptions = {}): Variable => {
    const site = declarationSite(declare);
    const { distribution, parameters } = titled(name, () => make(given));
    return random(distribution, name, parameters, options, site);
  };
  Object.defineProperty(model, method, { value: declare, configurable: true });
}
