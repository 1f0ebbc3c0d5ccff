/** Time that the calling thread has worked, in Node. */
import { builtin, host } from './host.js';

interface FileSystem {
  readFileSync(path: string, encoding: 'utf8'): string;
}

/**
 * A clock of seconds of this thread's processor time: Node's own where it has one (23.9 and later), Linux' scheduler
 * statistics elsewhere on Linux, else time that passes. Another thread must ask for its own.
 */
export async function threadClock(): Promise<() => number> {
  const process = host;
  if (process?.threadCpuUsage !== undefined) {
    const usage = process.threadCpuUsage.bind(process);
    return () => {
      const { user, system } = usage();
      return (user + system) / 1e6;
    };
  }
  if (process !== undefined) {
    const { readFileSync } = await builtin<FileSystem>('fs');
    // First field: nanoseconds on a processor.
    const read = () => Number.parseInt(readFileSync('/proc/thread-self/schedstat', 'utf8'), 10) / 1e9;
    try {
      if (read() > 0) return read;
    } catch {
      // not Linux, or not to be read here
    }
  }
  return () => performance.now() / 1000;
}
