/** Web Workers as threads that run chains. */
import type { FromThread, ToThread } from '../protocol.js';
import type { Thread, ThreadPort, WorkerEntry } from '../threadPort.js';

/**
 * A worker from the entry's text where it has one, else from its file. A page that forbids workers from text (by its
 * content security policy) gets the file.
 */
export async function openPageThread(entry: WorkerEntry): Promise<Thread> {
  const text = await entry.source?.();
  if (text === undefined) return threadOf(new Worker(entry.url, { type: 'module' }));
  const address = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
  try {
    return threadOf(new Worker(address, { type: 'module' }), () => URL.revokeObjectURL(address));
  } catch {
    URL.revokeObjectURL(address);
    return threadOf(new Worker(entry.url, { type: 'module' }));
  }
}

function threadOf(worker: Worker, release: () => void = () => {}): Thread {
  return {
    post: (message) => worker.postMessage(message),
    listen(onMessage, onDeath) {
      worker.addEventListener('message', (event: MessageEvent<FromThread>) => onMessage(event.data));
      worker.addEventListener('error', (event) => {
        event.preventDefault();
        onDeath(event.message || 'its code could not be loaded');
      });
      worker.addEventListener('messageerror', () => onDeath('a message of it could not be read'));
    },
    end() {
      worker.terminate();
      release();
    },
  };
}

/** The scope of a Web Worker, as far as it is used. */
interface WorkerScope {
  postMessage(message: FromThread, transfer: ArrayBuffer[]): void;
  addEventListener<Message>(type: 'message', listener: (event: MessageEvent<Message>) => void): void;
  close(): void;
}

declare const self: (WorkerScope & object) | undefined;
declare const WorkerGlobalScope: (new () => object) | undefined;

/** This worker's port to the page; undefined in a page itself. */
export function pageThreadPort<Description>(): ThreadPort<Description> | undefined {
  if (typeof self === 'undefined' || typeof WorkerGlobalScope === 'undefined') return undefined;
  const scope = self;
  return {
    post: (message, transfer) => scope.postMessage(message, transfer),
    listen: (onMessage) => scope.addEventListener<ToThread<Description>>('message', ({ data }) => onMessage(data)),
    close: () => scope.close(),
    clock: () => performance.now() / 1000,
  };
}
