/** Ctrl-C in Node: the first one stops a run and keeps its draws, the second ends the process as ever. */
import { host } from './host.js';

/**
 * Calls `stop` at the first SIGINT and then steps aside. Does nothing outside Node.
 *
 * @returns a function that takes the listener away again
 */
export function onInterrupt(stop: () => void): () => void {
  const process = host;
  if (process === undefined) return () => {};
  const listener = () => {
    remove();
    process.stderr?.write('\nStopping; the draws made so far are kept. Press Ctrl-C again to quit at once.\n');
    stop();
  };
  const remove = () => {
    process.off('SIGINT', listener);
  };
  process.on('SIGINT', listener);
  return remove;
}
