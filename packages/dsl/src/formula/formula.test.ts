import { data, evaluate, parameter, type Tensor } from '@credence/autodiff';
import { CredenceError } from '@credence/numerics';
import { Model } from '../index.js';
import { expr } from './expr.js';
import { formula } from './formula.js';
import { tokens } from './tokens.js';

const names: Readonly<Record<string, Tensor>> = {
  alpha: parameter('alpha'),
  beta: parameter('beta'),
  x: data('x', [3]),
  X: data('X', [2, 3]),
  county: data('county', [4], 'int32'),
  row: data('row', [2], 'int32'),
  μ_1: parameter('μ_1'),
  tau: parameter('tau'),
};
const values = {
  alpha: 2,
  beta: -3,
  x: [1, 2, 3],
  X: [
    [1, 2, 3],
    [4, 5, 6],
  ],
  county: [2, 0, 0, 1],
  row: [1, 0],
  μ_1: 7,
  tau: 0.5,
};
const scope = { lookup: (name: string) => names[name], known: () => Object.keys(names) };
const build = (text: string) => formula(text, scope);
const numbersOf = (text: string) => Array.from(evaluate([build(text)], values)[0] ?? []);

test.each([
  ['alpha + beta * x', [-1, -4, -7]],
  ['-alpha^2', [-4]],
  ['2^-1', [0.5]],
  ['2 * x ^ 2 ^ 1', [2, 8, 18]],
  ['(alpha + beta) / tau', [-2]],
  ['alpha < 3 and not (beta > 0)', [1]],
  ['-5 < beta <= alpha', [1]],
  ['alpha > 0 ? x : -x', [1, 2, 3]],
  ['exp(0) + log(1) + sqrt(square(alpha))', [3]],
  ['x[0] + x[2]', [4]],
  ['x[county]', [3, 1, 1, 2]],
  ['x[2 - county]', [1, 3, 3, 2]],
  ['x[county * 1 + 0]', [3, 1, 1, 2]],
  ['X[1, 0]', [4]],
  ['X[1]', [4, 5, 6]],
  ['X[row, 2]', [6, 3]],
  ['X[row, row]', [5, 1]],
  ['dot(X, x)', [14, 32]],
  ['sum(X) * 2e-1', [4.2]],
  ['μ_1 + tau', [7.5]],
  ['alpha +\n  beta', [-1]],
  ['pi', [Math.PI]],
  ['maximum(alpha, x)', [2, 2, 3]],
  ['where(x > 1, x, 0)', [0, 2, 3]],
])('%s', (text, expected) => {
  const found = numbersOf(text);
  expect(found).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) expect(found[i]).toBeCloseTo(value, 14);
});

test("a model's names win over constants", () => {
  const own = { lookup: (name: string) => (name === 'e' ? names.alpha : undefined), known: () => ['e'] };
  expect(evaluate([formula('e * 1', own)], values)[0]?.[0]).toBe(2);
  expect(evaluate([formula('e * 1', { lookup: () => undefined, known: () => [] })], values)[0]?.[0]).toBe(Math.E);
});

