/** Values and derivatives of a model's log density, for tests. */
import { compile } from '../compile/compile.js';
import type { NamedValues } from '../model/layout.js';
import type { Model } from '../model/model.js';

/** The log density at values on the variables' own scale, by the reference backend. */
export const densityAt = (model: Model, values: NamedValues): number =>
  compile(model, { backend: 'reference' }).logDensity(values);

/** Derivatives by free variables that are numbers must be those of differences. */
export function checkGradient(model: Model, at: Readonly<Record<string, number>>): void {
  const compiled = compile(model);
  const slopes = compiled.gradient(at);
  const h = 1e-4;
  for (const [name, value] of Object.entries(at)) {
    const shifted = (by: number) => compiled.logDensity({ ...at, [name]: value + by });
    const difference = (4 * ((shifted(h / 2) - shifted(-h / 2)) / h) - (shifted(h) - shifted(-h)) / (2 * h)) / 3;
    const slope = slopes[name]![0]!;
    if (!(Math.abs(slope - difference) <= 1e-6 * (1 + Math.abs(difference)))) {
      throw new Error(`d/d${name} is ${slope}, and differences give ${difference}`);
    }
  }
}
