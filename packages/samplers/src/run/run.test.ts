/** A run can be awaited, listened to, iterated over and stopped, in any combination. */
import { Run } from './run.js';

const counting = (to: number) =>
  new Run<string, number>(async (control) => {
    for (let i = 0; i < to; i++) {
      if (control.stopping) return `stopped at ${i}`;
      control.emit(i);
      await new Promise((resolve) => setTimeout(resolve));
    }
    return 'done';
  });

test('awaited, it gives its result; listeners hear every event', async () => {
  const run = counting(5);
  const heard: number[] = [];
  run.on((event) => heard.push(event));
  expect(await run).toBe('done');
  expect(await run.result).toBe('done');
  expect(heard).toEqual([0, 1, 2, 3, 4]);
});

test('iterators get every event once, also those made before they ask, and end with the run', async () => {
  const run = counting(20);
  const seen: number[] = [];
  for await (const event of run) {
    seen.push(event);
    if (event === 2) await run; // the rest waits
  }
  expect(seen).toEqual(Array.from({ length: 20 }, (_, i) => i));
  for await (const _ of run) throw new Error('nothing is left');
});

test('leaving the loop early does not hold the run up', async () => {
  const run = counting(10);
  for await (const _ of run) break;
  expect(await run).toBe('done');
});

test('stop() is heard once, also when it was asked for before', async () => {
  let calls = 0;
  const run = new Run<number, never>(async (control) => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    control.onStop(() => calls++);
    return calls;
  });
  run.stop();
  run.stop();
  expect(await run).toBe(1);
  run.stop();
  expect(calls).toBe(1);
  const counted = counting(1000);
  counted.on((event) => event === 3 && counted.stop());
  expect(await counted).toBe('stopped at 4');
});

test('failures reach those who await and those who iterate', async () => {
  const failing = () =>
    new Run<void, number>(async ({ emit }) => {
      emit(1);
      throw new Error('broken');
    });
  await expect(failing()).rejects.toThrow('broken');
  const seen: number[] = [];
  const iterate = async () => {
    for await (const event of failing()) seen.push(event);
  };
  await expect(iterate()).rejects.toThrow('broken');
  expect(seen).toEqual([1]);
  await expect(failing().catch((error: unknown) => String(error))).resolves.toBe('Error: broken');
});
