/** What is known of the chains of a run: gathered from their messages, told on as events, given as the result. */
import type { CredenceError } from '@credence/numerics';
import { Draws } from '../draws/draws.js';
import type { Placement, RunEvent } from './events.js';
import { type ChainMessage, fromPlainError, type SamplingReport, type WarmupReport } from './protocol.js';

export interface ChainReport {
  readonly chain: number;
  readonly status: 'complete' | 'stopped' | 'failed';
  /** Draws kept. */
  readonly drawn: number;
  /** Absent when the chain failed before its warm-up ended. */
  readonly warmup?: WarmupReport;
  /** Absent when the chain failed. */
  readonly sampling?: SamplingReport;
  readonly error?: CredenceError;
}

export interface RunResult {
  readonly draws: Draws;
  readonly chains: readonly ChainReport[];
  /** Whether a stop cut at least one chain short. */
  readonly stopped: boolean;
  /** One for each chain that failed; the draws it had made are kept. */
  readonly errors: readonly CredenceError[];
  readonly placement: Placement;
  /** From the call to the last draw, by the clock on the wall. */
  readonly wallSeconds: number;
}

interface Entry {
  status: ChainReport['status'] | 'running';
  begun: number;
  warmup?: WarmupReport;
  sampling?: SamplingReport;
  error?: CredenceError;
}

export class RunRecord {
  readonly draws: Draws;
  private readonly entries: Entry[];
  private readonly begun = performance.now();

  constructor(
    chains: number,
    dimension: number,
    draws: number,
    private readonly emit: (event: RunEvent) => void,
  ) {
    this.draws = new Draws(chains, dimension, draws);
    this.entries = Array.from({ length: chains }, () => ({ status: 'running', begun: performance.now() }));
  }

  /** Takes a chain's message in and tells of it. `where`: the thread it came from, for errors. */
  receive(message: ChainMessage, where: string): void {
    const { chain } = message;
    const entry = this.entries[chain]!;
    switch (message.type) {
      case 'progress': {
        const { done, total } = message;
        const elapsed = (performance.now() - entry.begun) / 1000;
        this.emit({ ...message, eta: done === 0 ? Number.NaN : (elapsed / done) * (total - done) });
        return;
      }
      case 'warmed':
        entry.warmup = message.warmup;
        this.emit(message);
        return;
      case 'draws': {
        const first = this.draws.chains[chain]!.length;
        this.draws.append(chain, message.block);
        this.emit({ ...message, first });
        return;
      }
      case 'ended':
        entry.status = message.stopped ? 'stopped' : 'complete';
        entry.sampling = message.sampling;
        this.emit({ type: 'ended', chain, status: entry.status });
        return;
      case 'failed':
        this.fail(chain, fromPlainError(message.error, 'run/chain-failed', `Chain ${chain} failed ${where}`));
    }
  }

  /** Notes that a chain will not go on. */
  fail(chain: number, error: CredenceError): void {
    const entry = this.entries[chain]!;
    if (entry.status !== 'running') return;
    entry.status = 'failed';
    entry.error = error;
    this.emit({ type: 'failed', chain, error });
  }

  /** Those of `chains` that have not ended. */
  running(chains: readonly number[]): number[] {
    return chains.filter((chain) => this.entries[chain]!.status === 'running');
  }

  /** @throws the first error when every chain failed and nothing was drawn */
  result(placement: Placement): RunResult {
    const chains = this.entries.map(({ status, warmup, sampling, error }, chain): ChainReport => {
      return {
        chain,
        status: status === 'running' ? 'stopped' : status,
        drawn: this.draws.chains[chain]!.length,
        ...(warmup && { warmup }),
        ...(sampling && { sampling }),
        ...(error && { error }),
      };
    });
    const errors = chains.flatMap(({ error }) => error ?? []);
    const [first] = errors;
    if (first !== undefined && errors.length === chains.length && this.draws.total === 0) throw first;
    return {
      draws: this.draws,
      chains,
      stopped: chains.some(({ status }) => status === 'stopped'),
      errors,
      placement,
      wallSeconds: (performance.now() - this.begun) / 1000,
    };
  }
}
