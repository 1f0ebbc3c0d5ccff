/** Stan's schedule of warm-up as data: a fast interval, slow windows of doubling length, a fast interval. */

/** Numbers of warm-up iterations; [start, end) intervals count from 0. */
export interface WarmupWindows {
  /** Iterations whose draws enter an estimate of the metric: [slowStart, slowEnd). */
  readonly slowStart: number;
  readonly slowEnd: number;
  /** Last iteration of every window, after which the metric is estimated from the window's draws. */
  readonly windowEnds: readonly number[];
}

const INITIAL = 75;
const FIRST_WINDOW = 25;
const FINAL = 50;

/**
 * Windows for `tune` iterations, as Stan's `windowed_adaptation`: 75 fast, windows of 25, 50, 100 ... (the last is stretched
 * to the end), 50 fast. Under 150 iterations: 15 %, one window, 10 %. Under 20: no estimate of a metric.
 */
export function warmupWindows(tune: number): WarmupWindows {
  if (tune < 20) return { slowStart: tune, slowEnd: tune, windowEnds: [] };
  const fits = INITIAL + FIRST_WINDOW + FINAL <= tune;
  const slowStart = fits ? INITIAL : Math.trunc(0.15 * tune);
  const slowEnd = tune - (fits ? FINAL : Math.trunc(0.1 * tune));
  let size = fits ? FIRST_WINDOW : slowEnd - slowStart;
  let end = slowStart + size - 1;
  const windowEnds: number[] = [];
  while (end < slowEnd) {
    windowEnds.push(end);
    if (end === slowEnd - 1) break;
    size *= 2;
    end += size;
    // When the window after this one would not fit, this one takes what is left.
    if (end + 2 * size >= slowEnd) end = slowEnd - 1;
  }
  return { slowStart, slowEnd, windowEnds };
}
