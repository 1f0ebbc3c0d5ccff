/** How many threads can work at once, in Node. */
import { builtin } from './host.js';

interface OperatingSystem {
  availableParallelism?(): number;
  cpus(): readonly unknown[];
}

export async function nodeProcessors(): Promise<number> {
  const { availableParallelism, cpus } = await builtin<OperatingSystem>('os');
  return Math.max(1, availableParallelism?.() ?? cpus().length);
}
