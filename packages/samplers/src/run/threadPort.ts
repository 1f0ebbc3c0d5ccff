/** The two ends of a thread that runs chains: what its maker holds, and what it sees itself. */
import type { FromThread, ToThread } from './protocol.js';

/** A thread as its maker sees it: it takes and gives plain messages, and may fail. */
export interface Thread {
  post(message: ToThread<unknown>): void;
  /** Called with every message, and with the reason when the thread dies by itself. Set once, before anything is posted. */
  listen(onMessage: (message: FromThread) => void, onDeath: (reason: string) => void): void;
  /** Ends the thread, whatever it is doing. */
  end(): void;
}

/** The maker as a thread sees it. */
export interface ThreadPort<Description> {
  /** `transfer`: memory that leaves this thread with the message. */
  post(message: FromThread, transfer: ArrayBuffer[]): void;
  listen(onMessage: (message: ToThread<Description>) => void): void;
  /** No more messages will be taken; the thread ends when it has nothing left to do. */
  close(): void;
  /** Seconds that this thread has worked, where the host can tell, else seconds that have passed. */
  clock(): number;
}

/**
 * One file that holds all the code of a worker: an ES module without imports, whose last act is `serveChains`.
 * `tools/build/bundleWorkers.mjs` makes it.
 */
export interface WorkerEntry {
  /** Where the file lies: `new URL('./x.worker.js', import.meta.url)`. */
  readonly url: URL;
  /**
   * Its text, for pages whose bundler does not carry the file along; undefined when there is none. Loaded only when
   * workers are started.
   */
  readonly source?: () => Promise<string | undefined>;
}
