/** What a worker does: makes a density from its description, runs chains on it or evaluates blocks of places, and tells of them. */
import { CredenceError } from '@credence/numerics';
import { logDensitiesOf } from '../ensemble/logProbability.js';
import type { LogDensity } from '../logDensity.js';
import { buffersOf, type FromThread, toPlainError } from './protocol.js';
import { runOnThread, TURN } from './runOnThread.js';
import type { ThreadPort } from './threadPort.js';
import { ownPort } from './threads.js';
import { chainWorkspace } from './workspaces.js';

/** Milliseconds of work after which a worker looks for messages. */
const BREATH = 50;

/**
 * Serves the chains of a run, or the blocks of an ensemble, from inside a worker; the only statement of a worker's entry file.
 * Answers one `run`, or any number of `evaluate` after a `prepare`.
 *
 * @param densityFrom makes the density from the description that `runChains` was given; it arrives as a structured clone
 * @param given port to speak on; default: that of the worker this is called in
 * @throws CredenceError `run/not-a-worker` when called outside a worker without a port
 * @example
 * // sample.worker.ts
 * serveChains((description: Description) => instantiate(description.program, description.data));
 */
export async function serveChains<Description>(
  densityFrom: (description: Description) => LogDensity | Promise<LogDensity>,
  given?: ThreadPort<Description>,
): Promise<void> {
  const port = given ?? (await ownPort<Description>());
  if (port === undefined) {
    throw new CredenceError(
      'run/not-a-worker',
      'serveChains was called on a first thread. It belongs into the entry file of a worker; to run chains here, call runChains.',
    );
  }
  const post = (message: FromThread) => port.post(message, buffersOf(message));
  let stopped = false;
  let prepared: Promise<LogDensity> | undefined;
  port.listen(async (message) => {
    if (message.type === 'stop') {
      stopped = true;
      return;
    }
    if (message.type === 'prepare') {
      prepared = Promise.resolve(message.description).then(densityFrom);
      prepared.catch((error: unknown) => post({ type: 'unable', error: toPlainError(error) }));
      return;
    }
    if (message.type === 'evaluate') {
      const density = await prepared?.catch(() => undefined);
      if (density === undefined) return; // said already
      try {
        const logDensities = new Float64Array(message.count);
        logDensitiesOf(density, message.positions, logDensities);
        post({ type: 'values', logDensities });
      } catch (error) {
        post({ type: 'unable', error: toPlainError(error) });
      }
      return;
    }
    const { description, settings, jobs } = message;
    try {
      const density = await densityFrom(description);
      const { clock } = port;
      const now = () => performance.now();
      const control = { emit: post, stopped: () => stopped, clock, now, breath: BREATH, turn: TURN };
      await runOnThread(density, chainWorkspace(density, settings), settings, jobs, control);
      post({ type: 'finished' });
    } catch (error) {
      post({ type: 'unable', error: toPlainError(error) });
    }
    port.close();
  });
  post({ type: 'ready' });
}
