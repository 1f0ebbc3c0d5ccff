/** Linear regression: y_i ~ normal(alpha + X_i beta, sigma). */
import { Model } from '@credence/dsl';
import { field, type PeerModel } from './peerModel.js';

export const linear: PeerModel = {
  name: 'linear',
  data: 'linear',

  declare(data) {
    const model = new Model('linear');
    const X = model.data('X', field(data, 'X'));
    const alpha = model.normal('alpha', { mu: 0, sigma: 5 });
    const beta = model.normal('beta', { mu: 0, sigma: 2.5 }, { shape: [field(data, 'D')] });
    const sigma = model.halfNormal('sigma', { sigma: 1 });
    model.normal('y', { mu: alpha.add(X.matMul(beta)), sigma }, { observed: field(data, 'y') });
    return model;
  },

  javascript(data) {
    const X = Float64Array.from(field(data, 'X').flat());
    const y = Float64Array.from(field(data, 'y'));
    const D = field(data, 'D');
    return {
      dimension: D + 2,
      logDensityAndGradient(q, g) {
        const logSigma = q[D + 1]!;
        const sigma = Math.exp(logSigma);
        const precision = 1 / (sigma * sigma);
        let squares = 0;
        let gAlpha = 0;
        g.fill(0, 1, D + 1);
        for (let i = 0; i < y.length; i++) {
          let eta = q[0]!;
          for (let d = 0; d < D; d++) eta += q[d + 1]! * X[i * D + d]!;
          const residual = y[i]! - eta;
          squares += residual * residual;
          gAlpha += residual;
          for (let d = 0; d < D; d++) g[d + 1]! += residual * X[i * D + d]!;
        }
        let logDensity = -0.5 * squares * precision - y.length * logSigma;
        logDensity += logSigma - (q[0]! * q[0]!) / 50 - (sigma * sigma) / 2;
        g[0] = gAlpha * precision - q[0]! / 25;
        for (let d = 1; d <= D; d++) {
          logDensity -= (q[d]! * q[d]!) / 12.5;
          g[d] = g[d]! * precision - q[d]! / 6.25;
        }
        g[D + 1] = squares * precision - y.length - sigma * sigma + 1;
        return logDensity;
      },
    };
  },
};

/** The same density; Stan's program uses its fused likelihood. */
export const linearGlm: PeerModel = { ...linear, name: 'linear_glm', sameAs: 'linear' };
