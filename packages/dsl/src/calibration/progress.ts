/** The progress of a calibration at a terminal: one line, drawn anew in place. */
import { clockTime, progressBar, type Terminal } from '@credence/samplers';

/** How far a calibration is. */
export interface CalibrationProgress {
  readonly type: 'progress';
  /** Simulations that are done, failed ones too. */
  readonly done: number;
  readonly total: number;
  readonly failed: number;
  /** Seconds to go. */
  readonly eta: number;
}

/** Milliseconds between two drawings. */
const INTERVAL = 100;

/** Draws progress at a terminal; returns what draws the end. Nothing is written for what ends within the interval. */
export function calibrationProgress(terminal: Terminal | undefined): (event: CalibrationProgress) => void {
  if (terminal === undefined) return () => {};
  let last = performance.now();
  let drawn = false;
  return (event) => {
    const isLast = event.done === event.total;
    if (performance.now() - last < INTERVAL && !(isLast && drawn)) return;
    last = performance.now();
    terminal.write(`${drawn ? '\x1b[1A' : ''}\x1b[2K${calibrationLine(event).slice(0, terminal.columns - 1)}\n`);
    drawn = true;
  };
}

/** @example 'calibration  ━━━━━━━━━━──────────  100/200  2 failed  0:12 left' */
export function calibrationLine({ done, total, failed, eta }: CalibrationProgress): string {
  const count = String(done).padStart(String(total).length);
  const failures = failed === 0 ? '' : `  ${failed} failed`;
  const left = done === total || !Number.isFinite(eta) ? '' : `  ${clockTime(eta)} left`;
  return `calibration  ${progressBar(done, total)}  ${count}/${total}${failures}${left}`;
}
