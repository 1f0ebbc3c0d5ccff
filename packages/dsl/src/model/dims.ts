/** Named dimensions: a name gives a size and, where known, a label for every position. */
import { CredenceError } from '@credence/numerics';
import { checkName } from './names.js';

/** Labels of a dimension, or only its size. */
export type Coordinates = number | readonly (string | number)[];

/** Named dimensions of a model. */
export type Coords = Readonly<Record<string, Coordinates>>;

/** One dimension: its size, its labels if any, and who gave the size. */
export interface Dimension {
  readonly name: string;
  readonly size: number;
  readonly labels?: readonly (string | number)[];
  /** `coords` or the data variable that brought it. */
  readonly from: string;
}

/** @throws CredenceError model/name, model/coords */
export function dimension(name: string, coordinates: Coordinates, from: string): Dimension {
  checkName(name, 'dimension');
  if (typeof coordinates === 'number') {
    if (!Number.isInteger(coordinates) || coordinates < 0) {
      throw new CredenceError(
        'model/coords',
        `coords.${name} must be an array of labels or a whole number, not ${coordinates}.`,
        { name, coordinates },
      );
    }
    return { name, size: coordinates, from };
  }
  const labels = Array.from(coordinates);
  const seen = new Set<string | number>();
  for (const [position, label] of labels.entries()) {
    if (seen.has(label)) {
      throw new CredenceError('model/coords', `coords.${name} has the label '${label}' twice, again at ${position}.`, {
        name,
        label,
        position,
      });
    }
    seen.add(label);
  }
  return { name, size: labels.length, labels, from };
}

/**
 * The shape that named dimensions give.
 * @throws CredenceError model/dims for an unknown or repeated name
 */
export function shapeOfDims(
  variable: string,
  dims: readonly string[],
  dimensions: ReadonlyMap<string, Dimension>,
): readonly number[] {
  return dims.map((name, position) => {
    const found = dimensions.get(name);
    if (found === undefined) {
      const known = [...dimensions.keys()];
      const list = known.length === 0 ? 'The model has no dimensions yet' : `Dimensions here: ${known.join(', ')}`;
      throw new CredenceError(
        'model/dims',
        `${variable}: there is no dimension '${name}'. ${list}; give them by new Model(name, { coords: { ${name}: ... } }).`,
        { variable, dimension: name, known },
      );
    }
    if (dims.indexOf(name) !== position) {
      throw new CredenceError('model/dims', `${variable}: the dimension '${name}' is listed twice.`, {
        variable,
        dims,
      });
    }
    return found.size;
  });
}
