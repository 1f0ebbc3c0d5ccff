/** Threads of the host, whichever it is: the one place that knows both adapters. */
import { threadClock } from './node/clock.js';
import { host } from './node/host.js';
import { nodeProcessors } from './node/processors.js';
import { nodeThreadPort, openNodeThread } from './node/threads.js';
import { openPageThread, pageThreadPort } from './page/threads.js';
import type { Thread, ThreadPort, WorkerEntry } from './threadPort.js';

/** Whether this host has threads at all. */
export function hasThreads(): boolean {
  return host !== undefined || typeof Worker !== 'undefined';
}

/** Starts a thread from an entry. Rejects when the host refuses; a file that is not there shows as a death of the thread. */
export function openThread(entry: WorkerEntry): Promise<Thread> {
  return host === undefined ? openPageThread(entry) : openNodeThread(entry);
}

/** The port of the thread this is called on to the one that made it; undefined on a first thread. */
export async function ownPort<Description>(): Promise<ThreadPort<Description> | undefined> {
  return host === undefined ? pageThreadPort() : nodeThreadPort();
}

/** Number of threads that can work at once. */
export async function processors(): Promise<number> {
  if (host !== undefined) return nodeProcessors();
  return typeof navigator === 'undefined' ? 1 : Math.max(1, navigator.hardwareConcurrency || 1);
}

/** A clock of the calling thread's work in seconds; of time that passes where the host cannot tell. */
export function ownClock(): Promise<() => number> {
  return threadClock();
}
