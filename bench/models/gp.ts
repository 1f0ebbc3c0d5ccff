/** Gaussian process regression, squared-exponential kernel, N = 100: y ~ multivariateNormal(0, K(rho, alpha) + sigma^2 I). */
import { eye } from '@credence/autodiff';
import { Model } from '@credence/dsl';
import { field, type PeerModel } from './peerModel.js';

export const gp: PeerModel = {
  name: 'gp',
  data: 'gp',

  declare(data) {
    const n = field(data, 'N');
    const model = new Model('gp');
    const x = model.data('x', field(data, 'x'));
    const rho = model.inverseGamma('rho', { alpha: 5, beta: 5 });
    const alpha = model.halfNormal('alpha', { sigma: 1 });
    const sigma = model.halfNormal('sigma', { sigma: 1 });
    const distance = x.reshape([n, 1]).sub(x);
    const kernel = alpha.square().mul(distance.div(rho).square().mul(-0.5).exp());
    const covariance = kernel.add(sigma.square().mul(eye(n)));
    model.multivariateNormal('y', { mu: new Float64Array(n), cov: covariance }, { observed: field(data, 'y') });
    return model;
  },

  javascript(data) {
    const x = Float64Array.from(field(data, 'x'));
    const y = Float64Array.from(field(data, 'y'));
    const n = x.length;
    const E = new Float64Array(n * n);
    const L = new Float64Array(n * n);
    const W = new Float64Array(n * n); // inverse of the lower factor
    const z = new Float64Array(n);
    const weights = new Float64Array(n);
    return {
      dimension: 3,
      logDensityAndGradient(q, g) {
        const rho = Math.exp(q[0]!);
        const alpha2 = Math.exp(2 * q[1]!);
        const sigma2 = Math.exp(2 * q[2]!);
        let logDeterminant = 0;
        let quadratic = 0;
        for (let i = 0; i < n; i++) {
          for (let j = 0; j <= i; j++) {
            const d = x[i]! - x[j]!;
            E[i * n + j] = alpha2 * Math.exp((-0.5 * d * d) / (rho * rho));
            let s = E[i * n + j]! + (i === j ? sigma2 : 0);
            for (let k = 0; k < j; k++) s -= L[i * n + k]! * L[j * n + k]!;
            L[i * n + j] = i === j ? Math.sqrt(s) : s / L[j * n + j]!;
          }
          logDeterminant += Math.log(L[i * n + i]!);
        }
        weights.fill(0);
        for (let i = 0; i < n; i++) {
          const pivot = 1 / L[i * n + i]!;
          const row = W.subarray(i * n, i * n + n);
          row.fill(0);
          for (let k = 0; k < i; k++) {
            const c = L[i * n + k]!;
            for (let j = 0; j <= k; j++) row[j]! -= c * W[k * n + j]!;
          }
          let zi = 0;
          for (let j = 0; j < i; j++) row[j]! *= pivot;
          row[i] = pivot;
          for (let j = 0; j <= i; j++) zi += row[j]! * y[j]!;
          z[i] = zi;
          quadratic += zi * zi;
          for (let j = 0; j <= i; j++) weights[j]! += row[j]! * zi;
        }
        let gRho = 0;
        let gAlpha = 0;
        let gSigma = 0;
        for (let i = 0; i < n; i++) {
          for (let j = 0; j <= i; j++) {
            let inverse = 0;
            for (let k = i; k < n; k++) inverse += W[k * n + i]! * W[k * n + j]!;
            const d = x[i]! - x[j]!;
            const adjoint = (weights[i]! * weights[j]! - inverse) * (i === j ? 0.5 : 1);
            gRho += adjoint * E[i * n + j]! * d * d;
            gAlpha += adjoint * E[i * n + j]!;
            if (i === j) gSigma += adjoint;
          }
        }
        g[0] = gRho / (rho * rho) - 5 + 5 / rho;
        g[1] = 2 * gAlpha - alpha2 + 1;
        g[2] = 2 * gSigma * sigma2 - sigma2 + 1;
        const priors = -5 * q[0]! - 5 / rho - alpha2 / 2 + q[1]! - sigma2 / 2 + q[2]!;
        return -logDeterminant - 0.5 * quadratic + priors;
      },
    };
  },
};
