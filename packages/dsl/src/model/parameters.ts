/** Reads the parameters of a declaration: which are given, as which tensors, of which shape together. */
import type { Tensor } from '@credence/autodiff';
import { CredenceError, closest } from '@credence/numerics';
import type { Distribution } from '../distributions/distribution.js';
import { checkStretch } from './stretch.js';
import { titled } from './titled.js';
import type { Value } from './values.js';

/**
 * Tensors of the given parameters, after a check of their names, in the form that the distribution takes them.
 * @param title the variable, e.g. `tau ~ HalfNormal`
 * @throws CredenceError distribution/unknown-parameter, distribution/missing-parameter, distribution/alternatives, shape/parameter
 */
export function readParameters(
  title: string,
  distribution: Distribution,
  given: Readonly<Record<string, Value | undefined>>,
  toTensor: (value: Value, parameter: string) => Tensor,
): Readonly<Record<string, Tensor>> {
  checkParameterNames(title, distribution, given);
  const tensors: Record<string, Tensor> = {};
  for (const name of Object.keys(distribution.parameters)) {
    const value = given[name];
    if (value !== undefined) tensors[name] = toTensor(value, name);
  }
  return titled(title, () => distribution.arrange?.(tensors) ?? tensors);
}

/**
 * Exactly those parameters are given that the distribution asks for.
 * @throws CredenceError distribution/unknown-parameter, distribution/missing-parameter, distribution/alternatives
 */
export function checkParameterNames(
  title: string,
  distribution: Distribution,
  given: Readonly<Record<string, Value | undefined>>,
): void {
  const specs = Object.keys(distribution.parameters);
  const names = Object.keys(given).filter((name) => given[name] !== undefined);
  for (const name of names) {
    if (specs.includes(name)) continue;
    const guess = closest(name, specs);
    const hint = guess === undefined ? '' : ` Did you mean '${guess}'?`;
    const list = specs.length === 0 ? 'It has none.' : `It takes ${specs.join(', ')}.`;
    throw new CredenceError('distribution/unknown-parameter', `${title} has no parameter '${name}'. ${list}${hint}`, {
      parameter: name,
      parameters: specs,
    });
  }
  const alternatives = distribution.alternatives ?? [];
  const optional = new Set(alternatives.flat());
  const missing = specs.filter((name) => !optional.has(name) && !names.includes(name));
  if (missing.length > 0) throw missingError(title, distribution, missing);
  if (alternatives.length > 0) checkAlternatives(title, distribution, alternatives, names);
}

function checkAlternatives(
  title: string,
  distribution: Distribution,
  alternatives: readonly (readonly string[])[],
  names: readonly string[],
): void {
  const optional = names.filter((name) => alternatives.some((group) => group.includes(name)));
  const ways = alternatives.map((group) => `{ ${group.join(', ')} }`).join(' or ');
  if (optional.length === 0) throw missingError(title, distribution, alternatives[0] ?? [], ` Give ${ways}.`);
  // Sets may share names: what is given must be one of them, or lie within one that lacks something.
  const [group] = alternatives
    .filter((candidate) => optional.every((name) => candidate.includes(name)))
    .sort((a, b) => a.length - b.length);
  if (group === undefined) {
    throw new CredenceError('distribution/alternatives', `${title}: give ${ways}, not parameters of both.`, {
      given: names,
      alternatives,
    });
  }
  const missing = group.filter((name) => !names.includes(name));
  if (missing.length > 0) throw missingError(title, distribution, missing, ` Give ${ways}.`);
}

function missingError(title: string, distribution: Distribution, missing: readonly string[], hint = ''): CredenceError {
  const described = missing.map((name) => `'${name}' (${distribution.parameters[name]?.description ?? ''})`);
  return new CredenceError(
    'distribution/missing-parameter',
    `${title} needs the parameter ${described.join(' and ')}.${hint}`,
    { missing },
  );
}

/** The shapes that parameters have together: of repeated events (broadcast) and of one event. */
export interface ParameterShapes {
  readonly batch: readonly number[];
  /** undefined where it is not the parameters that say how long an axis is. */
  readonly event: readonly (number | undefined)[];
}

/**
 * @param ones which axes of size 1 of a parameter nobody asked for
 * @throws CredenceError shape/broadcast, shape/stretch, shape/parameter
 */
export function parameterShapes(
  title: string,
  distribution: Distribution,
  parameters: Readonly<Record<string, Tensor>>,
  ones: (tensor: Tensor) => readonly boolean[],
): ParameterShapes {
  const own: Record<string, readonly number[]> = {};
  let batch: readonly number[] = [];
  const batches: string[] = [];
  const columns: { readonly shape: readonly number[]; readonly ones: readonly boolean[] }[] = [];
  for (const [name, tensor] of Object.entries(parameters)) {
    const rank = distribution.parameters[name]?.rank ?? 0;
    if (tensor.rank < rank) {
      const what = rank === 1 ? 'a vector' : 'a matrix';
      throw new CredenceError(
        'shape/parameter',
        `${title}: '${name}' must be ${what}, and has the shape [${tensor.shape}].`,
        {
          parameter: name,
          shape: tensor.shape,
        },
      );
    }
    const cut = tensor.rank - rank;
    own[name] = tensor.shape.slice(cut);
    const repeated = tensor.shape.slice(0, cut);
    batches.push(`${name} [${repeated.join(', ')}]`);
    columns.push({ shape: repeated, ones: ones(tensor).slice(0, cut) });
    const together = broadcast(batch, repeated);
    if (together === undefined) {
      throw new CredenceError(
        'shape/broadcast',
        `${title}: parameters cannot broadcast: ${batches.join(', ')}. Shapes are aligned from the right; each pair of sizes must be equal or contain a 1.`,
        { batches },
      );
    }
    batch = together;
  }
  checkStretch(
    `the parameters ${batches.join(', ')}: broadcasting`,
    columns,
    columns.map((column) => column.ones),
    title,
  );
  if (distribution.eventRank === 0) return { batch, event: [] };
  return { batch, event: titled(title, () => distribution.eventShape?.(own) ?? []) };
}

/** NumPy's rule for two shapes; undefined where they do not fit. */
export function broadcast(a: readonly number[], b: readonly number[]): readonly number[] | undefined {
  const rank = Math.max(a.length, b.length);
  const shape: number[] = [];
  for (let axis = 0; axis < rank; axis++) {
    const left = a[a.length - rank + axis] ?? 1;
    const right = b[b.length - rank + axis] ?? 1;
    if (left !== right && left !== 1 && right !== 1) return undefined;
    shape.push(left === 1 ? right : left);
  }
  return shape;
}
