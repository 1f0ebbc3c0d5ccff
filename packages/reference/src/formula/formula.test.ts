/** Formulas as docstrings write them: how they are read, written in TeX, and valued. */
import { densityOf } from './density.js';
import { parseFormula } from './parse.js';
import { texOf } from './tex.js';
import { numberOf } from './value.js';

const tex = (text: string) => parseFormula(text).map(texOf);
const value = (text: string, names: Readonly<Record<string, number>> = {}) => numberOf(parseFormula(text)[0]!, names);

test.each([
  ['a / b c', 'a quotient goes from left to right', { a: 6, b: 2, c: 5 }, 15],
  ['2 a^2 / 4', 'powers bind before factors', { a: 6 }, 18],
  ['-a²', 'a minus is weaker than a power', { a: 3 }, -9],
  ['a^-2', 'a negative power', { a: 2 }, 0.25],
  ['a^(b + 1)!', 'a factorial in an exponent', { a: 2, b: 2 }, 64],
  ['b (1 - b)', 'a name and a bracket with space between are factors', { b: 3 }, -6],
  ['B(1, 2)', 'without space they are a function', {}, 0.5],
  ['C(5, 2)', 'a binomial coefficient', {}, 10],
  ['|a - b| / 2', 'a size', { a: 1, b: 4 }, 1.5],
  ['log x', 'a function without brackets', { x: 1 }, 0],
  ['2 pi x³', 'constants and small exponents', { x: 2 }, 16 * Math.PI],
  ['max(0, n + k - N)', 'several arguments', { n: 4, k: 3, N: 5 }, 2],
  ['I_0(2)', 'a Bessel function', {}, 2.2795853023360673],
  ['I_|k|(2)', 'a size as an index', { k: -1 }, 1.5906368546373291],
])('%s: %s', (text, _, names, expected) => {
  expect(value(text, names)).toBeCloseTo(expected, 12);
});

test.each([
  ['exp(-(x - mu)² / (2 sigma²))', '\\exp\\left(-\\frac{{\\left(x - \\mu\\right)}^{2}}{2 \\, {\\sigma}^{2}}\\right)'],
  ['x^(alpha / 2 - 1)', '{x}^{\\alpha / 2 - 1}'],
  ['sqrt(2 pi)', '\\sqrt{2 \\, \\pi}'],
  ['prod_(i=2..k) L_ii^n', '\\prod_{i = 2 , \\dots, k} {L_{ii}}^{n}'],
  ["A⁻¹ B'", 'A^{-1} \\, B^{\\mathsf{T}}'],
  ['C(n, x) mu1', '\\binom{n}{x} \\, \\mu_{1}'],
  ['x in [0, ∞)', 'x \\in \\left[0, \\infty\\right)'],
  ['p(x | mu) = 1 for x ≠ 0', 'p\\left(x \\mid \\mu\\right) = 1 \\quad\\text{for } x \\ne 0'],
  ['initMu / lam', '\\frac{\\mathrm{initMu}}{\\lambda}'],
])('%s in TeX', (text, expected) => {
  expect(tex(text)).toEqual([expected]);
});

test.each([
  ['a $ b', /cannot hold '\$'/],
  ['exp(x', /'\)' is missing/],
  ['(a + b', /a bracket is not closed/],
  ['|a', /a bar is not closed/],
  ['a +', /ends too early/],
  ['a ) b', /'\)' is one too many/],
])('%s is refused', (text, message) => {
  expect(() => parseFormula(text)).toThrow(message);
});

test('a density by its own names, by cases, and at points of its own', () => {
  const laplace = parseFormula('p(x | mu, b) = exp(-z) / (2 b),   z = |x - mu| / b,   x in (-∞, ∞)');
  expect(densityOf(laplace, 3, { mu: 1, b: 2 })).toBeCloseTo(Math.exp(-1) / 4, 14);
  const cases = parseFormula('p(x | c) = 2 x / c for x <= c,   2 (1 - x) / (1 - c) for x > c');
  expect(densityOf(cases, 0.1, { c: 0.5 })).toBeCloseTo(0.4, 14);
  expect(densityOf(cases, 0.9, { c: 0.5 })).toBeCloseTo(0.4, 14);
  const inflated = parseFormula('P(0) = 1 - q + q exp(-m),   P(x) = q m^x exp(-m) / x! for x in {1, 2, ...}');
  expect(densityOf(inflated, 0, { q: 0.5, m: 1 })).toBeCloseTo(0.5 + 0.5 * Math.exp(-1), 14);
  expect(densityOf(inflated, 2, { q: 0.5, m: 1 })).toBeCloseTo(0.25 * Math.exp(-1), 14);
  expect(densityOf(parseFormula('p(x | a) = prod_i x_i^a'), 1, { a: 1 })).toBeUndefined();
});
