/** The terminal of a Node process. */
import type { Terminal } from '../progress.js';
import { host } from './host.js';

/** Standard error where it is a terminal, else undefined: in files, pipes and pages nothing is drawn. */
export function standardError(): Terminal | undefined {
  const stream = host?.stderr;
  if (stream?.isTTY !== true) return undefined;
  return {
    get columns() {
      return stream.columns ?? 80;
    },
    write: (text) => {
      stream.write(text);
    },
  };
}
