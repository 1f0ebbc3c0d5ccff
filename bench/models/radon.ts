/** Radon in homes of 85 counties, non-centred: y_i ~ normal(mu_a + sigma_a z_county(i) + beta floor_i, sigma_y). */
import { Model } from '@credence/dsl';
import { field, type PeerModel } from './peerModel.js';

export const radon: PeerModel = {
  name: 'radon',
  data: 'radon',

  declare(data) {
    const model = new Model('radon');
    const county = model.data(
      'county',
      Int32Array.from(field(data, 'county'), (c) => c - 1),
    );
    const floor = model.data('floor', field(data, 'flr'));
    const muA = model.normal('mu_a', { mu: 0, sigma: 5 });
    const sigmaA = model.halfNormal('sigma_a', { sigma: 1 });
    const beta = model.normal('beta', { mu: 0, sigma: 5 });
    const sigmaY = model.halfNormal('sigma_y', { sigma: 1 });
    const z = model.normal('z', { mu: 0, sigma: 1 }, { shape: [field(data, 'J')] });
    const a = muA.add(sigmaA.mul(z));
    model.normal('y', { mu: a.gather(county).add(beta.mul(floor)), sigma: sigmaY }, { observed: field(data, 'y') });
    return model;
  },

  javascript(data) {
    const group = Int32Array.from(field(data, 'county'), (c) => c - 1);
    const floor = Float64Array.from(field(data, 'flr'));
    const y = Float64Array.from(field(data, 'y'));
    const J = field(data, 'J');
    const a = new Float64Array(J);
    const residuals = new Float64Array(J);
    return {
      dimension: J + 4,
      logDensityAndGradient(q, g) {
        const muA = q[0]!;
        const sigmaA = Math.exp(q[1]!);
        const beta = q[2]!;
        const sigmaY = Math.exp(q[3]!);
        const precision = 1 / (sigmaY * sigmaY);
        for (let j = 0; j < J; j++) {
          a[j] = muA + sigmaA * q[j + 4]!;
          residuals[j] = 0;
        }
        let squares = 0;
        let gBeta = 0;
        for (let i = 0; i < y.length; i++) {
          const e = y[i]! - a[group[i]!]! - beta * floor[i]!;
          squares += e * e;
          gBeta += e * floor[i]!;
          residuals[group[i]!]! += e;
        }
        let logDensity = -0.5 * squares * precision - y.length * q[3]! + q[1]! + q[3]!;
        logDensity -= (muA * muA) / 50 + (sigmaA * sigmaA) / 2 + (beta * beta) / 50 + (sigmaY * sigmaY) / 2;
        let gMu = 0;
        let gSigma = 0;
        for (let j = 0; j < J; j++) {
          const z = q[j + 4]!;
          const r = residuals[j]! * precision;
          logDensity -= 0.5 * z * z;
          gMu += r;
          gSigma += r * z;
          g[j + 4] = r * sigmaA - z;
        }
        g[0] = gMu - muA / 25;
        g[1] = gSigma * sigmaA - sigmaA * sigmaA + 1;
        g[2] = gBeta * precision - beta / 25;
        g[3] = squares * precision - y.length - sigmaY * sigmaY + 1;
        return logDensity;
      },
    };
  },
};