test.each([
  ['alpha beta', 'formula/syntax', 7, "Write '*' between factors"],
  ['2 alpha', 'formula/syntax', 3, "Write '*'"],
  ['alpha + 5 cm', 'formula/syntax', 11, "Write '*'"],
  ['alpha (x + 1)', 'formula/syntax', 1, "'alpha' is a variable, not a function"],
  ['alpha = 3', 'formula/syntax', 7, "'=='"],
  ['f(y) = y', 'formula/syntax', 6, 'defines no functions'],
  ['alpha; beta', 'formula/syntax', 6, 'one expression'],
  ["X'", 'formula/syntax', 2, 'transpose(x)'],
  ['x[0:2]', 'formula/syntax', 4, 'makes a range'],
  ['1:3', 'formula/syntax', 2, 'makes a range'],
  ['[1, 2] + x', 'formula/syntax', 1, 'model.data'],
  ['{a: 1}', 'formula/syntax', 1, 'braces'],
  ['x .* x', 'formula/syntax', 3, "'*' already works"],
  ['alpha % 2', 'formula/syntax', 7, "'%' is not an operator"],
  ['alpha!', 'formula/syntax', 6, 'lgamma'],
  ['"text"', 'formula/syntax', 1, 'only numbers'],
  ['alpha + true', 'formula/syntax', 9, 'only numbers'],
  ['alpha + * beta', 'formula/syntax', 9, 'value expected'],
  ['(alpha', 'formula/syntax', 7, 'parenthesis ) expected'],
  ['alpha +', 'formula/syntax', 8, 'unexpected end'],
  ['', 'formula/syntax', 1, 'empty'],
  ['alpha + gamma_1', 'formula/name', 9, 'Names here: alpha'],
  ['alpha * x + alpa', 'formula/name', 13, "'alpa' is not defined"],
  ['i * 2', 'formula/name', 1, "'i' is not defined"],
  ['sin + 1', 'formula/name', 1, 'write sin(...)'],
  ['alpha + foo(x)', 'formula/name', 9, 'not a function'],
  ['exp(alpha, beta)', 'formula/arity', 1, 'exp takes 1 argument, not 2'],
  ['x[3]', 'formula/index', 3, 'outside [0, 3)'],
  ['x[-1]', 'formula/index', 4, 'outside [0, 3)'],
  ['alpha + x[x]', 'formula/index', 11, 'whole numbers'],
  ['x[0, 1]', 'formula/index', 3, '2 indices'],
  ['alpha + x * county', 'shape/broadcast', 11, 'mul cannot broadcast x [3] with county [4]'],
  ['alpha * dot(X, county)', 'shape/dot', 9, 'dot needs'],
  ['x[county / 2]', 'formula/index', 3, 'whole numbers'],
  ['alpha.name', 'formula/syntax', 7, 'property'],
])('%s is an error with its column', (text, code, column, words) => {
  const failure = catchError(() => build(text));
  expect(failure.code).toBe(code);
  expect(failure.details.column).toBe(column);
  expect(failure.message).toContain(words);
  expect(failure.message).toContain(`column ${column}:`);
});

test('an error points at its column under the formula', () => {
  const failure = catchError(() => build('alpha + betta * x'));
  expect(failure.message).toContain('    alpha + betta * x\n            ^');
});

test('no formula runs code', () => {
  for (const text of ['import("x")', 'evaluate("1")', 'x.constructor', 'x["constructor"]', 'cos.constructor("1")()']) {
    expect(() => build(text)).toThrow(CredenceError);
  }
});

test('expr puts tensors, numbers and arrays in, and shows them in errors', () => {
  const model = new Model();
  const alpha = model.normal('alpha', { mu: 0, sigma: 1 });
  const beta = model.normal('beta', { mu: 0, sigma: 1 });
  const tensor = expr`${alpha} + ${beta} * ${[1, 2]} - ${0.5}`;
  expect(Array.from(evaluate([tensor], { alpha: 1, beta: 2 })[0] ?? [])).toEqual([2.5, 4.5]);
  const failure = catchError(() => expr`${alpha} + ${beta} * gamma`);
  const before = ['$', '{alpha} + $', '{beta} * '].join('');
  expect(failure.message).toContain(`\n    ${before}gamma\n    ${' '.repeat(before.length)}^`);
  expect(failure.details.column).toBe(before.length + 1);
});

test('formulas and names stand for parameters of a model', () => {
  const model = new Model();
  model.normal('alpha', { mu: 0, sigma: 1 });
  model.data('x', [1, 2, 3]);
  const y = model.normal('y', { mu: 'alpha * x', sigma: 1 });
  const z = model.normal('z', { mu: 'alpha', sigma: 1 });
  expect(y.shape).toEqual([3]);
  expect(z.shape).toEqual([]);
  const failure = catchError(() => model.normal('w', { mu: 'alpa * x', sigma: 1 }));
  expect(failure.message).toContain('Formula of w ~ Normal, mu, column 1');
});

test('tokens carry columns', () => {
  expect(tokens("a1*3.5e2 + f'").map(({ text, column, leaf }) => [text, column, leaf])).toEqual([
    ['a1', 1, true],
    ['*', 3, false],
    ['3.5e2', 4, true],
    ['+', 10, false],
    ['f', 12, true],
    ["'", 13, false],
  ]);
});

function catchError(run: () => unknown): CredenceError {
  try {
    run();
  } catch (failure) {
    if (failure instanceof CredenceError) return failure;
    throw failure;
  }
  throw new Error('nothing was thrown');
}
