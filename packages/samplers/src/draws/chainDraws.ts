/** The draws of one chain in columns: one per dimension and one per statistic, growing by blocks. */
import { CredenceError } from '@credence/numerics';
import { type DivergenceRecord, type DrawBlock, STATISTICS, type Statistic, statisticColumns } from '../block.js';

/** Rows and columns turned over together, so that both stay in the cache. */
const TILE = 32;

/** Columns of `capacity` values each; `length` of them are filled. */
interface Chunk {
  readonly capacity: number;
  length: number;
  /** dimension x capacity, column by column. */
  readonly columns: Float64Array;
  readonly statistics: Readonly<Record<Statistic, Float64Array>>;
}

export class ChainDraws {
  private readonly chunks: Chunk[] = [];
  private readonly records: DivergenceRecord[] = [];
  private count = 0;

  /**
   * @param expected draws that will probably come; memory is taken for as many at the first block, and for as many as
   *   there are whenever it runs out
   */
  constructor(
    readonly dimension: number,
    private readonly expected: number,
  ) {}

  /** Draws so far. */
  get length(): number {
    return this.count;
  }

  /** Records of the draws that diverged, in order; `iteration` counts warm-up too. */
  get divergences(): readonly DivergenceRecord[] {
    return this.records;
  }

  /**
   * Copies a block's rows behind those there are.
   *
   * @throws CredenceError `draws/dimension` for a block of another dimension, `draws/memory` when there is no room for it
   */
  append(block: DrawBlock): void {
    if (block.dimension !== this.dimension) {
      throw new CredenceError(
        'draws/dimension',
        `A block of ${block.dimension} dimensions cannot be appended to draws of ${this.dimension}.`,
        { block: block.dimension, draws: this.dimension },
      );
    }
    for (let from = 0; from < block.length; ) {
      const chunk = this.room(block.length - from);
      const rows = Math.min(block.length - from, chunk.capacity - chunk.length);
      turnOver(block, from, rows, chunk);
      for (const name of STATISTICS) {
        chunk.statistics[name].set(block.statistics[name].subarray(from, from + rows), chunk.length);
      }
      chunk.length += rows;
      this.count += rows;
      from += rows;
    }
    this.records.push(...block.divergences);
  }

  /** Values of one dimension, draw by draw. Not to be written to; a view where the memory allows. */
  column(dimension: number): Float64Array {
    if (!(Number.isInteger(dimension) && dimension >= 0 && dimension < this.dimension)) {
      throw new CredenceError(
        'draws/index',
        `There is no dimension ${dimension} in draws of ${this.dimension} dimensions, counted from 0.`,
        { dimension, dimensions: this.dimension },
      );
    }
    return this.gather((chunk) =>
      chunk.columns.subarray(dimension * chunk.capacity, dimension * chunk.capacity + chunk.length),
    );
  }

  /** Values of one statistic, draw by draw. Not to be written to. */
  statistic(name: Statistic): Float64Array {
    return this.gather((chunk) => chunk.statistics[name].subarray(0, chunk.length));
  }

  /** Writes draw number `draw` into `out` (length `dimension`) and returns it. */
  row(draw: number, out: Float64Array = new Float64Array(this.dimension)): Float64Array {
    let within = draw;
    for (const { columns, capacity, length } of this.chunks) {
      if (within >= 0 && within < length && Number.isInteger(within)) {
        for (let d = 0; d < this.dimension; d++) out[d] = columns[d * capacity + within]!;
        return out;
      }
      within -= length;
    }
    throw new CredenceError('draws/index', `There is no draw ${draw} among ${this.count}, counted from 0.`, {
      draw,
      draws: this.count,
    });
  }

  private room(rows: number): Chunk {
    const last = this.chunks[this.chunks.length - 1];
    if (last && last.length < last.capacity) return last;
    const capacity = Math.max(rows, this.chunks.length === 0 ? this.expected : this.count);
    const chunk = takeMemory(this.dimension, capacity);
    this.chunks.push(chunk);
    return chunk;
  }

  private gather(part: (chunk: Chunk) => Float64Array): Float64Array {
    const [only] = this.chunks;
    if (only && this.chunks.length === 1) return part(only);
    const out = new Float64Array(this.count);
    let at = 0;
    for (const chunk of this.chunks) {
      out.set(part(chunk), at);
      at += chunk.length;
    }
    return out;
  }
}

function takeMemory(dimension: number, capacity: number): Chunk {
  try {
    return {
      capacity,
      length: 0,
      columns: new Float64Array(dimension * capacity),
      statistics: statisticColumns(capacity),
    };
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    const bytes = 8 * dimension * capacity;
    throw new CredenceError(
      'draws/memory',
      `There is no memory for ${capacity} draws of ${dimension} dimensions in one chain (${(bytes / 2 ** 20).toFixed(0)} MiB). Ask for fewer draws.`,
      { bytes, draws: capacity, dimension },
    );
  }
}

/** Copies rows of a block (row by row) into columns (column by column), tile by tile. */
function turnOver(block: DrawBlock, from: number, rows: number, { columns, capacity, length }: Chunk): void {
  const { dimension, draws } = block;
  for (let firstRow = 0; firstRow < rows; firstRow += TILE) {
    const endRow = Math.min(rows, firstRow + TILE);
    for (let firstColumn = 0; firstColumn < dimension; firstColumn += TILE) {
      const endColumn = Math.min(dimension, firstColumn + TILE);
      for (let d = firstColumn; d < endColumn; d++) {
        const to = d * capacity + length;
        for (let r = firstRow; r < endRow; r++) columns[to + r] = draws[(from + r) * dimension + d]!;
      }
    }
  }
}
