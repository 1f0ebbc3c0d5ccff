/** The autocorrelation time of processes whose own is known. */
import { keyFromSeed, stream } from '@credence/numerics';
import { integratedTime } from './integratedTime.js';

/** Walkers of an autoregressive process x' = rho x + sqrt(1 - rho^2) n, whose time is (1 + rho) / (1 - rho). */
function autoregressive(rho: number, walkers: number, steps: number, seed: number): Float64Array[] {
  return Array.from({ length: walkers }, (_, w) => {
    const rng = stream(keyFromSeed(seed), w);
    const chain = new Float64Array(steps);
    let value = rng.normal();
    for (let i = 0; i < steps; i++) {
      chain[i] = value;
      value = rho * value + Math.sqrt(1 - rho * rho) * rng.normal();
    }
    return chain;
  });
}

/** Five standard errors: sqrt((4 M + 2) / (N walkers)) of itself for a window M of 5 times; and the tail that is cut off. */
test.each([
  [0, 20, 2000],
  [0.5, 20, 2000],
  [0.9, 20, 4000],
  [0.98, 50, 10_000],
  [-0.5, 20, 2000],
])('rho %d: (1 + rho) / (1 - rho)', (rho, walkers, steps) => {
  const exact = (1 + rho) / (1 - rho);
  const tau = integratedTime(autoregressive(rho, walkers, steps, 5));
  const error = Math.sqrt((4 * 5 * Math.max(1, exact) + 2) / (steps * walkers));
  const beyond = Math.abs(rho) ** (5 * Math.max(1, exact)); // of the sum, cut off by the window
  expect(Math.abs(tau / exact - 1)).toBeLessThan(5 * error + 2 * beyond);
});

test('a short chain is not made to look better, as it is by each walker centred on its own mean', () => {
  const rho = 0.95; // time 39, chain of 2.5 times
  const chains = autoregressive(rho, 200, 100, 8);
  const tau = integratedTime(chains);
  const own = integratedTime(
    chains.map((chain) => {
      const mean = chain.reduce((sum, value) => sum + value, 0) / chain.length;
      return chain.map((value) => value - mean);
    }),
  );
  expect(own).toBeLessThan(13);
  expect(tau).toBeGreaterThan(22); // sums of autocovariances are divided by N, not N - lag
});

test('one walker that never moves makes the time long, not NaN', () => {
  const chains = autoregressive(0.5, 10, 1000, 9);
  chains[0]!.fill(3);
  expect(integratedTime(chains)).toBeGreaterThan(100);
});

test('no time where there is none', () => {
  expect(integratedTime([Float64Array.of(1, 1, 1)])).toBeNaN();
  expect(integratedTime([Float64Array.of(1)])).toBeNaN();
  expect(integratedTime([Float64Array.of(1, Number.NaN, 2, 3)])).toBeNaN();
});

test.each([1e-200, 1e160, 1e300])('the unit of the draws does not matter (%d)', (unit) => {
  const chains = autoregressive(0.5, 10, 1000, 9);
  const scaled = chains.map((chain) => chain.map((value) => value * unit));
  expect(integratedTime(scaled)).toBeCloseTo(integratedTime(chains), 10);
});

test('the window grows with c', () => {
  const chains = autoregressive(0.9, 20, 4000, 5);
  expect(integratedTime(chains, { c: 1 })).toBeLessThan(17);
});
