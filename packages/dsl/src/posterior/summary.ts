/** The table of a posterior: location, spread, interval, errors and diagnostics of every element. */
import type { QuantitySummary } from '@credence/samplers';

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

  toString(): string {
    const mass = `${Number((100 * this.probability).toPrecision(4))} % HDI`;
    const head = ['', 'mean', 'sd', `${mass} from`, 'to', 'MCSE mean', 'MCSE sd', 'ESS bulk', 'ESS tail', 'R-hat'];
    const body = this.rows.map((row) => {
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
    });
    const table = [head, ...body];
    const widths = head.map((_, column) => Math.max(...table.map((cells) => [...(cells[column] ?? '')].length)));
    const line = (cells: readonly string[]) =>
      cells
        .map((cell, column) => {
          const space = ' '.repeat((widths[column] ?? 0) - [...cell].length);
          return column === 0 ? cell + space : space + cell;
        })
        .join('  ')
        .trimEnd();
    return table.map(line).join('\n');
  }
}

/** Decimals that show three significant digits of a positive number, at most 12. */
function decimalsOf(scale: number): number {
  if (!(scale > 0) || !Number.isFinite(scale)) return 3;
  const exponent = Number(scale.toExponential(2).split('e')[1]);
  return Math.min(12, Math.max(0, 2 - exponent));
}

function fixed(value: number, decimals: number): string {
  return Number.isFinite(value) ? value.toFixed(decimals) : String(value);
}
