/**
 * The one broadcasting that is refused: a column of shape [n, 1] beside a vector of shape [m] would give all n x m pairs,
 * and is nearly always a vector that came as a column. Axes of size 1 that an expression makes on purpose (reshape,
 * expandDims, keepDims) do stretch, and so do arrays of equally many axes.
 */
import type { Tensor } from '@credence/autodiff';
import { CredenceError } from '@credence/numerics';

type Shaped = Pick<Tensor, 'shape'>;

/** Which axes of a node have size 1 without being asked for, given the same of its inputs. */
export function onesOf(node: Tensor, inputs: readonly (readonly boolean[])[]): readonly boolean[] {
  const { op, shape } = node;
  if (op.kind === 'elementwise') {
    return shape.map((size, axis) => size === 1 && inputs.some((ones) => ones.at(axis - shape.length) === true));
  }
  const made = op.kind === 'view' && op.name === 'reshape';
  return shape.map((size) => size === 1 && !made && op.kind !== 'assemble');
}

/**
 * @param ones for each input, which of its axes of size 1 nobody asked for
 * @throws CredenceError shape/stretch
 */
export function checkStretch(
  operation: string,
  inputs: readonly Shaped[],
  ones: readonly (readonly boolean[])[],
  where: string,
): void {
  if (inputs.length < 2) return;
  for (const [position, column] of inputs.entries()) {
    const { shape } = column;
    for (const vector of inputs) {
      const rank = vector.shape.length;
      if (rank === 0 || rank >= shape.length) continue;
      const stretched = vector.shape.findIndex(
        (size, axis) => size > 1 && ones[position]?.at(axis - rank) === true && longerElsewhere(shape, vector.shape),
      );
      if (stretched < 0) continue;
      throw new CredenceError(
        'shape/stretch',
        `${where}: ${operation} of the shapes [${shape.join(', ')}] and [${vector.shape.join(', ')}] would pair every element of one with every element of the other. ` +
          `Give both the same axes; if all pairs are meant, say so by expandDims or reshape to [${[...new Array<number>(shape.length - rank).fill(1), ...vector.shape].join(', ')}].`,
        { operation, shapes: inputs.map((input) => input.shape) },
      );
    }
  }
}

/** Whether the array with more axes also has an axis along which the other one would be repeated. */
function longerElsewhere(shape: readonly number[], other: readonly number[]): boolean {
  return shape.some((size, axis) => size > 1 && (other[axis - (shape.length - other.length)] ?? 1) === 1);
}
