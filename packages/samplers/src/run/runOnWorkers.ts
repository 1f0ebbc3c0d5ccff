/** Runs chains on worker threads and sees to it that none is lost silently. */
import { CredenceError } from '@credence/numerics';
import type { ChainSettings } from '../chainContract.js';
import { type ChainJob, fromPlainError } from './protocol.js';
import type { RunRecord } from './record.js';
import type { Thread, WorkerEntry } from './threadPort.js';
import { openThread } from './threads.js';

/** Milliseconds within which a worker must be able to speak. */
const START = 30_000;

/** A worker whose code is loaded. */
export interface StartedWorker {
  readonly thread: Thread;
  /** What to do with what it says from now on; called once. */
  attend(onMessage: Parameters<Thread['listen']>[0], onDeath: Parameters<Thread['listen']>[1]): void;
}

/** Starts workers; rejects, and ends those that started, when one does not. */
export async function startWorkers(entry: WorkerEntry, count: number): Promise<StartedWorker[]> {
  const outcomes = await Promise.allSettled(Array.from({ length: count }, () => startWorker(entry)));
  const started = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  for (const outcome of outcomes) {
    if (outcome.status === 'fulfilled') continue;
    for (const { thread } of started) thread.end();
    throw outcome.reason;
  }
  return started;
}

async function startWorker(entry: WorkerEntry): Promise<StartedWorker> {
  const thread = await openThread(entry);
  return new Promise((resolve, reject) => {
    const fail = (reason: string) => {
      thread.end();
      reject(
        new CredenceError('run/worker-start', `A worker could not be started: ${reason}.`, { url: entry.url.href }),
      );
    };
    const timer = setTimeout(() => fail(`it said nothing for ${START / 1000} s`), START);
    let onMessage: Parameters<Thread['listen']>[0] = () => {
      clearTimeout(timer);
      onDeath = () => {};
      resolve({
        thread,
        attend(message, death) {
          onMessage = message;
          onDeath = death;
        },
      });
    };
    let onDeath: (reason: string) => void = (reason) => {
      clearTimeout(timer);
      fail(reason);
    };
    thread.listen(
      (message) => onMessage(message),
      (reason) => onDeath(reason),
    );
  });
}

/** Runs `jobs` on one worker until they have all ended, or it died; then ends it. */
export function runOnWorker(
  worker: StartedWorker,
  number: number,
  description: unknown,
  settings: ChainSettings,
  jobs: readonly ChainJob[],
  record: RunRecord,
): Promise<void> {
  const { thread } = worker;
  const chains = jobs.map(({ chain }) => chain);
  return new Promise((resolve, reject) => {
    const settle = (error?: CredenceError) => {
      for (const chain of record.running(chains)) if (error) record.fail(chain, error);
      thread.end();
      resolve();
    };
    worker.attend(
      (message) => {
        try {
          if (message.type === 'finished') settle();
          else if (message.type === 'unable')
            settle(fromPlainError(message.error, 'run/density', `Worker ${number} could not make the density`));
          else if (message.type !== 'ready' && message.type !== 'values')
            record.receive(message, `on worker ${number}`);
        } catch (error) {
          thread.end();
          reject(error);
        }
      },
      (reason) => {
        const lost = record.running(chains);
        const list = `${lost.length === 1 ? 'chain' : 'chains'} ${lost.join(', ')}`;
        const sentence = `Worker ${number} died while it ran ${list}: ${reason}. Draws that it had sent are kept, and so are the other chains.`;
        try {
          settle(new CredenceError('run/worker-died', sentence, { worker: number, chains: lost, reason }));
        } catch (error) {
          reject(error);
        }
      },
    );
    try {
      thread.post({ type: 'run', description, settings, jobs });
    } catch (error) {
      // A description that cannot be cloned.
      thread.end();
      reject(
        new CredenceError(
          'run/description',
          `The description of the density cannot be sent to a worker: ${String(error)}.`,
        ),
      );
    }
  });
}
