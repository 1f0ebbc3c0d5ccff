/** Eight schools, non-centred (Rubin 1981): y_j ~ normal(mu + tau theta_tilde_j, sigma_j). */
import { Model } from '@credence/dsl';
import { field, type PeerModel } from './peerModel.js';

export const eightSchools: PeerModel = {
  name: 'eight_schools',
  data: 'eight_schools',

  declare(data) {
    const model = new Model('eight_schools');
    const mu = model.normal('mu', { mu: 0, sigma: 5 });
    const tau = model.halfCauchy('tau', { beta: 5 });
    const thetaTilde = model.normal('theta_tilde', { mu: 0, sigma: 1 }, { shape: [field(data, 'J')] });
    const sigma = model.data('sigma', field(data, 'sigma'));
    model.normal('y', { mu: mu.add(tau.mul(thetaTilde)), sigma }, { observed: field(data, 'y') });
    return model;
  },

  javascript(data) {
    const y = Float64Array.from(field(data, 'y'));
    const weight = Float64Array.from(field(data, 'sigma'), (s) => 1 / (s * s));
    return {
      dimension: y.length + 2,
      logDensityAndGradient(q, g) {
        const mu = q[0]!;
        const tau = Math.exp(q[1]!);
        let logDensity = (-mu * mu) / 50 - Math.log1p((tau * tau) / 25) + q[1]!;
        let gMu = -mu / 25;
        let gTau = 0;
        for (let i = 0; i < y.length; i++) {
          const t = q[i + 2]!;
          const e = y[i]! - mu - tau * t;
          const we = weight[i]! * e;
          logDensity -= 0.5 * (t * t + we * e);
          gMu += we;
          gTau += we * t;
          g[i + 2] = we * tau - t;
        }
        g[0] = gMu;
        g[1] = (gTau - (2 * tau) / (25 + tau * tau)) * tau + 1;
        return logDensity;
      },
    };
  },
};
