/** Counts of pairs in hexagonal cells. */

/** Cells with at least one pair. */
export interface Hexagons {
  /** Middles, in the units of the draws. */
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly count: readonly number[];
  /** Cells beside each other over the range of x. */
  readonly across: number;
}

/**
 * Source: Carr, Littlefield, Nicholson & Littlefield (1987), Scatterplot matrix techniques for large N, JASA 82(398): each pair
 * goes to the nearer middle of two lattices.
 * @param aspect width of the frame by its height
 */
export function hexagonsOf(
  x: Float64Array,
  y: Float64Array,
  [x0, x1]: readonly [number, number],
  [y0, y1]: readonly [number, number],
  aspect: number,
  across = 30,
): Hexagons {
  const stepX = (x1 - x0) / across;
  const stepY = (((y1 - y0) * aspect) / across) * Math.sqrt(3);
  const counts = new Map<string, { readonly x: number; readonly y: number; count: number }>();
  for (let i = 0; i < x.length; i++) {
    const [u, v] = [(x[i]! - x0) / stepX, (y[i]! - y0) / stepY];
    const [a, b] = [Math.round(u), Math.round(v)];
    const [c, d] = [Math.floor(u) + 0.5, Math.floor(v) + 0.5];
    const first = (u - a) ** 2 + 3 * (v - b) ** 2 <= (u - c) ** 2 + 3 * (v - d) ** 2;
    const [p, q] = first ? [a, b] : [c, d];
    const cell = counts.get(`${p} ${q}`);
    if (cell === undefined) counts.set(`${p} ${q}`, { x: x0 + p * stepX, y: y0 + q * stepY, count: 1 });
    else cell.count++;
  }
  const cells = [...counts.values()];
  return {
    x: cells.map((cell) => cell.x),
    y: cells.map((cell) => cell.y),
    count: cells.map((cell) => cell.count),
    across,
  };
}
