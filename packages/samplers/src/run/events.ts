/** What a run of chains tells while it goes on. */
import type { CredenceError } from '@credence/numerics';
import type { DrawBlock } from '../block.js';
import type { ProgressMessage, WarmupReport } from './protocol.js';

/** Where the chains are computed, and why there. */
export interface Placement {
  /** Worker threads; 0 when the chains run on the calling thread. */
  readonly workers: number;
  readonly reason:
    | 'asked'
    | 'small'
    | 'large'
    | 'no-worker-entry'
    | 'no-threads'
    | 'own-sampler'
    | 'workers-failed-to-start';
  /** Predicted work of the whole run, where it was asked for. */
  readonly predictedSeconds?: number;
}

/** A chain's state, at most about ten times a second, and at the ends of its phases. */
export interface ProgressEvent extends ProgressMessage {
  /** Seconds until this chain will have ended, if it goes on as so far; 0 when done. */
  readonly eta: number;
}

export type RunEvent =
  | { readonly type: 'placed'; readonly placement: Placement }
  | ProgressEvent
  | { readonly type: 'warmed'; readonly chain: number; readonly warmup: WarmupReport }
  /** Draws `first`, `first + 1` ... of a chain. They are in the result's columns already. */
  | { readonly type: 'draws'; readonly chain: number; readonly first: number; readonly block: DrawBlock }
  | { readonly type: 'ended'; readonly chain: number; readonly status: 'complete' | 'stopped' }
  | { readonly type: 'failed'; readonly chain: number; readonly error: CredenceError };
