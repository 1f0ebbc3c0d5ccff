/** Partial pooling of N observations, non-centred: z_i ~ normal(0, 1), x_i ~ normal(theta_mu + theta_sigma z_i, 1). */
import { Model } from '@credence/dsl';
import { field, type PeerModel, sigmoid } from './peerModel.js';

export const toyNoncentered: PeerModel = {
  name: 'toy_noncentered',
  data: 'toy',

  declare(data) {
    const x = field(data, 'x');
    const model = new Model('toy_noncentered');
    const thetaMu = model.uniform('theta_mu', { lower: -5, upper: 5 });
    const thetaSigma = model.uniform('theta_sigma', { lower: 0, upper: 2 });
    const z = model.normal('z', { mu: 0, sigma: 1 }, { shape: [x.length] });
    model.normal('x', { mu: thetaMu.add(thetaSigma.mul(z)), sigma: 1 }, { observed: x });
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
        let s1 = 0;
        let sz = 0;
        let se = 0;
        let s2 = 0;
        for (let i = 0; i < x.length; i++) {
          const z = q[i + 2]!;
          const e = x[i]! - mean - scale * z;
          s1 += e;
          sz += e * z;
          se += e * e;
          s2 += z * z;
          g[i + 2] = e * scale - z;
        }
        g[0] = s1 * 10 * a * (1 - a) + 1 - 2 * a;
        g[1] = sz * 2 * b * (1 - b) + 1 - 2 * b;
        return -0.5 * (se + s2) + Math.log(a * (1 - a)) + Math.log(b * (1 - b));
      },
    };
  },
};
