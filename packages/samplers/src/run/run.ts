/** A run: what is going on, what came of it, and a way to stop it. */

/** What the body of a run has to do with its outside. */
export interface RunControl<Event> {
  /** Tells listeners and iterators. What a listener throws is thrown outside the run, as by any event target. */
  emit(event: Event): void;
  /** Whether a stop was asked for. */
  readonly stopping: boolean;
  /** Calls back when a stop is asked for, at once if it already was. */
  onStop(listener: () => void): void;
}

/**
 * A computation in progress: await it for its result, listen to it or iterate over it for its events, stop it to keep what
 * there is. Because it can be awaited, an async function that returns a run returns its result.
 *
 * @example
 * const run = runChains({ ... });
 * for await (const event of run) if (event.type === 'progress' && event.divergences > 100) run.stop();
 * const { draws } = await run;
 */
export class Run<Result, Event> implements PromiseLike<Result>, AsyncIterable<Event> {
  /** The result as a true promise. */
  readonly result: Promise<Result>;
  readonly #listeners = new Set<(event: Event) => void>();
  readonly #stopListeners: (() => void)[] = [];
  #stopping = false;
  #ended = false;

  /** @param body begins at once, up to its first await; what it throws rejects the run. */
  constructor(body: (control: RunControl<Event>) => Promise<Result>) {
    const stopping = () => this.#stopping;
    const control: RunControl<Event> = {
      emit: (event) => {
        for (const listener of this.#listeners) {
          try {
            listener(event);
          } catch (error) {
            queueMicrotask(() => {
              throw error;
            });
          }
        }
      },
      get stopping() {
        return stopping();
      },
      onStop: (listener) => {
        if (this.#stopping) listener();
        else this.#stopListeners.push(listener);
      },
    };
    // Begun after the caller's synchronous code, so that its listeners hear the first event.
    this.result = Promise.resolve()
      .then(() => body(control))
      .finally(() => {
        this.#ended = true;
      });
  }

  /** Asks the run to end soon with what it has; its result then says that it was stopped. */
  stop(): void {
    if (this.#stopping || this.#ended) return;
    this.#stopping = true;
    for (const listener of this.#stopListeners.splice(0)) listener();
  }

  /** Calls `listener` at each event from now on; returns a function that ends this. */
  on(listener: (event: Event) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  // biome-ignore lint/suspicious/noThenProperty: a run is awaited for its result
  then<Fulfilled = Result, Rejected = never>(
    onFulfilled?: ((value: Result) => Fulfilled | PromiseLike<Fulfilled>) | null,
    onRejected?: ((reason: unknown) => Rejected | PromiseLike<Rejected>) | null,
  ): Promise<Fulfilled | Rejected> {
    return this.result.then(onFulfilled, onRejected);
  }

  catch<Rejected = never>(
    onRejected: (reason: unknown) => Rejected | PromiseLike<Rejected>,
  ): Promise<Result | Rejected> {
    return this.result.catch(onRejected);
  }

  finally(onFinally: () => void): Promise<Result> {
    return this.result.finally(onFinally);
  }

  /** Events from now on, kept until they are asked for; ends with the run, and throws what the run throws. */
  [Symbol.asyncIterator](): AsyncIterator<Event, undefined> {
    const waiting: Event[] = [];
    let wake = () => {};
    let over = this.#ended;
    let failure: { readonly reason: unknown } | undefined;
    const off = this.on((event) => {
      waiting.push(event);
      wake();
    });
    this.result.then(
      () => {
        over = true;
        wake();
      },
      (reason) => {
        over = true;
        failure = { reason };
        wake();
      },
    );
    return {
      next: async () => {
        for (;;) {
          const event = waiting.shift();
          if (event !== undefined) return { done: false, value: event };
          if (over) break;
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
        off();
        const thrown = failure;
        failure = undefined;
        if (thrown) throw thrown.reason;
        return { done: true, value: undefined };
      },
      return: async () => {
        off();
        waiting.length = 0;
        over = true;
        return { done: true, value: undefined };
      },
    };
  }
}
