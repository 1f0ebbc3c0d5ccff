/** Runs a command on one core where `taskset` is: both sides of a comparison then see the same core, caches and neighbours. */
import { spawnSync } from 'node:child_process';

const core = process.env.CREDENCE_BENCH_CORE ?? '0';
const canPin = spawnSync('taskset', ['-c', core, 'true']).status === 0;

/** The command and arguments that run it on the bench's core. */
export function pinned(command: string, args: readonly string[]): [command: string, args: string[]] {
  return canPin ? ['taskset', ['-c', core, command, ...args]] : [command, [...args]];
}
