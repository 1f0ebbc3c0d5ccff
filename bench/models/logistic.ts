/** Logistic regression: y_i ~ bernoulli(logit = alpha + X_i beta). */
import { Model } from '@credence/dsl';
import { field, type PeerModel } from './peerModel.js';

export const logistic: PeerModel = {
  name: 'logistic',
  data: 'logistic',

  declare(data) {
    const model = new Model('logistic');
    const X = model.data('X', field(data, 'X'));
    const alpha = model.normal('alpha', { mu: 0, sigma: 2.5 });
    const beta = model.normal('beta', { mu: 0, sigma: 2.5 }, { shape: [field(data, 'D')] });
    model.bernoulli('y', { logit: alpha.add(X.matMul(beta)) }, { observed: field(data, 'y') });
    return model;
  },

  javascript(data) {
    const X = Float64Array.from(field(data, 'X').flat());
    const y = Float64Array.from(field(data, 'y'));
    const D = field(data, 'D');
    return {
      dimension: D + 1,
      logDensityAndGradient(q, g) {
        let logDensity = (-q[0]! * q[0]!) / 12.5;
        let gAlpha = -q[0]! / 6.25;
        for (let d = 1; d <= D; d++) {
          logDensity -= (q[d]! * q[d]!) / 12.5;
          g[d] = -q[d]! / 6.25;
        }
        for (let i = 0; i < y.length; i++) {
          let eta = q[0]!;
          for (let d = 0; d < D; d++) eta += q[d + 1]! * X[i * D + d]!;
          const small = Math.exp(-Math.abs(eta));
          const p = 1 / (1 + small);
          logDensity += y[i]! * eta - Math.max(eta, 0) - Math.log1p(small);
          const residual = y[i]! - (eta >= 0 ? p : small * p);
          gAlpha += residual;
          for (let d = 0; d < D; d++) g[d + 1]! += residual * X[i * D + d]!;
        }
        g[0] = gAlpha;
        return logDensity;
      },
    };
  },
};

/** The same density; Stan's program uses its fused likelihood. */
export const logisticGlm: PeerModel = { ...logistic, name: 'logistic_glm', sameAs: 'logistic' };
