/** The functions where formulas end: zeros and their signs, infinities, NaN, poles, subnormals, the ends of domains. */
import { numberFunctions } from './testing/numberFunctions.js';

const inf = Infinity;
const subnormal = 5e-324;
const huge = 1.7976931348623157e308;

/** Function, inputs, exact result (NaN for undefined). */
const cases: readonly (readonly [name: string, inputs: readonly number[], expected: number])[] = [
  ...table('exp', [
    [-0, 1],
    [inf, inf],
    [-inf, 0],
    [709.782712893384, 1.7976931348622732e308],
    [709.7827128933841, inf],
  ]),
  ...table('exp', [
    [-745.1332191019411, subnormal],
    [-745.1332191019412, 0],
    [huge, inf],
    [-huge, 0],
  ]),
  ...table('expm1', [
    [-0, -0],
    [subnormal, subnormal],
    [inf, inf],
    [-inf, -1],
    [-50, -1],
  ]),
  ...table('log', [
    [0, -inf],
    [-0, -inf],
    [-1, NaN],
    [inf, inf],
    [-inf, NaN],
    [1, 0],
    [subnormal, -744.4400719213812],
  ]),
  ...table('log1p', [
    [-0, -0],
    [-1, -inf],
    [-2, NaN],
    [inf, inf],
    [-inf, NaN],
    [-subnormal, -subnormal],
  ]),
  ...table('sqrt', [
    [-0, -0],
    [-1, NaN],
    [inf, inf],
    [4, 2],
  ]),
  ...table('sin', [
    [-0, -0],
    [inf, NaN],
    [-inf, NaN],
    [subnormal, subnormal],
  ]),
  ...table('cos', [
    [0, 1],
    [inf, NaN],
    [subnormal, 1],
  ]),
  ...table('tan', [
    [-0, -0],
    [inf, NaN],
    [subnormal, subnormal],
  ]),
  ...table('asin', [
    [-0, -0],
    [1, Math.PI / 2],
    [1.0000000000000002, NaN],
    [-1, -Math.PI / 2],
  ]),
  ...table('acos', [
    [1, 0],
    [-1, Math.PI],
    [0, Math.PI / 2],
    [-1.1, NaN],
  ]),
  ...table('atan', [
    [-0, -0],
    [inf, Math.PI / 2],
    [-inf, -Math.PI / 2],
    [subnormal, subnormal],
  ]),
  ...table('sinh', [
    [-0, -0],
    [inf, inf],
    [-inf, -inf],
    [711, inf],
  ]),
  ...table('cosh', [
    [0, 1],
    [inf, inf],
    [-inf, inf],
    [-711, inf],
  ]),
  ...table('tanh', [
    [-0, -0],
    [inf, 1],
    [-inf, -1],
    [subnormal, subnormal],
  ]),
  ...table('asinh', [
    [-0, -0],
    [inf, inf],
    [-inf, -inf],
  ]),
  ...table('acosh', [
    [1, 0],
    [0.9, NaN],
    [inf, inf],
  ]),
  ...table('atanh', [
    [-0, -0],
    [1, inf],
    [-1, -inf],
    [1.1, NaN],
  ]),
  ...table('log1mexp', [
    [0, -inf],
    [-inf, -0],
    [0.1, NaN],
  ]),
  ...table('log1pmx', [
    [0, 0],
    [-1, -inf],
    [-1.1, NaN],
    [inf, NaN],
  ]),
  ...table('erf', [
    [-0, -0],
    [inf, 1],
    [-inf, -1],
    [7, 1],
  ]),
  ...table('erfc', [
    [0, 1],
    [inf, 0],
    [-inf, 2],
    [28, 0],
  ]),
  ...table('erfcx', [
    [0, 1],
    [inf, 0],
    [-inf, inf],
    [-27, inf],
  ]),
  ...table('erfInverse', [
    [-0, -0],
    [1, inf],
    [-1, -inf],
    [1.1, NaN],
  ]),
  ...table('expMinusSquare', [
    [0, 1],
    [inf, 0],
    [huge, 0],
  ]),
  ...table('normalDensity', [
    [inf, 0],
    [-inf, 0],
  ]),
  ...table('normalCdf', [
    [0, 0.5],
    [inf, 1],
    [-inf, 0],
    [-40, 0],
  ]),
  ...table('logNormalCdf', [
    [inf, -0],
    [-inf, -inf],
    [-1e200, -inf],
  ]),
  ...table('normalQuantile', [
    [0, -inf],
    [1, inf],
    [0.5, 0],
    [-0.1, NaN],
    [1.1, NaN],
  ]),
  ...table('inverseMillsRatio', [
    [inf, 0],
    [-inf, inf],
  ]),
  ...table('inverseMillsExcess', [
    [inf, inf],
    [-inf, 0],
  ]),
  ...table('lgamma', [
    [0, inf],
    [-0, inf],
    [1, 0],
    [2, 0],
    [-1, inf],
    [-171, inf],
    [inf, inf],
    [-inf, inf],
    [1e306, inf],
  ]),
  ...table('digamma', [
    [0, -inf],
    [-0, inf],
    [-1, NaN],
    [inf, inf],
    [-inf, NaN],
  ]),
  ...table('trigamma', [
    [0, inf],
    [-1, inf],
    [inf, 0],
  ]),
  ...table('tetragamma', [
    [0, -inf],
    [-1, NaN],
    [inf, -0],
  ]),
  ...table('pentagamma', [
    [0, inf],
    [-1, inf],
    [inf, 0],
  ]),
  ...table('stirlingError', [
    [0, inf],
    [inf, 0],
    [-1, NaN],
  ]),
  ...table('stirlingErrorDerivative', [
    [0, -inf],
    [inf, -0],
    [-1, NaN],
  ]),
  ...table('stirlingErrorSecondDerivative', [
    [0, inf],
    [inf, 0],
    [-1, NaN],
  ]),
  ['pow', [0, 0], 1],
  ['pow', [NaN, 0], 1],
  ['pow', [1, NaN], 1],
  ['pow', [NaN, 1], NaN],
  ['pow', [2, NaN], NaN],
  ['pow', [-1, inf], 1],
  ['pow', [-1, -inf], 1],
  ['pow', [0.5, inf], 0],
  ['pow', [0.5, -inf], inf],
  ['pow', [-8, 1 / 3], NaN],
  ['pow', [-2, 3], -8],
  ['pow', [-2, -2], 0.25],
  ['pow', [-0, 3], -0],
  ['pow', [-0, -3], -inf],
  ['pow', [-0, -2], inf],
  ['pow', [-inf, 3], -inf],
  ['pow', [-inf, -3], -0],
  ['pow', [3, 2], 9],
  ['pow', [10, 22], 1e22],
  ['pow', [2, -1074], subnormal],
  ['pow', [2, 1024], inf],
  ['atan2', [0, 0], 0],
  ['atan2', [-0, 0], -0],
  ['atan2', [0, -0], Math.PI],
  ['atan2', [-0, -1], -Math.PI],
  ['atan2', [inf, inf], Math.PI / 4],
  ['atan2', [inf, -inf], (3 * Math.PI) / 4],
  ['atan2', [1, inf], 0],
  ['atan2', [1, -inf], Math.PI],
  ['atan2', [-inf, 5], -Math.PI / 2],
  ['atan2', [subnormal, subnormal], Math.PI / 4],
  ['atan2', [huge, huge], Math.PI / 4],
  ['logAddExp', [-inf, -inf], -inf],
  ['logAddExp', [inf, inf], inf],
  ['logAddExp', [inf, -inf], inf],
  ['logAddExp', [-inf, 3], 3],
  ['logAddExp', [1e308, 1e308], 1e308],
  ['xlogy', [0, 0], 0],
  ['xlogy', [0, inf], 0],
  ['xlogy', [0, NaN], NaN],
  ['xlogy', [1, 0], -inf],
  ['xlog1py', [0, -1], 0],
  ['xlog1py', [2, -1], -inf],
  ['lgammaDifference', [1, 0], 0],
  ['lgammaDifference', [1, 1], 0],
  ['lgammaDifference', [1e300, 0], 0],
  ['lgammaDifference', [3, inf], inf],
  ['lgammaDifference', [0, 1], -inf],
  ['digammaDifference', [5, 0], 0],
  ['digammaDifference', [1, 1], 1],
  ['logBeta', [1, 1], 0],
  ['logBeta', [0, 3], inf],
  ['logBeta', [0, 0], inf],
  ['logChoose', [10, 0], 0],
  ['logChoose', [10, 10], 0],
  ['logChoose', [10, 11], -inf],
  ['binomialDeviance', [0, 3], 3],
  ['binomialDeviance', [-0, 3], 3],
  ['binomialDeviance', [3, 3], 0],
  ['binomialDeviance', [3, 0], inf],
  ['binomialDeviance', [3, inf], inf],
  ['binomialDeviance', [3, -1], NaN],
  ['gammaCdf', [2, 0], 0],
  ['gammaCdf', [2, inf], 1],
  ['gammaCdf', [0, 1], 1],
  ['gammaCdf', [inf, 1], 0],
  ['gammaCdf', [0, 0], NaN],
  ['gammaCdf', [inf, inf], NaN],
  ['gammaCdf', [-1, 1], NaN],
  ['gammaCdf', [1, -1], NaN],
  ['gammaSurvival', [2, 0], 1],
  ['gammaSurvival', [2, inf], 0],
  ['gammaSurvival', [1, 800], 0],
  ['logGammaCdf', [2, 0], -inf],
  ['logGammaCdf', [2, inf], 0],
  ['logGammaCdf', [1, 800], -0],
  ['logGammaCdf', [1, subnormal], -744.4400719213812],
  ['logGammaSurvival', [2, 0], 0],
  ['logGammaSurvival', [2, inf], -inf],
  ['logGammaSurvival', [1, 3], -3],
  ['logGammaSurvival', [1, 1e300], -1e300],
  ['gammaReverseHazard', [2, 0], inf],
  ['gammaReverseHazard', [2, inf], 0],
  ['gammaHazard', [0.5, 0], inf],
  ['gammaHazard', [1, 0], 1],
  ['gammaHazard', [2, 0], 0],
  ['gammaHazard', [1, 50], 1],
  ['gammaHazard', [3, inf], 1],
  ['logGammaDensity', [0.5, 0], inf],
  ['logGammaDensity', [1, 0], 0],
  ['logGammaDensity', [2, 0], -inf],
  ['logGammaDensity', [2, inf], -inf],
  ['logGammaDensity', [0, 1], NaN],
  ['gammaQuantile', [2, 0], 0],
  ['gammaQuantile', [2, 1], inf],
  ['gammaQuantile', [2, 1.1], NaN],
  ['gammaQuantile', [2, -0.1], NaN],
  ['gammaQuantile', [0, 0.5], NaN],
  ['gammaQuantile', [1e-3, 1e-10], 0],
  ['gammaUpperQuantile', [2, 0], inf],
  ['gammaUpperQuantile', [2, 1], 0],
  ['logRatio', [0, 3], -inf],
  ['logRatio', [3, 3], 0],
  ['logRatio', [3, 0], inf],
  ['logRatio', [3, inf], -inf],
  ['logRatio', [3, -1], NaN],
];

