/** Marks of two quantities against each other: contours, points, and true values. Shared by corner and pair plots. */
import { contour, dot, type Markish, ruleX, ruleY } from '@observablehq/plot';
import type { PlaneDensity } from '../density/plane.js';
import { theme } from '../theme/theme.js';
import type { PairData } from './pairs.js';

export interface PairStyle {
  readonly colour: string;
  readonly dash: string;
  /** Strength of the fill of each contour. */
  readonly fill: number;
  readonly points: boolean;
}

export function pairMarks(pair: PairData, { colour, dash, fill, points }: PairStyle): readonly Markish[] {
  const { plane, levels, x, y } = pair;
  const marks: Markish[] = [];
  if (points || plane === undefined) {
    const r = plane === undefined ? 1.6 : 1;
    marks.push(
      dot(
        x.map((at, i) => ({ x: at, y: y[i] })),
        { x: 'x', y: 'y', r, fill: colour, fillOpacity: 0.35 },
      ),
    );
  }
  if (plane !== undefined) {
    for (const { level } of levels) {
      marks.push(
        contour(plane.density, {
          ...placeOf(plane),
          thresholds: [level],
          fill: colour,
          fillOpacity: fill,
          stroke: colour,
          strokeWidth: 1.1,
          ...(dash === '' ? {} : { strokeDasharray: dash }),
        }),
      );
    }
  }
  return marks;
}

function placeOf({ x, y }: PlaneDensity) {
  const half = (side: Float64Array) => (side[1]! - side[0]!) / 2;
  return {
    width: x.length,
    height: y.length,
    x1: x[0]! - half(x),
    x2: x.at(-1)! + half(x),
    y1: y[0]! - half(y),
    y2: y.at(-1)! + half(y),
    interpolate: 'none' as const,
    smooth: true,
  };
}

/** Lines at true values, and a square where they meet. */
export function truthMarks(x: number | undefined, y: number | undefined): readonly Markish[] {
  const stroke = { stroke: theme.truth, strokeWidth: 1 };
  return [
    ...(x === undefined ? [] : [ruleX([x], stroke)]),
    ...(y === undefined ? [] : [ruleY([y], stroke)]),
    ...(x === undefined || y === undefined
      ? []
      : [dot([[x, y]], { x: '0', y: '1', r: 2.6, symbol: 'square', fill: theme.truth })]),
  ];
}
