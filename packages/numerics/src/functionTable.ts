/** The functions of this package: program, parameters, what it computes, and its error as measured. */
import { acosProgram, asinProgram, atan2Program, atanProgram } from './elementary/arcTangent.js';
import { expm1Program, expProgram } from './elementary/exp.js';
import {
  acoshProgram,
  asinhProgram,
  atanhProgram,
  coshProgram,
  sinhProgram,
  tanhProgram,
} from './elementary/hyperbolic.js';
import { log1pProgram, logProgram } from './elementary/log.js';
import { log1mexpProgram, logAddExpProgram, xlog1pyProgram, xlogyProgram } from './elementary/logForms.js';
import { powProgram, sqrtProgram } from './elementary/power.js';
import { cosProgram, sinProgram, tanProgram } from './elementary/trigonometric.js';
import type { LaneProgram } from './lanes/lanes.js';
import {
  besselIRatioProgram,
  logBesselIProgram,
  logBesselIRestOrderSlopeProgram,
  logBesselIRestProgram,
  logBesselIRestSlopeProgram,
} from './special/bessel.js';
import { logBetaProgram, logChooseProgram } from './special/beta.js';
import { betaQuantileProgram, betaUpperQuantileProgram } from './special/betaQuantile.js';
import { binomialDevianceProgram, logRatioProgram } from './special/binomialDeviance.js';
import { erfcProgram, erfcxProgram, erfProgram, expMinusSquareProgram } from './special/erf.js';
import { lgammaProgram } from './special/gamma.js';
import {
  digammaDifferenceProgram,
  lgammaDifferenceProgram,
  trigammaDifferenceProgram,
} from './special/gammaDifferences.js';
import { gammaQuantileProgram, gammaUpperQuantileProgram } from './special/gammaQuantile.js';
import {
  betaCdfProgram,
  betaReverseHazardProgram,
  logBetaCdfProgram,
  logBetaCdfShapeSlopeProgram,
  logBetaDensityProgram,
  logBetaSurvivalShapeSlopeProgram,
} from './special/incompleteBeta.js';
import {
  gammaCdfProgram,
  gammaHazardProgram,
  gammaReverseHazardProgram,
  gammaSurvivalProgram,
  logGammaCdfProgram,
  logGammaCdfShapeSlopeProgram,
  logGammaDensityProgram,
  logGammaSurvivalProgram,
  logGammaSurvivalShapeSlopeProgram,
} from './special/incompleteGamma.js';
import {
  inverseMillsExcessProgram,
  inverseMillsRatioProgram,
  logNormalCdfProgram,
  normalCdfProgram,
  normalDensityProgram,
} from './special/normal.js';
import { erfInverseProgram, normalQuantileProgram } from './special/normalQuantile.js';
import { digammaProgram, pentagammaProgram, tetragammaProgram, trigammaProgram } from './special/polygamma.js';
import { owensTProgram } from './special/skewNormal.js';
import {
  log1pmxProgram,
  stirlingErrorDerivativeProgram,
  stirlingErrorProgram,
  stirlingErrorSecondDerivativeProgram,
} from './special/stirlingError.js';

/** A bound on the error against exact values, in units of the last place of the exact value or relative to it. */
export interface ErrorBound {
  readonly unit: 'ulp' | 'relative';
  readonly limit: number;
  /** Where the exact value is near a zero of the function, this absolute error is allowed instead. */
  readonly absolute: number;
  readonly text: string;
}

export interface FunctionEntry {
  readonly program: LaneProgram;
  readonly parameters: readonly string[];
  readonly meaning: string;
  readonly bound: ErrorBound;
}

function ulp(limit: number): ErrorBound {
  return { unit: 'ulp', limit, absolute: 0, text: `at most ${limit} ulp` };
}

function relative(limit: number, absolute = 0, where = 'near the zeros'): ErrorBound {
  const near = absolute === 0 ? '' : `, or ${absolute} absolute ${where}`;
  return { unit: 'relative', limit, absolute, text: `at most ${limit} relative${near}` };
}

const entry = (program: LaneProgram, parameters: string, bound: ErrorBound, meaning: string): FunctionEntry => ({
  program,
  parameters: parameters.split(' '),
  meaning,
  bound,
});

