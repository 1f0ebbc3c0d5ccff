/** Where chains begin: given values, uniform numbers on unconstrained space, or prior draws, until the density is finite. */
import { CredenceError, closest, type RngKey, split, stream } from '@credence/numerics';
import type { CompiledModel } from '../compile/compiledModel.js';
import { type ArrayData, dataArray } from '../model/arrays.js';
import { checkInitial } from '../model/checks.js';
import { type ModelSnapshot, randomDeclarations } from '../model/declarations.js';
import { coordinateName } from '../model/layout.js';
import { same } from '../model/shapes.js';
import { priorDraw } from './priorDraw.js';

/** Starts that a chain tries before it gives up. */
export const TRIES = 100;
/** Of these, the first ones are uniform on (-2, 2) in each unconstrained dimension, the rest draws from the prior. */
const UNIFORM_TRIES = 60;
/** Child of a chain's key from which its starts are drawn. */
const STARTS = 100;

/** Values to begin at, by name, on the variables' own scale; the others are found. */
export type InitialValues = Readonly<Record<string, ArrayData>>;

/**
 * The start of one chain: unconstrained values with a finite log density and gradient.
 * @throws CredenceError model/initial-point with every term, model/initial-support, model/unknown-variable, shape/initial
 */
export function initialPoint(compiled: CompiledModel, chainKey: RngKey, given: InitialValues = {}): Float64Array {
  const fixed = fixedValues(compiled.snapshot, given);
  const complete = compiled.manifest.layout.entries.every(({ name }) => fixed.has(name));
  const gradient = new Float64Array(compiled.dimension);
  let position: Float64Array = new Float64Array(compiled.dimension);
  let tried = 0;
  for (let attempt = 0; attempt < (complete ? 1 : TRIES); attempt++) {
    position = candidate(compiled, chainKey, attempt, fixed);
    tried += 1;
    const logDensity = compiled.logDensityAndGradient(position, gradient);
    if (Number.isFinite(logDensity) && gradient.every((slope) => Number.isFinite(slope))) return position;
  }
  throw startError(compiled, position, tried, gradient);
}

function candidate(
  compiled: CompiledModel,
  chainKey: RngKey,
  attempt: number,
  fixed: ReadonlyMap<string, Float64Array>,
): Float64Array {
  const rng = stream(split(chainKey, STARTS), attempt);
  const position = Float64Array.from({ length: compiled.dimension }, () => 4 * rng.uniform() - 2);
  const { entries } = compiled.manifest.layout;
  if (attempt >= UNIFORM_TRIES) {
    const drawn = priorDraw(compiled.snapshot, rng);
    const own = new Map([...drawn, ...fixed]);
    for (const { name, offset, unconstrainedSize } of entries) {
      const values = own.get(name);
      if (values === undefined) continue;
      const moved = compiled.unconstrainOne(name, own);
      for (let i = 0; i < unconstrainedSize; i++) {
        const value = moved[i];
        if (value !== undefined && Number.isFinite(value)) position[offset + i] = value;
      }
    }
  }
  if (fixed.size > 0) setFixed(compiled, position, fixed);
  return position;
}

/** Bounds may be other variables, so given values are moved one after the other, beside those that were found. */
function setFixed(compiled: CompiledModel, position: Float64Array, fixed: ReadonlyMap<string, Float64Array>): void {
  const own = new Map<string, Float64Array>();
  for (const { name, offset } of compiled.manifest.layout.entries) {
    const values = fixed.get(name);
    if (values !== undefined) {
      own.set(name, values);
      position.set(compiled.unconstrainOne(name, own), offset);
    } else {
      own.set(name, compiled.valueAt(name, position));
    }
  }
}

/**
 * Given values as arrays: those of `sample` before those of the declarations.
 * @throws CredenceError model/initial-support, model/unknown-variable, shape/initial
 */
export function fixedValues(model: ModelSnapshot, given: InitialValues): ReadonlyMap<string, Float64Array> {
  const free = randomDeclarations(model).filter(({ observed }) => !observed);
  const known = free.map(({ name }) => name);
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue;
    const guess = closest(name, known);
    throw new CredenceError(
      'model/unknown-variable',
      `initial: there is no free variable '${name}'. ${guess === undefined ? `Free variables: ${known.join(', ')}.` : `Did you mean '${guess}'?`}`,
      { name, known },
    );
  }
  const fixed = new Map<string, Float64Array>();
  for (const declaration of free) {
    const value = given[declaration.name];
    const array = value === undefined ? declaration.initial : dataArray(value, `initial.${declaration.name}`);
    if (array === undefined) continue;
    const { shape, size } = declaration.variable;
    if (array.shape.length > 0 && !same(array.shape, shape)) {
      throw new CredenceError(
        'shape/initial',
        `initial.${declaration.name} has the shape [${array.shape.join(', ')}], and the variable [${shape.join(', ')}].`,
        { given: array.shape, shape },
      );
    }
    checkInitial(declaration, array);
    const values = array.shape.length === 0 ? new Float64Array(size).fill(array.values[0] ?? Number.NaN) : array.values;
    fixed.set(declaration.name, values);
  }
  return fixed;
}

function startError(
  compiled: CompiledModel,
  position: Float64Array,
  tried: number,
  gradient: Float64Array,
): CredenceError {
  const report = compiled.debugPosition(position);
  const [broken] = report.broken;
  const what = broken === undefined ? 'The gradient is not finite' : `Log density is ${report.logDensity}`;
  const tries = tried === 1 ? 'at the given start' : `at all of ${tried} starts`;
  const steep = gradient.findIndex((slope) => !Number.isFinite(slope));
  const advice =
    broken === undefined
      ? `The derivative by ${coordinateName(compiled.manifest.layout, steep)} is ${gradient[steep]} although the log density is finite: look for a root, power or quotient at its edge, or pass other initial values.`
      : `Pass initial: { ... } with values that the model allows, or check '${broken.name}'${broken.declared === undefined ? '' : `, declared at ${broken.declared}`}.`;
  const [, ...lines] = report.toString().split('\n');
  return new CredenceError(
    'model/initial-point',
    `${what} ${tries}. Terms at the last one (log probability):\n${lines.join('\n')}\n  ${advice}`,
    { terms: report.terms, tried },
  );
}
