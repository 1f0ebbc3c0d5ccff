/** Densities that can be drawn from exactly, and mapped to independent uniform numbers: what transitions must leave as it is. */
import { exp, log, normalCdf, type Rng } from '@credence/numerics';
import type { LogDensity } from '../logDensity.js';

export interface ExactTarget {
  readonly name: string;
  readonly density: LogDensity;
  /** An exact draw. */
  draw(rng: Rng): Float64Array;
  /** Rosenblatt's (1952) transform: for exact draws, independent and uniform on (0, 1). */
  uniforms(position: Float64Array): readonly number[];
  /** Mean and standard deviation of each value. */
  readonly mean: readonly number[];
  readonly sd: readonly number[];
}

/** Three normal numbers, each depending on the one before: x_i = slope x_(i-1) + scale_i z_i. */
function normals(slope: number, scales: readonly number[]): ExactTarget {
  const size = scales.length;
  const standardised = (x: ArrayLike<number>) => scales.map((scale, i) => (x[i]! - slope * (x[i - 1] ?? 0)) / scale);
  const variances: number[] = [];
  for (const scale of scales) variances.push(scale ** 2 + slope ** 2 * (variances.at(-1) ?? 0));
  return {
    name: 'correlated normal numbers of different scales',
    density: {
      dimension: size,
      logDensityAndGradient(x, gradient) {
        const z = standardised(x);
        for (let i = 0; i < size; i++) {
          gradient[i] = -z[i]! / scales[i]! + (i + 1 < size ? (slope * z[i + 1]!) / scales[i + 1]! : 0);
        }
        return -0.5 * z.reduce((total, value) => total + value * value, 0);
      },
    },
    draw(rng) {
      const x = new Float64Array(size);
      for (let i = 0; i < size; i++) x[i] = slope * (x[i - 1] ?? 0) + scales[i]! * rng.normal();
      return x;
    },
    uniforms: (x) => standardised(x).map(normalCdf),
    mean: scales.map(() => 0),
    sd: variances.map(Math.sqrt),
  };
}

/** The logarithm of a gamma number of shape 2, skewed, and a normal number whose mean is this logarithm. */
const skewed: ExactTarget = {
  name: 'a skewed number and one that depends on it',
  density: {
    dimension: 2,
    logDensityAndGradient(x, gradient) {
      const [u = 0, v = 0] = x;
      const e = exp(u);
      gradient[0] = 2 - e + (v - u);
      gradient[1] = u - v;
      return 2 * u - e - 0.5 * (v - u) ** 2;
    },
  },
  draw(rng) {
    const u = log(rng.gamma(2));
    return Float64Array.of(u, u + rng.normal());
  },
  uniforms([u = 0, v = 0]) {
    const g = exp(u);
    return [1 - exp(-g) * (1 + g), normalCdf(v - u)];
  },
  // digamma(2), sqrt(trigamma(2)), and the latter with a variance of 1 added
  mean: [0.422784335098467, 0.422784335098467],
  sd: [0.803077870974058, 1.28254983016186],
};

/** An exponential number: the density is -Infinity for half of the line. */
const halfLine: ExactTarget = {
  name: 'a density that ends',
  density: {
    dimension: 1,
    logDensityAndGradient([x = 0], gradient) {
      gradient[0] = -1;
      return x > 0 ? -x : Number.NEGATIVE_INFINITY;
    },
  },
  draw: (rng) => Float64Array.of(rng.exponential()),
  uniforms: ([x = 0]) => [1 - exp(-x)],
  mean: [1],
  sd: [1],
};

export const exactTargets: readonly ExactTarget[] = [normals(0.8, [1, 0.5, 2]), skewed, halfLine];