/** Everything that `generated/functions.ts` holds. */
export const functionTable: readonly FunctionEntry[] = [
  entry(expProgram, 'x', ulp(1.01), 'e^x.'),
  entry(expm1Program, 'x', ulp(2), 'e^x - 1 with all its digits near 0.'),
  entry(logProgram, 'x', ulp(0.8), 'Natural logarithm; -Infinity at 0, NaN below.'),
  entry(log1pProgram, 'x', ulp(0.8), 'log(1 + x) with all its digits near 0; -Infinity at -1, NaN below.'),
  entry(sqrtProgram, 'x', ulp(0.5), 'Square root.'),
  entry(powProgram, 'x y', ulp(0.52), 'x^y as IEEE 754 has it: 1 for y = 0 and for x = 1; NaN for x < 0, y not whole.'),
  entry(sinProgram, 'x', ulp(0.75), 'Sine of x radians, x of any size.'),
  entry(cosProgram, 'x', ulp(0.75), 'Cosine of x radians, x of any size.'),
  entry(tanProgram, 'x', ulp(1.8), 'Tangent of x radians, x of any size.'),
  entry(asinProgram, 'x', ulp(1.5), 'Inverse sine, in [-pi/2, pi/2].'),
  entry(acosProgram, 'x', ulp(1.8), 'Inverse cosine, in [0, pi].'),
  entry(atanProgram, 'x', ulp(0.85), 'Inverse tangent, in [-pi/2, pi/2].'),
  entry(atan2Program, 'y x', ulp(1.2), 'Angle of the point (x, y), in [-pi, pi].'),
  entry(sinhProgram, 'x', ulp(2), 'Hyperbolic sine.'),
  entry(coshProgram, 'x', ulp(1), 'Hyperbolic cosine.'),
  entry(tanhProgram, 'x', ulp(3), 'Hyperbolic tangent.'),
  entry(asinhProgram, 'x', ulp(1.5), 'Inverse hyperbolic sine.'),
  entry(acoshProgram, 'x', ulp(1.8), 'Inverse hyperbolic cosine; NaN below 1.'),
  entry(atanhProgram, 'x', ulp(1.4), 'Inverse hyperbolic tangent; NaN outside [-1, 1].'),
  entry(log1mexpProgram, 'x', ulp(2), 'log(1 - e^x) for x <= 0; NaN above.'),
  entry(logAddExpProgram, 'x y', relative(1e-15, 4e-16), 'log(e^x + e^y) without overflow.'),
  entry(xlogyProgram, 'x y', ulp(1.5), 'x log(y), and 0 for x = 0.'),
  entry(xlog1pyProgram, 'x y', ulp(1.5), 'x log(1 + y), and 0 for x = 0.'),
  entry(erfProgram, 'x', ulp(1.8), 'Error function, 2/sqrt(pi) times the integral of exp(-t^2) from 0 to x.'),
  entry(erfcProgram, 'x', ulp(3), '1 - erf(x), with its digits in the upper tail.'),
  entry(erfcxProgram, 'x', ulp(4), 'exp(x^2) erfc(x).'),
  entry(erfInverseProgram, 'x', relative(1e-15), 'The y with erf(y) = x; NaN outside [-1, 1].'),
  entry(expMinusSquareProgram, 'x', ulp(0.53), 'exp(-x^2).'),
  entry(normalDensityProgram, 'x', ulp(1.9), 'Standard normal density.'),
  entry(normalCdfProgram, 'x', ulp(4), 'Standard normal cdf, with its digits in the lower tail.'),
  entry(logNormalCdfProgram, 'x', ulp(6), 'log of the standard normal cdf, with its digits in both tails.'),
  entry(normalQuantileProgram, 'p', relative(1e-15), 'Standard normal quantile; NaN outside [0, 1].'),
  entry(inverseMillsRatioProgram, 'x', ulp(4), 'Normal density over cdf: the derivative of logNormalCdf.'),
  entry(inverseMillsExcessProgram, 'x', ulp(5), 'x + inverseMillsRatio(x), with its digits in the lower tail.'),
  entry(lgammaProgram, 'x', relative(1e-15, 1e-15, 'for x < 0'), 'log |Gamma(x)|; Infinity at 0, -1, -2, ...'),
  entry(digammaProgram, 'x', relative(1e-15, 1e-15, 'for x < 0'), 'Derivative of lgamma; NaN at -1, -2, ...'),
  entry(trigammaProgram, 'x', relative(1e-15), 'Second derivative of lgamma.'),
  entry(tetragammaProgram, 'x', relative(2e-15, 1e-15, 'for x < 0'), 'Third derivative of lgamma.'),
  entry(pentagammaProgram, 'x', relative(4e-15), 'Fourth derivative of lgamma.'),
  entry(lgammaDifferenceProgram, 'x a', relative(1e-15, 1e-15), 'lgamma(x + a) - lgamma(x), for x, x + a > 0.'),
  entry(digammaDifferenceProgram, 'x a', relative(1e-15), 'digamma(x + a) - digamma(x), for x, x + a > 0.'),
  entry(trigammaDifferenceProgram, 'x a', relative(1e-15), 'trigamma(x + a) - trigamma(x), for x, x + a > 0.'),
  entry(logBetaProgram, 'a b', relative(1e-15, 1e-15), 'log of the beta function, a, b > 0.'),
  entry(logChooseProgram, 'n k', relative(1e-15), 'log of n choose k, 0 <= k <= n.'),
  entry(stirlingErrorProgram, 'x', relative(2e-15), 'lgamma(x) - (x - 1/2) log(x) + x - log(2 pi)/2, x > 0.'),
  entry(stirlingErrorDerivativeProgram, 'x', relative(2e-15), 'digamma(x) - log(x) + 1/(2x), x > 0.'),
  entry(stirlingErrorSecondDerivativeProgram, 'x', relative(2e-15), 'trigamma(x) - 1/x - 1/(2 x^2), x > 0.'),
  entry(log1pmxProgram, 'x', ulp(6), 'log(1 + x) - x, with its digits near 0.'),
  entry(gammaCdfProgram, 'a x', relative(2e-13), 'P(a, x), the regularised lower incomplete gamma function.'),
  entry(gammaSurvivalProgram, 'a x', relative(2e-13), 'Q(a, x) = 1 - P(a, x), with its digits in the upper tail.'),
  entry(logGammaCdfProgram, 'a x', relative(2e-13), 'log P(a, x), with its digits in both tails.'),
  entry(logGammaSurvivalProgram, 'a x', relative(2e-13), 'log Q(a, x), with its digits in both tails.'),
  entry(logGammaCdfShapeSlopeProgram, 'a x', relative(5e-13), 'Derivative of log P(a, x) by a.'),
  entry(logGammaSurvivalShapeSlopeProgram, 'a x', relative(5e-13), 'Derivative of log Q(a, x) by a.'),
  entry(gammaReverseHazardProgram, 'a x', relative(2e-13), 'Gamma density over P(a, x).'),
  entry(gammaHazardProgram, 'a x', relative(2e-13), 'Gamma density over Q(a, x).'),
  entry(logGammaDensityProgram, 'a x', relative(1e-14), 'log of x^(a - 1) e^-x / Gamma(a).'),
  entry(gammaQuantileProgram, 'a p', relative(1e-13), 'The x with P(a, x) = p.'),
  entry(gammaUpperQuantileProgram, 'a q', relative(1e-13), 'The x with Q(a, x) = q.'),
  entry(betaCdfProgram, 'a b x y', relative(2e-13), 'I_x(a, b), y = 1 - x, the regularised incomplete beta function.'),
  entry(logBetaCdfProgram, 'a b x y', relative(2e-13), 'log I_x(a, b), y = 1 - x, with its digits in both tails.'),
  entry(logBetaCdfShapeSlopeProgram, 'a b x y', relative(2e-13), 'Derivative of log I_x(a, b) by a.'),
  entry(logBetaSurvivalShapeSlopeProgram, 'a b x y', relative(2e-13), 'Derivative of log(1 - I_x(a, b)) by a.'),
  entry(betaReverseHazardProgram, 'a b x y', relative(2e-13), 'Beta density over I_x(a, b).'),
  entry(logBetaDensityProgram, 'a b x y', relative(1e-14), 'log of x^(a - 1) y^(b - 1) / B(a, b).'),
  entry(betaQuantileProgram, 'a b p', relative(1e-14), 'The x with I_x(a, b) = p.'),
  entry(betaUpperQuantileProgram, 'a b q', relative(1e-14), 'The x with 1 - I_x(a, b) = q.'),
  entry(logBesselIProgram, 'nu x', relative(1e-14, 1e-12), 'log I_nu(x), the modified Bessel function, nu, x >= 0.'),
  entry(logBesselIRestProgram, 'nu x', relative(1e-14), 'log I_nu(x) - s + nu asinh(nu/x), s = sqrt(nu^2 + x^2).'),
  entry(logBesselIRestSlopeProgram, 'nu x', relative(1e-13), 'Derivative of logBesselIRest by x.'),
  entry(logBesselIRestOrderSlopeProgram, 'nu x', relative(1e-14, 1e-14), 'Derivative of logBesselIRest by nu.'),
  entry(besselIRatioProgram, 'nu x', relative(1e-15), 'I_(nu + 1)(x) / I_nu(x), nu, x >= 0.'),
  entry(owensTProgram, 'h a', relative(3e-15), "Owen's T function."),
  entry(logRatioProgram, 'x mean', relative(1e-15), 'log(x/mean), with its digits near x = mean, x >= 0, mean > 0.'),
  entry(binomialDevianceProgram, 'x mean', relative(2e-15), 'x log(x/mean) + mean - x, x >= 0, mean > 0.'),
];
