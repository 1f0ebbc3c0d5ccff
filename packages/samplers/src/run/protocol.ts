/** The plain messages between the thread of a run and the threads of its chains. */
import { CredenceError, type ErrorDetails, type RngKey } from '@credence/numerics';
import type { DivergenceRecord, DrawBlock } from '../block.js';
import type { ChainSettings } from '../chainContract.js';

/** One chain to run. */
export interface ChainJob {
  readonly chain: number;
  readonly key: RngKey;
  readonly start?: ArrayLike<number>;
}

/** To a thread: make the density and run these chains, once; or stop. Or: make the density, and evaluate blocks of places. */
export type ToThread<Description> =
  | {
      readonly type: 'run';
      readonly description: Description;
      readonly settings: ChainSettings;
      readonly jobs: readonly ChainJob[];
    }
  | { readonly type: 'stop' }
  | { readonly type: 'prepare'; readonly description: Description }
  /** `count` positions, one after another. */
  | { readonly type: 'evaluate'; readonly positions: Float64Array; readonly count: number };

/** What a warm-up came to. */
export interface WarmupReport {
  /** Transitions done. */
  readonly transitions: number;
  /** Step size of the draws that follow. */
  readonly stepSize: number;
  /** Diagonal of the inverse metric: variances of the posterior, up to a common factor. */
  readonly inverseMetric: Float64Array;
  /** Leapfrog steps, the search for a first step size included. */
  readonly leapfrogs: number;
  /** Seconds on the chain's thread. */
  readonly seconds: number;
  readonly divergences: readonly DivergenceRecord[];
}

/** What it took to make a chain's draws. */
export interface SamplingReport {
  readonly leapfrogs: number;
  readonly seconds: number;
}

export interface ProgressMessage {
  readonly type: 'progress';
  readonly chain: number;
  readonly phase: 'warmup' | 'draws' | 'done';
  /** Transitions done and asked for, warm-up included. */
  readonly done: number;
  readonly total: number;
  /** Divergent draws; during warm-up, divergent transitions of it. */
  readonly divergences: number;
  readonly stepSize: number;
  readonly leapfrogs: number;
}

/** What a chain tells while it runs, wherever it runs. */
export type ChainMessage =
  | ProgressMessage
  | { readonly type: 'warmed'; readonly chain: number; readonly warmup: WarmupReport }
  | { readonly type: 'draws'; readonly chain: number; readonly block: DrawBlock }
  | { readonly type: 'ended'; readonly chain: number; readonly stopped: boolean; readonly sampling: SamplingReport }
  | { readonly type: 'failed'; readonly chain: number; readonly error: PlainError };

/**
 * From a thread: it can be spoken to; a chain's message; the values of a block; all its chains have ended; its density could
 * not be made or evaluated.
 */
export type FromThread =
  | { readonly type: 'ready' }
  | ChainMessage
  | { readonly type: 'values'; readonly logDensities: Float64Array }
  | { readonly type: 'finished' }
  | { readonly type: 'unable'; readonly error: PlainError };

/** An error as a message. */
export interface PlainError {
  readonly message: string;
  readonly stack?: string;
  /** Of a `CredenceError`; its sentence is `message` without the code. */
  readonly code?: string;
  readonly details?: ErrorDetails;
}

export function toPlainError(error: unknown): PlainError {
  if (!(error instanceof Error)) return { message: String(error) };
  const stack = error.stack === undefined ? {} : { stack: error.stack };
  if (!(error instanceof CredenceError)) return { message: `${error.name}: ${error.message}`, ...stack };
  const message = error.message.slice(0, error.message.length - error.code.length - 3);
  return { message, code: error.code, details: cloneable(error.details), ...stack };
}

/** The error that was sent. One without a code gets `code`, and `where` before its words. */
export function fromPlainError(plain: PlainError, code: string, where: string): CredenceError {
  const { message, stack } = plain;
  const error =
    plain.code === undefined
      ? new CredenceError(code, `${where}: ${message}`, stack === undefined ? {} : { stack })
      : new CredenceError(plain.code, message, plain.details);
  return error;
}

/** Details that no thread may receive (functions, objects of the host) are told in words. */
function cloneable(details: ErrorDetails): ErrorDetails {
  try {
    return structuredClone(details);
  } catch {
    return Object.fromEntries(Object.entries(details).map(([name, value]) => [name, String(value)]));
  }
}

/** The memory of a block, which travels to another thread instead of being copied. */
export function buffersOf(message: FromThread): ArrayBuffer[] {
  if (message.type !== 'draws') return [];
  const arrays = [message.block.draws, ...Object.values(message.block.statistics)];
  return arrays.flatMap(({ buffer }) => (buffer instanceof ArrayBuffer ? [buffer] : []));
}
