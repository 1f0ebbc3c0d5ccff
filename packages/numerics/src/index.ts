export { acosProgram, asinProgram, atan2Program, atanProgram } from './elementary/arcTangent.js';
export { expm1Program, expProgram } from './elementary/exp.js';
export {
  acoshProgram,
  asinhProgram,
  atanhProgram,
  coshProgram,
  sinhProgram,
  tanhProgram,
} from './elementary/hyperbolic.js';
export { log1pProgram, logProgram } from './elementary/log.js';
export { log1pUnitProgram } from './elementary/log1pUnit.js';
export { log1mexpProgram, logAddExpProgram, xlog1pyProgram, xlogyProgram } from './elementary/logForms.js';
export { powProgram, sqrtProgram } from './elementary/power.js';
export { cosProgram, sinProgram, tanProgram } from './elementary/trigonometric.js';
export { CredenceError, type ErrorDetails } from './error.js';
export {
  acos,
  acosh,
  asin,
  asinh,
  atan,
  atan2,
  atanh,
  besselIRatio,
  betaCdf,
  betaQuantile,
  betaReverseHazard,
  betaUpperQuantile,
  binomialDeviance,
  cos,
  cosh,
  digamma,
  digammaDifference,
  erf,
  erfc,
  erfcx,
  erfInverse,
  exp,
  expMinusSquare,
  expm1,
  gammaCdf,
  gammaHazard,
  gammaQuantile,
  gammaReverseHazard,
  gammaSurvival,
  gammaUpperQuantile,
  inverseMillsExcess,
  inverseMillsRatio,
  lgamma,
  lgammaDifference,
  log,
  log1mexp,
  log1p,
  log1pmx,
  logAddExp,
  logBesselI,
  logBesselIRest,
  logBesselIRestOrderSlope,
  logBesselIRestSlope,
  logBeta,
  logBetaCdf,
  logBetaCdfShapeSlope,
  logBetaDensity,
  logBetaSurvivalShapeSlope,
  logChoose,
  logGammaCdf,
  logGammaCdfShapeSlope,
  logGammaDensity,
  logGammaSurvival,
  logGammaSurvivalShapeSlope,
  logNormalCdf,
  normalCdf,
  normalDensity,
  normalQuantile,
  owensT,
  pentagamma,
  pow,
  sin,
  sinh,
  sqrt,
  stirlingError,
  stirlingErrorDerivative,
  stirlingErrorSecondDerivative,
  tan,
  tanh,
  tetragamma,
  trigamma,
  trigammaDifference,
  xlog1py,
  xlogy,
} from './generated/functions.js';
export { laneProgram, laneTable } from './lanes/laneProgram.js';
export type { LaneProgram, Lanes, LaneTable, Round } from './lanes/lanes.js';
export { evaluate, scalarLanes } from './lanes/scalarLanes.js';
export { closest, display } from './names.js';
export { checkOptions, type OptionNames } from './options.js';
export { keyFromSeed, type RngKey, split } from './random/key.js';
export type { NumberedElements, Rng, RngState } from './random/rng.js';
export { restore, stream } from './random/stream.js';
export {
  besselIRatioProgram,
  logBesselIProgram,
  logBesselIRestOrderSlopeProgram,
  logBesselIRestProgram,
  logBesselIRestSlopeProgram,
} from './special/bessel.js';
export { logBetaProgram, logChooseProgram } from './special/beta.js';
export {
  logBetaBinomialSumAlphaSlopeProgram,
  logBetaBinomialSumBetaSlopeProgram,
  logBetaBinomialSumProgram,
} from './special/betaBinomialSum.js';
export { logBetaCdfAtOddsProgram } from './special/betaOdds.js';
export { betaQuantileProgram, betaUpperQuantileProgram } from './special/betaQuantile.js';
export { binomialDevianceProgram, logRatioProgram } from './special/binomialDeviance.js';
export { erfcProgram, erfcxProgram, erfProgram, expMinusSquareProgram } from './special/erf.js';
export { lgammaProgram } from './special/gamma.js';
export {
  digammaDifferenceProgram,
  lgammaDifferenceProgram,
  trigammaDifferenceProgram,
} from './special/gammaDifferences.js';
export { gammaQuantileProgram, gammaUpperQuantileProgram } from './special/gammaQuantile.js';
export {
  betaCdfProgram,
  betaReverseHazardProgram,
  logBetaCdfProgram,
  logBetaCdfShapeSlopeProgram,
  logBetaDensityProgram,
  logBetaSurvivalShapeSlopeProgram,
} from './special/incompleteBeta.js';
export {
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
export {
  inverseMillsExcessProgram,
  inverseMillsRatioProgram,
  logNormalCdfProgram,
  normalCdfProgram,
  normalDensityProgram,
} from './special/normal.js';
export { erfInverseProgram, normalQuantileProgram } from './special/normalQuantile.js';
export { digammaProgram, pentagammaProgram, tetragammaProgram, trigammaProgram } from './special/polygamma.js';
export {
  logRiceCdfProgram,
  logRiceSurvivalProgram,
  riceHazardProgram,
  riceReverseHazardProgram,
} from './special/rice.js';
export { logSkewNormalCdfProgram, owensTProgram, skewNormalReverseHazardProgram } from './special/skewNormal.js';
export {
  log1pmxProgram,
  stirlingErrorDerivativeProgram,
  stirlingErrorProgram,
  stirlingErrorSecondDerivativeProgram,
} from './special/stirlingError.js';
export { logStudentTCdfProgram, studentTQuantileProgram } from './special/studentT.js';
export {
  logVonMisesCdfProgram,
  logVonMisesCdfSlopeProgram,
  vonMisesCutHazardProgram,
  vonMisesReverseHazardProgram,
} from './special/vonMises.js';
