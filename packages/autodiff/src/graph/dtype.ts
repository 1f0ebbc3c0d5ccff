/**
 * Element types and their promotion. bool and int32 values travel as float64 (0 or 1, whole numbers) through every
 * backend; the type says which operations make sense and which results are whole.
 */

export type DType = 'bool' | 'int32' | 'float64';

const rank: Readonly<Record<DType, number>> = { bool: 0, int32: 1, float64: 2 };

/** The wider of the types: bool < int32 < float64. */
export function promote(...dtypes: readonly DType[]): DType {
  let widest: DType = 'bool';
  for (const dtype of dtypes) if (rank[dtype] > rank[widest]) widest = dtype;
  return widest;
}

/** How the type of an elementwise result follows from the types of its inputs. */
export type DTypeRule = (inputs: readonly DType[]) => DType;

export const alwaysFloat: DTypeRule = () => 'float64';
export const alwaysBool: DTypeRule = () => 'bool';
/** Promotion; arithmetic on booleans counts, so bool becomes int32. */
export const arithmeticType: DTypeRule = (inputs) => promote('int32', ...inputs);
/** Promotion of all inputs but the first, which is a condition. */
export const branchType: DTypeRule = (inputs) => promote(...inputs.slice(1));
