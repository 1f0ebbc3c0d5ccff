/** Draws and moments of a density that is given at points, with straight lines between them. */
import type { Rng } from '@credence/numerics';

export interface Points {
  readonly xPoints: Float64Array;
  readonly pdfPoints: Float64Array;
}

/** A piece between two neighbouring points: where it begins, its width, and the density at both ends. */
interface Piece {
  readonly from: number;
  readonly width: number;
  readonly first: number;
  readonly last: number;
}

const piecesOf = ({ xPoints, pdfPoints }: Points): readonly Piece[] =>
  Array.from({ length: xPoints.length - 1 }, (_, i) => {
    const [from = 0, to = 0, first = 0, last = 0] = [xPoints[i], xPoints[i + 1], pdfPoints[i], pdfPoints[i + 1]];
    return { from, width: to - from, first, last };
  });

const areaOf = ({ width, first, last }: Piece) => ((first + last) / 2) * width;

/** A piece by its area, and the place in it where that share of the area lies below. */
export function drawFromPoints(rng: Rng, points: Points): number {
  const pieces = piecesOf(points);
  const piece = pieces[rng.categorical(pieces.map(areaOf))];
  if (piece === undefined) return Number.NaN;
  const { from, width, first, last } = piece;
  const u = rng.uniform();
  const root = Math.sqrt(first * first * (1 - u) + last * last * u);
  return from + width * Math.min(1, (u * (first + last)) / (first + root));
}

export function momentsOfPoints(points: Points): { readonly mean: number; readonly variance: number } {
  const pieces = piecesOf(points);
  const total = pieces.reduce((sum, piece) => sum + areaOf(piece), 0);
  const mean =
    pieces.reduce((sum, piece) => {
      const { from, width, first, last } = piece;
      return sum + areaOf(piece) * from + (width * width * (first + 2 * last)) / 6;
    }, 0) / total;
  const square = pieces.reduce((sum, piece) => {
    const { from, width, first, last } = piece;
    const d = from - mean;
    const mixed = (d * width * width * (first + 2 * last)) / 3;
    return sum + areaOf(piece) * d * d + mixed + (width ** 3 * (first + 3 * last)) / 12;
  }, 0);
  return { mean, variance: square / total };
}

/** The first of the points with the highest density. */
export const modeOfPoints = ({ xPoints, pdfPoints }: Points): number =>
  xPoints[pdfPoints.reduce((best, value, i) => (value > (pdfPoints[best] ?? 0) ? i : best), 0)] ?? Number.NaN;
