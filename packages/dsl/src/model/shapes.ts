/** The shape of a variable from its options, parameters and data. */
import { CredenceError } from '@credence/numerics';
import type { DataArray } from './arrays.js';
import { type Dimension, shapeOfDims } from './dims.js';
import { dimList, type VariableOptions } from './options.js';
import { broadcast, type ParameterShapes } from './parameters.js';

/** @throws CredenceError shape/option, shape/variable, shape/observed, model/dims */
export function variableShape(
  title: string,
  options: VariableOptions,
  parameters: ParameterShapes,
  observed: DataArray | undefined,
  dimensions: ReadonlyMap<string, Dimension>,
): readonly number[] {
  const stated = statedShape(title, options, dimensions);
  const event = eventSizes(title, parameters.event, stated ?? observed?.shape);
  const own = [...parameters.batch, ...event];
  let shape: readonly number[] = stated ?? own;
  if (stated === undefined && observed !== undefined && parameters.batch.length === 0) {
    const tail = observed.shape.slice(observed.shape.length - event.length);
    if (same(tail, event)) shape = observed.shape;
  }
  const joined = broadcast(own, shape);
  if (joined === undefined || !same(joined, shape) || !same(shape.slice(shape.length - event.length), event)) {
    throw new CredenceError(
      'shape/variable',
      `${title} has the shape ${text(shape)}, and its parameters broadcast to ${text(own)}, which does not fit into it.`,
      { shape, parameters: own },
    );
  }
  if (observed !== undefined && !same(observed.shape, shape)) {
    const cause = stated === undefined ? 'its parameters give' : 'it is declared with';
    throw new CredenceError(
      'shape/observed',
      `${title}: the observed data have the shape ${text(observed.shape)}, and ${cause} ${text(shape)}. ` +
        'They must be exactly equal: data are not stretched. Reshape the data, or state shape or dims.',
      { observed: observed.shape, shape },
    );
  }
  return shape;
}

/** Sizes of an event: those that the parameters give, and for the others the last ones of the shape that is stated or observed. */
export function eventSizes(
  title: string,
  event: readonly (number | undefined)[],
  known: readonly number[] | undefined,
): readonly number[] {
  const tail = known === undefined || known.length < event.length ? [] : known.slice(known.length - event.length);
  return event.map((size, axis) => {
    const found = size ?? tail[axis];
    if (found !== undefined) return found;
    const sizes = event.map((one) => one ?? 'n').join(', ');
    const what = event.length === 1 ? 'vectors' : 'matrices';
    throw new CredenceError(
      'shape/event',
      `${title} is one of ${what} whose size its parameters do not give${known === undefined ? '' : `, and the shape is ${text(known)}`}. State shape: [${sizes}], or dims.`,
      { event, shape: known },
    );
  });
}

/** The shape that `shape` and `dims` state, or undefined when they are silent. */
export function statedShape(
  title: string,
  options: Pick<VariableOptions, 'shape' | 'dims'>,
  dimensions: ReadonlyMap<string, Dimension>,
): readonly number[] | undefined {
  const given = typeof options.shape === 'number' ? [options.shape] : options.shape;
  for (const size of given ?? []) {
    if (!Number.isInteger(size) || size < 0) {
      throw new CredenceError('shape/option', `${title}: sizes in shape are whole numbers >= 0, not ${size}.`, {
        shape: given,
      });
    }
  }
  const names = dimList(options.dims);
  if (names === undefined) return given;
  const fromDims = shapeOfDims(title, names, dimensions);
  if (given !== undefined && !same(given, fromDims)) {
    throw new CredenceError(
      'shape/option',
      `${title}: shape is ${text(given)}, and dims (${names.join(', ')}) give ${text(fromDims)}. One of them is enough.`,
      { shape: given, dims: names, fromDims },
    );
  }
  return fromDims;
}

/**
 * Named dims of something that has a shape already.
 * @throws CredenceError shape/data, model/dims
 */
export function checkShapeOfDims(
  title: string,
  what: 'value' | 'values',
  options: Pick<VariableOptions, 'dims'>,
  shape: readonly number[],
  dimensions: ReadonlyMap<string, Dimension>,
): void {
  const list = dimList(options.dims);
  const names = list?.join(', ') ?? '';
  if (list !== undefined && list.length !== shape.length) {
    throw new CredenceError(
      'shape/data',
      `${title}: dims (${names}) are for ${list.length} ${list.length === 1 ? 'axis' : 'axes'}, and the ${what === 'value' ? 'value has' : 'values have'} the shape ${text(shape)}.`,
      { shape, dims: list },
    );
  }
  const stated = statedShape(title, options, dimensions) ?? shape;
  if (same(stated, shape)) return;
  const verb = what === 'value' ? 'has' : 'have';
  throw new CredenceError(
    'shape/data',
    `${title}: dims (${names}) give the shape ${text(stated)}, and the ${what} ${verb} ${text(shape)}. With new data, give new sizes or labels by the option coords.`,
    { shape, dims: options.dims },
  );
}

export function same(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

const text = (shape: readonly number[]) => `[${shape.join(', ')}]`;