function table(name: string, rows: readonly (readonly [x: number, expected: number])[]) {
  return rows.map(([x, expected]) => [name, [x], expected] as const);
}

test.each(cases)('%s(%j) is %d', (name, inputs, expected) => {
  expect(numberFunctions[name]!(...inputs)).toBe(expected);
});

const absorbing = new Set(['pow', 'xlogy', 'xlog1py']);

test.each(Object.keys(numberFunctions).filter((name) => !absorbing.has(name)))('%s of NaN is NaN', (name) => {
  for (const other of [0, 0.5, 1, 3, inf, -inf]) {
    expect(numberFunctions[name]!(NaN, other)).toBeNaN();
    if (name === 'atan2' || /^log(Add|Beta|Choose|Ratio|Gamma)|^gamma|Difference|Deviance/.test(name)) {
      expect(numberFunctions[name]!(other, NaN)).toBeNaN();
    }
  }
});

test.each(['erf', 'sin', 'tan', 'asin', 'atan', 'sinh', 'tanh', 'asinh', 'atanh', 'erfInverse'])(
  '%s is odd to the bit',
  (name) => {
    const f = numberFunctions[name]!;
    for (let x = 1e-9; x < 30; x *= 1.37) expect(f(-x)).toBe(-f(x));
  },
);
