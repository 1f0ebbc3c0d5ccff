/** Progress of a run for people at a terminal: one line a chain, drawn anew in place. */
import type { ProgressEvent, RunEvent } from './events.js';

/** A terminal that understands ANSI's cursor movements. */
export interface Terminal {
  readonly columns: number;
  write(text: string): void;
}

/** Something that tells of a run's events: a `Run`. */
interface Observable {
  on(listener: (event: RunEvent) => void): () => void;
  finally(onFinally: () => void): Promise<unknown>;
}

/** Milliseconds between two drawings. */
const INTERVAL = 100;
const BAR = 20;

/**
 * Shows the progress of a run: done of all transitions, phase, divergences, step size, and seconds to go, for each chain.
 * Nothing is written for a run that ends before its first report.
 *
 * @param terminal where to draw; `undefined` (output that is not a terminal) shows nothing
 * @example showProgress(run, standardError());
 */
export function showProgress(run: Observable, terminal: Terminal | undefined): void {
  if (terminal === undefined) return;
  const chains = new Map<number, ProgressEvent>();
  const failed = new Set<number>();
  let drawn = 0;
  let last = performance.now(); // a run shorter than the interval leaves no trace
  const draw = () => {
    last = performance.now();
    const lines = [...chains.keys()]
      .sort((a, b) => a - b)
      .map((chain) => progressLine(chains.get(chain)!, failed.has(chain)));
    const up = drawn > 0 ? `\x1b[${drawn}A` : '';
    terminal.write(up + lines.map((line) => `\x1b[2K${line.slice(0, terminal.columns - 1)}\n`).join(''));
    drawn = lines.length;
  };
  const off = run.on((event) => {
    if (event.type === 'failed') failed.add(event.chain);
    if (event.type !== 'progress') return;
    chains.set(event.chain, event);
    if (performance.now() - last >= INTERVAL) draw();
  });
  const end = () => {
    off();
    if (drawn > 0) draw();
  };
  run.finally(end).catch(() => {}); // the run's error is for those who await it
}

/** @example 'chain 0  ━━━━━━━━━━──────────  1000/2000  draws    3 divergences  step 0.412  0:04 left' */
export function progressLine(event: ProgressEvent, failed = false): string {
  const { chain, done, total, phase, divergences, stepSize, eta } = event;
  const bar = progressBar(done, total);
  const width = String(total).length;
  const state = failed ? 'failed' : phase === 'warmup' ? 'warm-up' : phase;
  const left = failed || phase === 'done' || !Number.isFinite(eta) ? '' : `  ${clockTime(eta)} left`;
  const count = `${divergences} divergence${divergences === 1 ? '' : 's'}`;
  return `chain ${chain}  ${bar}  ${String(done).padStart(width)}/${total}  ${state.padEnd(7)}  ${count}  step ${stepSize.toPrecision(3)}${left}`;
}

/** A bar of fixed length. */
export function progressBar(done: number, total: number): string {
  const filled = Math.round((BAR * done) / Math.max(1, total));
  return '━'.repeat(filled) + '─'.repeat(BAR - filled);
}

/** @example '1:02:03' or '0:04' */
export function clockTime(seconds: number): string {
  const whole = Math.ceil(seconds);
  const pad = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(whole % 60)}` : `${minutes}:${pad(whole % 60)}`;
}
