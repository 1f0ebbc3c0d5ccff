/** Labels of dimensions, and the names that elements have by them. */
import { CredenceError } from '@credence/numerics';

/** What stands at one position of a dimension. */
export type Label = string | number;

/** Labels of dimensions by their names. */
export type Labels = Readonly<Record<string, readonly Label[]>>;

/** Ranges already made: datasets of one run share theirs, so that comparing them costs nothing. */
const ranges = new Map<number, readonly number[]>();
const KEPT_RANGES = 64;

/** 0, 1, ... size - 1: the labels of a dimension that nobody labelled. */
export function rangeLabels(size: number): readonly number[] {
  const known = ranges.get(size);
  if (known !== undefined) return known;
  const made = Object.freeze(Array.from({ length: size }, (_, i) => i));
  if (ranges.size >= KEPT_RANGES) ranges.clear();
  ranges.set(size, made);
  return made;
}

/** Whether two dimensions have the same labels in the same order. */
export function sameLabels(a: readonly Label[], b: readonly Label[]): boolean {
  return a === b || (a.length === b.length && a.every((label, i) => Object.is(label, b[i])));
}

/** Index along each axis of a flat, row-major position. */
export function unravel(flat: number, shape: readonly number[]): number[] {
  const index = new Array<number>(shape.length).fill(0);
  let rest = flat;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis]!;
    index[axis] = rest % size;
    rest = Math.floor(rest / size);
  }
  return index;
}

/** `theta[Choate]`, `x[0,2]`; the name alone for a scalar. */
export function elementName(
  name: string,
  element: number,
  shape: readonly number[],
  dims: readonly string[],
  coords: Labels,
): string {
  if (shape.length === 0) return name;
  const labels = unravel(element, shape).map((position, axis) => coords[dims[axis]!]?.[position] ?? position);
  return `${name}[${labels.join(',')}]`;
}

/** Elements that a shape holds. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** @throws CredenceError inference/shape unless dims are distinct and there is a whole size for each */
export function checkShape(name: string, dims: readonly string[], shape: readonly number[]): void {
  const whole = shape.every((size) => Number.isSafeInteger(size) && size >= 0);
  if (whole && dims.length === shape.length && new Set(dims).size === dims.length) return;
  throw new CredenceError(
    'inference/shape',
    `'${name}' has the dimensions [${dims.join(', ')}] and the shape [${shape.join(', ')}]. Give every dimension a name of its own and a size, a whole number.`,
    { name, dims, shape },
  );
}

/**
 * Labels for every dimension; 0, 1, 2 ... where none are given.
 * @throws CredenceError inference/coords when there are more or fewer than the dimension is long
 */
export function completeLabels(name: string, dims: readonly string[], shape: readonly number[], given: Labels): Labels {
  const complete: Record<string, readonly Label[]> = {};
  for (const [axis, dim] of dims.entries()) {
    const size = shape[axis]!;
    const labels = Object.hasOwn(given, dim) ? given[dim] : undefined;
    if (labels !== undefined && labels.length !== size) {
      throw new CredenceError(
        'inference/coords',
        `'${name}' has ${size} positions along '${dim}', and ${labels.length} labels are given for them.`,
        { name, dim, size, labels: labels.length },
      );
    }
    complete[dim] = labels ?? rangeLabels(size);
  }
  return complete;
}
