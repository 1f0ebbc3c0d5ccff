/** Progress of an ensemble for people at a terminal: one line, drawn anew in place. */
import { clockTime, progressBar, type Terminal } from '../run/progress.js';
import type { EnsembleEvent, EnsembleProgress } from './sampleEnsemble.js';

/** Something that tells of an ensemble's events: a `Run`. */
interface Observable {
  on(listener: (event: EnsembleEvent) => void): () => void;
  finally(onFinally: () => void): Promise<unknown>;
}

/**
 * Shows the progress of a run: steps made of all, share of proposals accepted, and seconds to go. Nothing is written for a run
 * that ends before its second report.
 *
 * @param terminal where to draw; `undefined` (output that is not a terminal) shows nothing
 * @example showEnsembleProgress(run, standardError());
 */
export function showEnsembleProgress(run: Observable, terminal: Terminal | undefined): void {
  if (terminal === undefined) return;
  let reports = 0;
  const off = run.on((event) => {
    if (event.type !== 'progress' || ++reports < 2) return;
    const up = reports > 2 ? '\x1b[1A' : '';
    terminal.write(`${up}\x1b[2K${ensembleProgressLine(event).slice(0, terminal.columns - 1)}\n`);
  });
  run.finally(off).catch(() => {}); // the run's error is for those who await it
}

/** @example 'ensemble  ━━━━━━━━━━──────────  1000/2000  acceptance 0.71  0:04 left' */
export function ensembleProgressLine({ done, total, acceptance, eta }: EnsembleProgress): string {
  const width = String(total).length;
  const left = done === total || !Number.isFinite(eta) ? '' : `  ${clockTime(eta)} left`;
  return `ensemble  ${progressBar(done, total)}  ${String(done).padStart(width)}/${total}  acceptance ${acceptance.toFixed(2)}${left}`;
}
