import { cumsum, log, slice, sum, type Tensor } from '@credence/autodiff';
import { openSimplex } from '../supports/index.js';
import { defineDistribution } from './distribution.js';
import { positiveParameter } from './parameters.js';

/** Part of the last axis. */
function part(x: Tensor, range: { readonly from?: number; readonly to?: number }): Tensor {
  return slice(x, [...x.shape.slice(0, -1).map(() => undefined), range]);
}

/**
 * Weights of a truncated Dirichlet process: a stick of length 1 is broken K times, each time a share of what is left.
 *
 *   w_i = b_i prod_(j<i) (1 - b_j),   b_i ~ Beta(1, alpha) for 1 <= i <= K,   w_(K+1) = prod_j (1 - b_j);
 *   p(w | alpha) = alpha^K w_(K+1)^(alpha - 1) / prod_(i=2..K) R_i,   R_i = w_i + ... + w_(K+1)
 *
 * The shape states how many weights there are, K + 1. The density is one of the first K.
 *
 * @param alpha concentration, > 0: the larger, the more weights matter.
 * @drawn { alpha: 1 }, { alpha: 5 }; shape [6]
 * @example model.stickBreakingWeights('w', { alpha }, { shape: 20 })
 *
 * Source: Ishwaran & James (2001), Gibbs sampling methods for stick-breaking priors, J. American Statistical Association 96.
 * PyMC: StickBreakingWeights; Stan: none; NumPyro: none.
 */
export const stickBreakingWeights = defineDistribution({
  name: 'StickBreakingWeights',
  method: 'stickBreakingWeights',
  parameters: { alpha: positiveParameter('concentration') },
  support: openSimplex,
  eventRank: 1,
  eventShape: () => [undefined],
  logProb: (w, { alpha }) => {
    const breaks = (w.shape.at(-1) ?? 1) - 1;
    const last = sum(part(w, { from: breaks }), { axes: -1 });
    const left = part(cumsum(w, { axis: w.rank - 1, reverse: true }), { from: 1, to: breaks });
    return log(alpha)
      .mul(breaks)
      .add(alpha.sub(1).mul(log(last)))
      .sub(sum(log(left), { axes: -1 }));
  },
  random: (rng, { alpha }, [size = 1]) => {
    const weights = new Float64Array(size);
    let left = 1;
    for (let i = 0; i < size - 1; i++) {
      const share = rng.beta(1, alpha);
      weights[i] = left * share;
      left *= 1 - share;
    }
    weights[size - 1] = left;
    return weights;
  },
  eventMean: ({ alpha }, [size = 1]) => {
    const stays = alpha / (1 + alpha);
    return Float64Array.from({ length: size }, (_, i) => (i === size - 1 ? stays ** i : stays ** i / (1 + alpha)));
  },
  eventCovariance: ({ alpha }, [size = 1]) => {
    const stays = alpha / (1 + alpha);
    const mean = (i: number) => (i === size - 1 ? stays ** i : stays ** i / (1 + alpha));
    const second = (i: number, j: number): number => {
      const both = (alpha / (alpha + 2)) ** i;
      if (i === j) return i === size - 1 ? both : (both * 2) / ((1 + alpha) * (2 + alpha));
      const split = alpha / ((1 + alpha) * (2 + alpha));
      return both * split * stays ** (j - i - 1) * (j === size - 1 ? 1 : 1 / (1 + alpha));
    };
    return Float64Array.from({ length: size * size }, (_, at) => {
      const [i, j] = [Math.floor(at / size), at % size];
      return second(Math.min(i, j), Math.max(i, j)) - mean(i) * mean(j);
    });
  },
});
