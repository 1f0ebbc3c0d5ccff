/** Autocovariances by transform against plain sums, and effective sizes that are known exactly. */
import { summedAutocorrelations } from './autocovarianceTransform.js';
import { effectiveSize } from './effectiveSize.js';

const noise = (length: number) => Float64Array.from({ length }, (_, i) => Math.sin(i * i * 0.37) + (i % 7) / 7);

test.each([
  [1, 6],
  [2, 64],
  [3, 65],
  [8, 127],
])('%d chains of %d draws', (chains, draws) => {
  const stride = draws + 5;
  const values = noise(chains * stride);
  const sums = Array.from(summedAutocorrelations(values, chains, draws, stride).subarray(0, draws));
  for (let lag = 0; lag < draws; lag++) {
    let expected = 0;
    for (let c = 0; c < chains; c++) {
      for (let i = c * stride; i < c * stride + draws - lag; i++) expected += values[i]! * values[i + lag]!;
    }
    expect(Math.abs(sums[lag]! - expected)).toBeLessThan(1e-13 * sums[0]!);
  }
});

/** Geyer's estimate from plain sums alone, written as in the paper. */
function plainEffectiveSize(values: Float64Array, chains: number, draws: number): number {
  const parts = Array.from({ length: chains }, (_, c) => [...values.subarray(c * draws, (c + 1) * draws)]);
  const mean = (x: readonly number[]) => x.reduce((sum, value) => sum + value, 0) / x.length;
  const means = parts.map(mean);
  const covariance = (lag: number) =>
    mean(
      parts.map(
        (x, c) => x.reduce((sum, v, i) => sum + (v - means[c]!) * ((x[i + lag] ?? means[c]!) - means[c]!), 0) / draws,
      ),
    );
  const within = (covariance(0) * draws) / (draws - 1);
  const grand = mean(means);
  const total = covariance(0) + means.reduce((sum, m) => sum + (m - grand) ** 2, 0) / (chains - 1);
  const rho = Array.from({ length: draws }, (_, t) => (t === 0 ? 1 : 1 - (within - covariance(t)) / total));
  let k = 0;
  let tau = -1;
  let last = Number.POSITIVE_INFINITY;
  while (2 * k < draws - 5 && rho[2 * k]! + rho[2 * k + 1]! > 0) {
    last = Math.min(last, rho[2 * k]! + rho[2 * k + 1]!);
    tau += 2 * last;
    k++;
  }
  return (chains * draws) / (tau + Math.max(0, rho[2 * k]!));
}

test.each([0.9, 0.99, 0.999])('chains of correlation %d, across the change to the transform', (rho) => {
  const [chains, draws] = [4, 700];
  let x = 0;
  const values = noise(chains * draws).map((e) => {
    x = rho * x + e;
    return x;
  });
  expect(effectiveSize(values, chains, draws) / plainEffectiveSize(values, chains, draws)).toBeCloseTo(1, 10);
});

test('alternating draws are capped, never infinite', () => {
  const values = Float64Array.from({ length: 400 }, (_, i) => (i % 2) + 1e-3 * Math.sin(i));
  expect(effectiveSize(values, 2, 200)).toBeCloseTo(400 * Math.log10(400), 8);
});
