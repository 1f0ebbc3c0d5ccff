/** Draws of many objects, checked, and laid out so that a density sees thousands of them in one call. */
import { CredenceError } from '@credence/numerics';

/** Values that a block holds, unless one object has more: they and their weights stay in the processor's nearest memory. */
const BLOCK = 8192;

/** Objects that are worked on together. */
export interface ObjectBlock {
  /** Number of its first object. */
  readonly first: number;
  /** Values of all its draws, row after row. */
  readonly values: Float64Array;
  /** One log weight a draw; shared by all blocks. */
  readonly logWeights: Float64Array;
  /** Those of each object: views into `logWeights`. */
  readonly byObject: readonly Float64Array[];
  /** Number of its first draw, counted over all objects. */
  readonly firstDraw: number;
}

/**
 * @param draws for every object its draws x width, row after row
 * @throws CredenceError importance/width, importance/no-objects, importance/draws
 */
export function blocksOf(draws: readonly Float64Array[], width: number): readonly ObjectBlock[] {
  if (!Number.isSafeInteger(width) || width < 1) {
    throw new CredenceError(
      'importance/width',
      `width is ${width}; it is the number of values of one draw, 1 or more.`,
      {
        width,
      },
    );
  }
  if (draws.length === 0) {
    throw new CredenceError('importance/no-objects', 'There are no objects: give the draws of at least one.');
  }
  draws.forEach((values, object) => {
    checkDraws(values, object, width);
  });
  const groups = groupsOf(draws);
  const longest = Math.max(...groups.map(({ size }) => size)) / width;
  const buffer = new Float64Array(longest);
  let firstDraw = 0;
  return groups.map(({ first, members, size }) => {
    const values = new Float64Array(size);
    const byObject: Float64Array[] = [];
    let at = 0;
    for (const own of members) {
      values.set(own, at);
      byObject.push(buffer.subarray(at / width, (at + own.length) / width));
      at += own.length;
    }
    const block = { first, values, logWeights: buffer.subarray(0, size / width), byObject, firstDraw };
    firstDraw += size / width;
    return block;
  });
}

interface Group {
  readonly first: number;
  readonly members: readonly Float64Array[];
  readonly size: number;
}

function groupsOf(draws: readonly Float64Array[]): readonly Group[] {
  const groups: Group[] = [];
  let [first, size] = [0, 0];
  draws.forEach((own, object) => {
    if (object > first && size + own.length > BLOCK) {
      groups.push({ first, members: draws.slice(first, object), size });
      [first, size] = [object, 0];
    }
    size += own.length;
  });
  groups.push({ first, members: draws.slice(first), size });
  return groups;
}

function checkDraws(values: Float64Array, object: number, width: number): void {
  if (values.length === 0 || values.length % width !== 0) {
    throw new CredenceError(
      'importance/draws',
      `Object ${object} has ${values.length} values; it needs ${width === 1 ? 'at least one draw' : `${width} for each draw, and at least one draw`}.`,
      { object, values: values.length, width },
    );
  }
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad === -1) return;
  const draw = Math.floor(bad / width);
  throw new CredenceError(
    'importance/draws',
    `Draw ${draw} of object ${object} is ${values[bad]}; all draws must be finite. Leave it out, or mend the sampler that made it.`,
    { object, draw, value: values[bad] },
  );
}
