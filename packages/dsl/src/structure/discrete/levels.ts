/** The values of a discrete variable, where they are finitely many and known before the data. */
import type { RandomDeclaration } from '../../model/declarations.js';
import { literalNumber } from '../../model/values.js';

/** Values beyond which nothing is summed. */
const MOST_LEVELS = 1000;

/** Values of each element, or why they cannot be listed, in words. */
export function levelsOf({ support, distribution }: RandomDeclaration): readonly number[] | string {
  const { ends, range } = support;
  const end = (side: 'lower' | 'upper'): number | undefined => {
    const known = ends?.[side] ?? range?.[side];
    return typeof known === 'number' || known === undefined ? known : literalNumber(known);
  };
  const [lower, upper] = [end('lower'), end('upper')];
  if (distribution.eventRank > 0) return `it is made of vectors of whole numbers`;
  if (lower === undefined || upper === undefined) return 'how many values it has depends on data or on other variables';
  if (!Number.isFinite(upper - lower)) return `it has infinitely many values (${support.text})`;
  if (upper - lower >= MOST_LEVELS) return `it has ${upper - lower + 1} values, and at most ${MOST_LEVELS} are summed`;
  return Array.from({ length: upper - lower + 1 }, (_, i) => lower + i).filter(
    (level) => support.holds?.(level) ?? true,
  );
}
