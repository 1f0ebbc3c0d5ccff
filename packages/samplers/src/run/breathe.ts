/** Letting the event loop turn once, so that timers, messages and signals get through to a busy thread. */

/** Resolves in a later turn of the event loop, without the delays that nested timers have in a page. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof MessageChannel === 'undefined') {
      setTimeout(resolve);
      return;
    }
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
