/** Time of one call, as peers/c/reference.c takes it: CPU time, the fastest of several blocks of calls. */

export interface Timing {
  /** Calls in one block. */
  readonly repetitions: number;
  /** Nanoseconds of CPU a call in the fastest block so far. */
  readonly nanoseconds: number;
}

/** CPU seconds of this process so far, all threads. */
export function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Calls until the engine's optimising tier has had its say, then finds how many calls fill a block of about 20 ms. */
export function warmUp(call: () => number, { seconds }: { readonly seconds: number }): Timing {
  const begin = cpuSeconds();
  let repetitions = 1;
  for (;;) {
    const elapsed = block(call, repetitions);
    if (elapsed < 0.02) repetitions *= 2;
    else if (cpuSeconds() - begin > seconds) return { repetitions, nanoseconds: Number.POSITIVE_INFINITY };
  }
}

/** The fastest of `blocks` more blocks and of what was measured before. */
export function measure(call: () => number, before: Timing, { blocks }: { readonly blocks: number }): Timing {
  let fastest = before.nanoseconds;
  for (let b = 0; b < blocks; b++) {
    fastest = Math.min(fastest, (block(call, before.repetitions) / before.repetitions) * 1e9);
  }
  return { repetitions: before.repetitions, nanoseconds: fastest };
}

let sink = 0;

function block(call: () => number, repetitions: number): number {
  const begin = cpuSeconds();
  for (let r = 0; r < repetitions; r++) sink += call();
  return cpuSeconds() - begin;
}

/** Keeps the results alive, so that no engine may leave the calls out. */
export const checksum = (): number => sink;

export function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
