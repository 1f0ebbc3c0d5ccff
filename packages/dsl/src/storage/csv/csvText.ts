/** Cells of CSV files (RFC 4180): their text, and the way back. */

/** A cell as it stands in a file. */
export function cellText(text: string): string {
  return /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A real number: the shortest text that reads back to the same float64, with a point or an exponent. */
export function realText(value: number): string {
  if (Object.is(value, -0)) return '-0.0';
  const text = String(value);
  return Number.isInteger(value) && !text.includes('e') ? `${text}.0` : text;
}

/** Rows of a text that comes in parts. */
export class CsvRows {
  #rest = '';
  #line = 0;
  /** A row whose quotes are still open at the end of its line. */
  #open = '';

  /** @param take gets the cells of a row and the number of its line, from 1 */
  constructor(private readonly take: (cells: readonly string[], line: number) => void) {}

  push(part: string): void {
    const lines = (this.#rest + part).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#add(line);
  }

  /** The last line may end without a line break. */
  end(): void {
    if (this.#rest !== '') this.#add(this.#rest);
    this.#rest = '';
    if (this.#open !== '') this.take(cellsOf(this.#open), this.#line);
    this.#open = '';
  }

  #add(line: string): void {
    this.#line++;
    const whole = this.#open === '' ? line : `${this.#open}\n${line}`;
    if (!whole.includes('"')) {
      const text = whole.endsWith('\r') ? whole.slice(0, -1) : whole;
      if (text !== '') this.take(text.split(','), this.#line);
    } else if ((whole.split('"').length - 1) % 2 === 1) {
      this.#open = whole;
      return;
    } else {
      this.take(cellsOf(whole.endsWith('\r') ? whole.slice(0, -1) : whole), this.#line);
    }
    this.#open = '';
  }
}

/** Cells of a row with quotes. */
function cellsOf(row: string): readonly string[] {
  return Array.from(row.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g), ([, quoted, plain]) =>
    quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'),
  );
}
