/** Means, variances and modes without a closed form against 40-digit values (tools/golden/distributions/modesAndMoments.py). */
import { exGaussian, logitNormal } from './index.js';

const close = (found: number, expected: number) => expect(Math.abs(found / expected - 1)).toBeLessThan(1e-13);

test.each([
  [0, 1, 0.5, 0.04337903585809296, 0.5],
  [0.5, 1, 0.6020271328167501, 0.0406040305775683, 0.7184887036290107],
  [-3, 0.5, 0.052669953981110684, 0.0006660610744128969, 0.038015951377689046],
  [2, 5, 0.6467979943261875, 0.15846911639953512, 0.9999999999981205],
  [-30, 2, 6.914400106679175e-13, 2.5624701300720893e-23, 1.7139084315420335e-15],
  [10, 0.01, 0.9999545998616566, 2.061088426087431e-13, 0.9999546066702393],
  [0, 3, 0.5, 0.13516209522608946, 0.0001236695306216914],
  [-1, 1e-5, 0.268941421374538, 3.865625229267114e-12, 0.26894142136090937],
  [0.3, 40, 0.5029889696628436, 0.24002802027722833, 1],
  [-2, 0.9, 0.14920522399351593, 0.012196662373310118, 0.06245471272652108],
])('logitNormal at mu = %d, sigma = %d', (mu, sigma, mean, variance, mode) => {
  close(logitNormal.mean!({ mu, sigma }), mean);
  close(logitNormal.variance!({ mu, sigma }), variance);
  close(logitNormal.mode!({ mu, sigma }), mode);
});

test.each([
  [0, 1, 1, 0.6973691592884272],
  [0.3, 0.05, 0.1, 0.350895635799609],
  [-2, 3, 0.2, -1.8008735420670536],
  [0, 1, 40, 2.3826173517153566],
  [5, 0.001, 1, 5.003461949557226],
])('the mode of exGaussian at mu = %d, sigma = %d, nu = %d', (mu, sigma, nu, mode) => {
  close(exGaussian.mode!({ mu, sigma, nu }), mode);
});
