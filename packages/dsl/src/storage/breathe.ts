/** Lets the event loop come round during long work. */

const PAUSE_AFTER = 50;
let last = 0;

/** Waits for the event loop when it has not come round for 50 ms. */
export async function breathe(): Promise<void> {
  const now = performance.now();
  if (now - last < PAUSE_AFTER) return;
  await new Promise((resolve) => setTimeout(resolve, 0));
  last = performance.now();
}
