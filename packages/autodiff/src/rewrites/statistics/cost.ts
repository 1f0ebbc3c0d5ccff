/** What a sum costs at each evaluation, in numbers that are read: the one place that says when a rewrite pays. */

/** A sum over data. */
export interface PlainCost {
  /** Elements of the data. */
  readonly rows: number;
  /** Columns of the linear predictor. */
  readonly columns: number;
}

/** What takes its place. */
export interface ReducedCost {
  /** Groups of the data. */
  readonly groups: number;
  readonly columns: number;
}

/** Fewer data than this are as fast in a loop. */
const FEWEST_ROWS = 4;

/** Rows of a triangle of K columns, or of the groups, are each read once for the value and once for the gradient, as those of the data are. */
export function pays(plain: PlainCost, reduced: ReducedCost): boolean {
  const { groups, columns } = reduced;
  return plain.rows >= FEWEST_ROWS && (groups + columns / 2) * (1 + columns) < plain.rows * (1 + plain.columns);
}
