/** Worker threads of Node as threads that run chains. */
import type { FromThread, ToThread } from '../protocol.js';
import type { Thread, ThreadPort, WorkerEntry } from '../threadPort.js';
import { threadClock } from './clock.js';
import { builtin } from './host.js';

interface WorkerThreads<Description> {
  readonly Worker: new (file: URL, options: { readonly execArgv: readonly string[] }) => NodeWorker;
  readonly parentPort: NodePort<Description> | null;
}

interface NodeWorker {
  postMessage(message: ToThread<unknown>): void;
  on(event: 'message', listener: (message: FromThread) => void): unknown;
  on(event: 'error', listener: (error: unknown) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
  terminate(): Promise<unknown>;
}

interface NodePort<Description> {
  postMessage(message: FromThread, transfer: readonly ArrayBuffer[]): void;
  on(event: 'message', listener: (message: ToThread<Description>) => void): unknown;
  close(): void;
}

interface FileSystem {
  existsSync(path: URL): boolean;
}

/** A thread from the entry's file, or from its text where a bundler left the file behind. */
export async function openNodeThread(entry: WorkerEntry): Promise<Thread> {
  const { Worker } = await builtin<WorkerThreads<unknown>>('worker_threads');
  // Flags of this process are not for the worker: some, like --input-type, would keep it from starting.
  const worker = new Worker(await locate(entry), { execArgv: [] });
  return {
    post: (message) => worker.postMessage(message),
    listen(onMessage, onDeath) {
      worker.on('message', onMessage);
      worker.on('error', (error) => onDeath(String(error)));
      worker.on('exit', (code) => onDeath(`it ended with code ${code}`));
    },
    end: () => {
      worker.terminate();
    },
  };
}

async function locate({ url, source }: WorkerEntry): Promise<URL> {
  const { existsSync } = await builtin<FileSystem>('fs');
  if (url.protocol !== 'file:' || existsSync(url)) return url;
  const text = await source?.();
  return text === undefined ? url : new URL(`data:text/javascript,${encodeURIComponent(text)}`);
}

/** This thread's port to the one that made it; undefined in the first thread of the process. */
export async function nodeThreadPort<Description>(): Promise<ThreadPort<Description> | undefined> {
  const { parentPort } = await builtin<WorkerThreads<Description>>('worker_threads');
  if (parentPort === null) return undefined;
  const clock = await threadClock();
  return {
    post: (message, transfer) => parentPort.postMessage(message, transfer),
    listen: (onMessage) => {
      parentPort.on('message', onMessage);
    },
    close: () => parentPort.close(),
    clock,
  };
}
