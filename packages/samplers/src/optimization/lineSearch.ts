/** A step along a line that goes up enough and leaves little slope: the strong Wolfe conditions. */

/** Value and slope of a function along a line. */
export interface LinePoint {
  readonly step: number;
  readonly value: number;
  readonly slope: number;
}

/** Share of the first slope's promise that a step must keep, and share of the slope that may be left. */
const ENOUGH = 1e-4;
const LEFT = 0.9;
const MOST_STEPS = 30;
/** Interpolated steps keep this share of an interval from its ends. */
const MARGIN = 0.1;

/**
 * A step at which a function, to be made large, has risen by at least 1e-4 of what its slope at 0 promised, and its slope has come
 * down to at most 0.9 of that; where none is found the highest point that was, undefined when nothing is above the start.
 *
 * Values that are no numbers, or infinite, count as far below.
 *
 * Source: Nocedal & Wright (2006), Numerical Optimization, algorithms 3.5 and 3.6, with cubic interpolation (equation 3.59).
 * @param at evaluates the function at a step
 * @param start at step 0, with a positive slope
 * @param first the step that is tried first
 */
export function lineSearch(at: (step: number) => LinePoint, start: LinePoint, first: number): LinePoint | undefined {
  let best: LinePoint | undefined;
  const look = (step: number): LinePoint => {
    const found = at(step);
    const point =
      Number.isFinite(found.value) && Number.isFinite(found.slope) ? found : { step, value: -Infinity, slope: -1 };
    if (point.value > (best ?? start).value) best = point;
    return point;
  };
  const enough = (point: LinePoint) => point.value >= start.value + ENOUGH * point.step * start.slope;
  const flat = (point: LinePoint) => Math.abs(point.slope) <= LEFT * start.slope;
  let before = start;
  let step = first;
  for (let tried = 0; tried < MOST_STEPS; tried++) {
    const point = look(step);
    if (!enough(point) || (tried > 0 && point.value <= before.value)) return zoom(before, point) ?? best;
    if (flat(point)) return point;
    if (point.slope <= 0) return zoom(point, before) ?? best;
    before = point;
    step *= 2;
  }
  return best;

  /** Between a step that rises enough and one that does not, or has passed the top. */
  function zoom(low: LinePoint, high: LinePoint): LinePoint | undefined {
    let [near, far] = [low, high];
    for (let tried = 0; tried < MOST_STEPS; tried++) {
      const point = look(between(near, far));
      if (!enough(point) || point.value <= near.value) {
        far = point;
      } else {
        if (flat(point)) return point;
        if (point.slope * (far.step - near.step) <= 0) far = near;
        near = point;
      }
      if (Math.abs(far.step - near.step) <= 1e-14 * Math.max(near.step, far.step)) break;
    }
    return undefined;
  }
}

/** Where the cubic through two points with their slopes is largest, kept from the ends; else the middle. */
function between(a: LinePoint, b: LinePoint): number {
  const width = b.step - a.step;
  const middle = a.step + 0.5 * width;
  if (!Number.isFinite(b.value)) return a.step + MARGIN * width;
  const d1 = a.slope + b.slope - (3 * (a.value - b.value)) / (a.step - b.step);
  const root = d1 * d1 - a.slope * b.slope;
  if (!(root >= 0)) return middle;
  const d2 = Math.sign(width) * Math.sqrt(root);
  // Of the negative function, whose least value is sought.
  const share = (-b.slope + d2 + d1) / (-b.slope + a.slope + 2 * d2);
  const place = b.step - width * share;
  const [first, last] = [a.step + MARGIN * width, b.step - MARGIN * width];
  const [lowest, highest] = width > 0 ? [first, last] : [last, first];
  return place >= lowest && place <= highest ? place : middle;
}
