/** Summary of an ensemble's parameters: location, spread and intervals, and how much they rest on. */

/** One parameter. Means, intervals and errors have its unit. */
export interface EnsembleSummaryRow {
  readonly name: string;
  readonly mean: number;
  /** Standard deviation, divisor n - 1. */
  readonly sd: number;
  /** 16, 50 and 84 % quantiles. */
  readonly quantiles: readonly [number, number, number];
  /** Shortest interval that holds `probability` of the draws. */
  readonly hdi: { readonly lower: number; readonly upper: number };
  /** Steps. */
  readonly autocorrelationTime: number;
  /** Draws of all walkers over the autocorrelation time. */
  readonly ess: number;
  /** Monte Carlo standard error of the mean: sd / sqrt(ess). */
  readonly mcseMean: number;
}

/** Rows in order of the parameters; prints as a table. */
export class EnsembleSummary {
  constructor(
    readonly rows: readonly EnsembleSummaryRow[],
    /** Mass of the interval. */
    readonly probability: number,
    /** Steps left out at the beginning, of all that were kept. */
    readonly discard: number,
    /** Steps the rows rest on. */
    readonly steps: number,
    readonly walkers: number,
  ) {}

  /** The row of a name, or undefined. */
  row(name: string): EnsembleSummaryRow | undefined {
    return this.rows.find((row) => row.name === name);
  }

  toString(): string {
    const mass = `${Number((100 * this.probability).toPrecision(4))} % HDI`;
    const head = ['', 'mean', 'sd', '16 %', '50 %', '84 %', `${mass} from`, 'to', 'MCSE mean', 'ESS', 'tau'];
    const lines = [head, ...this.rows.map(cells)];
    const widths = head.map((_, c) => Math.max(...lines.map((line) => [...(line[c] ?? '')].length)));
    const text = lines.map((line) =>
      line
        .map((cell, c) => {
          const space = ' '.repeat((widths[c] ?? 0) - [...cell].length);
          return c === 0 ? cell + space : space + cell;
        })
        .join('  ')
        .trimEnd(),
    );
    return `${text.join('\n')}\n${this.walkers} walkers x ${this.steps} steps; the ${this.discard} before them are left out`;
  }
}

function cells(row: EnsembleSummaryRow): string[] {
  const decimals = decimalsOf(row.sd);
  const { hdi, quantiles } = row;
  return [
    row.name,
    ...[row.mean, row.sd, ...quantiles, hdi.lower, hdi.upper].map((value) => fixed(value, decimals)),
    fixed(row.mcseMean, decimalsOf(row.mcseMean)),
    fixed(row.ess, 0),
    fixed(row.autocorrelationTime, 1),
  ];
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
