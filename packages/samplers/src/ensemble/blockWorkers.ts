/** Workers that evaluate blocks of places: each has its share, by plain messages. */
import { CredenceError } from '@credence/numerics';
import { fromPlainError } from '../run/protocol.js';
import type { RemoteDensity } from '../run/runChains.js';
import { type StartedWorker, startWorkers } from '../run/runOnWorkers.js';
import type { Evaluate } from './logProbability.js';

export interface BlockWorkers {
  readonly evaluate: Evaluate;
  end(): void;
}

/** Starts `count` workers with the density. Rejects when one cannot be started. */
export async function startBlockWorkers(
  remote: RemoteDensity,
  count: number,
  dimension: number,
): Promise<BlockWorkers> {
  const started = await startWorkers(remote.entry, count);
  const end = () => {
    for (const { thread } of started) thread.end();
  };
  try {
    const workers = started.map((worker, number) => new BlockWorker(worker, number, remote.description));
    return {
      evaluate: (positions, rows, out) => {
        const shares = workers.map((worker, w) => {
          const from = Math.floor((w * rows) / workers.length);
          const to = Math.floor(((w + 1) * rows) / workers.length);
          return from === to
            ? undefined
            : worker.evaluate(positions.slice(from * dimension, to * dimension), out.subarray(from, to));
        });
        return Promise.all(shares).then(() => {});
      },
      end,
    };
  } catch (error) {
    end();
    throw error;
  }
}

class BlockWorker {
  #waiting: { readonly out: Float64Array; resolve(): void; reject(error: unknown): void } | undefined;
  #failure: CredenceError | undefined;

  constructor(
    private readonly worker: StartedWorker,
    number: number,
    description: unknown,
  ) {
    const fail = (error: CredenceError) => {
      this.#failure = error;
      this.#waiting?.reject(error);
    };
    worker.attend(
      (message) => {
        if (message.type === 'values') {
          this.#waiting?.out.set(message.logDensities);
          this.#waiting?.resolve();
        } else if (message.type === 'unable') {
          fail(fromPlainError(message.error, 'run/density', `Worker ${number} could not evaluate the density`));
        }
      },
      (reason) =>
        fail(new CredenceError('run/worker-died', `Worker ${number} died: ${reason}.`, { worker: number, reason })),
    );
    try {
      worker.thread.post({ type: 'prepare', description });
    } catch (error) {
      throw new CredenceError(
        'run/description',
        `The description of the density cannot be sent to a worker: ${String(error)}.`,
      );
    }
  }

  /** Fills `out` with the log densities at `positions`. One at a time. */
  evaluate(positions: Float64Array, out: Float64Array): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) {
        reject(this.#failure);
        return;
      }
      this.#waiting = { out, resolve, reject };
      this.worker.thread.post({ type: 'evaluate', positions, count: out.length });
    });
  }
}
