/** The table of a posterior: location, spread, interval, errors and diagnostics of every element. */
import type { QuantitySummary } from '@credence/samplers';
import { inspect } from '../inspect.js';
import { fixed, textTable } from '../textTable.js';

/** One element of one variable. */
export interface SummaryRow extends QuantitySummary {
  /** With its index or label, e.g. `theta[Choate]`. */
  readonly name: string;
}

/** Rows in order of declaration; prints as a table. */
export class Summary {
  constructor(
    readonly rows: readonly SummaryRow[],
    /** Mass of the interval. */
    readonly probability: number,
  ) {}

  /** The row of a name, or undefined. */
  row(name: string): SummaryRow | undefined {
    return this.rows.find((row) => row.name === name);
  }

  [inspect](): string {
    return this.toString();
  }

  /** The table; of more than `rows` rows the first ones, and a line that says how many there are. Default: all. */
  toString(rows = Number.POSITIVE_INFINITY): string {
    const shown = this.rows.slice(0, rows);
    const rest = this.rows.length - shown.length;
    const lines = [table(shown, this.probability), ...(rest > 0 ? [`... and ${rest} more`] : []), ...reasons(shown)];
    return lines.join('\n');
  }
}

/** Names that are listed for one reason. */
const NAMED = 8;

/** Why values are NaN, one line a reason. */
function reasons(rows: readonly SummaryRow[]): readonly string[] {
  const names = new Map<string, string[]>();
  for (const { name, missing } of rows) {
    if (missing !== undefined) names.set(missing, [...(names.get(missing) ?? []), name]);
  }
  return [...names].map(([reason, all]) => {
    const more = all.length > NAMED ? ` and ${all.length - NAMED} more` : '';
    return `NaN: ${reason}: ${all.slice(0, NAMED).join(', ')}${more}`;
  });
}

function table(rows: readonly SummaryRow[], probability: number): string {
  const mass = `${Number((100 * probability).toPrecision(4))} % HDI`;
  const head = ['', 'mean', 'sd', `${mass} from`, 'to', 'MCSE mean', 'MCSE sd', 'ESS bulk', 'ESS tail', 'R-hat'];
  return textTable([head, ...rows.map(cellsOf)]);
}

function cellsOf(row: SummaryRow): readonly string[] {
  const decimals = decimalsOf(row.sd);
  const errorDecimals = decimalsOf(row.mcseMean);
  return [
    row.name,
    fixed(row.mean, decimals),
    fixed(row.sd, decimals),
    fixed(row.hdi.lower, decimals),
    fixed(row.hdi.upper, decimals),
    fixed(row.mcseMean, errorDecimals),
    fixed(row.mcseSd, errorDecimals),
    fixed(row.essBulk, 0),
    fixed(row.essTail, 0),
    fixed(row.rHat, 3),
  ];
}

/** Decimals that show three significant digits of a positive number, at most 12. */
function decimalsOf(scale: number): number {
  if (!(scale > 0) || !Number.isFinite(scale)) return 3;
  const exponent = Number(scale.toExponential(2).split('e')[1]);
  return Math.min(12, Math.max(0, 2 - exponent));
}
