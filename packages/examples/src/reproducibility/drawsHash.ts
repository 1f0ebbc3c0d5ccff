/** One number for the draws of three small models: equal on every engine and for any number of workers. */
import { Model, sample } from '@credence/dsl';

/** What `drawsHash` gives everywhere. Changes only when a sampler, a density or a function of numerics changes its bits. */
export const expectedDrawsHash = '266c4f37776b7250';

/** Hash of all draws, in hexadecimal. */
export async function drawsHash({ workers }: { readonly workers: number }): Promise<string> {
  const hash = createHash();
  for (const model of [partialPooling(), regressionWithOutliers(), counts()]) {
    // As declared, and as it is rewritten by default.
    for (const rewrites of [false, true]) {
      const options = { draws: 200, tune: 300, chains: 4, seed: 20, workers, progress: false, rewrites };
      const posterior = await sample(model, options);
      for (const name of posterior.variables) hash.add(posterior.draws(name).values);
    }
  }
  return hash.text();
}

const x = Array.from({ length: 60 }, (_, i) => ((i * 37) % 60) / 15 - 2);

function partialPooling(): Model {
  const model = new Model('partial pooling');
  const thetaMu = model.uniform('theta_mu', { lower: -5, upper: 5 });
  const thetaSigma = model.uniform('theta_sigma', { lower: 0, upper: 2 });
  const mu = model.normal('mu', { mu: thetaMu, sigma: thetaSigma }, { shape: [x.length] });
  model.normal('x', { mu, sigma: 1 }, { observed: x });
  return model;
}

function regressionWithOutliers(): Model {
  const model = new Model('regression with outliers');
  const intercept = model.normal('intercept', { mu: 0, sigma: 5 });
  const slope = model.normal('slope', { mu: 0, sigma: 5 });
  const scale = model.halfNormal('scale', { sigma: 2 });
  const nu = model.gamma('nu', { alpha: 2, beta: 0.1 });
  const covariate = model.data('covariate', x);
  const y = x.map((value, i) => 1 + 2 * value + (((i * 29) % 41) / 41 - 0.5) + (i === 7 ? 6 : 0));
  model.studentT('y', { nu, mu: intercept.add(slope.mul(covariate)), sigma: scale }, { observed: y });
  return model;
}

function counts(): Model {
  const model = new Model('counts');
  const logMean = model.normal('log_mean', { mu: 0, sigma: 2 });
  const dispersion = model.exponential('dispersion', { lam: 0.1 });
  const observed = x.map((_, i) => (i * i * 7) % 13);
  model.negativeBinomial('y', { mu: logMean.exp(), alpha: dispersion }, { observed });
  return model;
}

/** MurmurHash3's 32-bit mixing (Appleby 2011), two lanes of it, over the words of float64 values, NaN in one form. */
function createHash() {
  const float = new Float64Array(1);
  const words = new Uint32Array(float.buffer);
  let a = 0x9747b28c;
  let b = 0x3c6ef372;
  const mix = (state: number, word: number): number => {
    const scrambled = Math.imul(rotate(Math.imul(word, 0xcc9e2d51), 15), 0x1b873593);
    return (Math.imul(rotate(state ^ scrambled, 13), 5) + 0xe6546b64) | 0;
  };
  return {
    add(values: ArrayLike<number>): void {
      for (let i = 0; i < values.length; i++) {
        float[0] = Number.isNaN(values[i]) ? Number.NaN : values[i]!;
        a = mix(a, words[0]!) ^ rotate(b, 7);
        b = mix(b, words[1]!) ^ rotate(a, 11);
      }
    },
    text: (): string => hex(mix(a, b)) + hex(mix(b, a)),
  };
}

const rotate = (word: number, bits: number): number => (word << bits) | (word >>> (32 - bits));
const hex = (word: number): string => (word >>> 0).toString(16).padStart(8, '0');
