/** Partial pooling of N observations, centred: mu_i ~ normal(theta_mu, theta_sigma), x_i ~ normal(mu_i, 1). */
import { Model } from '@credence/dsl';
import { field, type PeerModel, sigmoid } from './peerModel.js';

export const toyCentered: PeerModel = {
  name: 'toy_centered',
  data: 'toy',

  declare(data) {
    const x = field(data, 'x');
    const model = new Model('toy_centered');
    const thetaMu = model.uniform('theta_mu', { lower: -5, upper: 5 });
    const thetaSigma = model.uniform('theta_sigma', { lower: 0, upper: 2 });
    const mu = model.normal('mu', { mu: thetaMu, sigma: thetaSigma }, { shape: [x.length] });
    model.normal('x', { mu, sigma: 1 }, { observed: x });
    return model;
  },

  javascript(data) {
    const x = Float64Array.from(field(data, 'x'));
    return {
      dimension: x.length + 2,
      logDensityAndGradient(q, g) {
        const a = sigmoid(q[0]!);
        const b = sigmoid(q[1]!);
        const mean = -5 + 10 * a;
        const scale = 2 * b;
        const precision = 1 / (scale * scale);
        let s1 = 0;
        let s2 = 0;
        let s3 = 0;
        for (let i = 0; i < x.length; i++) {
          const d = q[i + 2]! - mean;
          const e = x[i]! - q[i + 2]!;
          s1 += d;
          s2 += d * d;
          s3 += e * e;
          g[i + 2] = e - d * precision;
        }
        g[0] = s1 * precision * 10 * a * (1 - a) + 1 - 2 * a;
        g[1] = (s2 * precision - x.length) * (1 - b) + 1 - 2 * b;
        return (
          -0.5 * (s2 * precision + s3) - x.length * Math.log(scale) + Math.log(a * (1 - a)) + Math.log(b * (1 - b))
        );
      },
    };
  },
};
