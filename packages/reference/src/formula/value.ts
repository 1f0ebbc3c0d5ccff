/** The values of formulas of numbers. */
import { cos, cosh, exp, lgamma, log, log1p, normalCdf, normalDensity, pow, sqrt } from '@credence/numerics';
import type { Formula } from './parse.js';

export type Names = Readonly<Record<string, number>>;

/** A formula that has no value in numbers: it speaks of vectors, or of functions that are not known here. */
export class NotNumeric extends Error {}

const gammaOf = (x: number) => exp(lgamma(x));
const logBeta = (a: number, b: number) => lgamma(a) + lgamma(b) - lgamma(a + b);

/** Modified Bessel function of the first kind, by its series. */
function besselI(order: number, x: number): number {
  if (x === 0) return order === 0 ? 1 : 0;
  let sum = 0;
  for (let k = 0; k < 400; k++) {
    sum += exp((2 * k + order) * log(x / 2) - lgamma(k + 1) - lgamma(k + order + 1));
  }
  return sum;
}

const FUNCTIONS: Readonly<Record<string, (...values: readonly number[]) => number>> = {
  exp: (x = 0) => exp(x),
  log: (x = 0) => log(x),
  logit: (x = 0) => log(x) - log1p(-x),
  sqrt: (x = 0) => sqrt(x),
  cos: (x = 0) => cos(x),
  cosh: (x = 0) => cosh(x),
  sign: (x = 0) => Math.sign(x),
  max: (...values) => Math.max(...values),
  min: (...values) => Math.min(...values),
  Gamma: (x = 0) => gammaOf(x),
  B: (a = 1, b = 1) => exp(logBeta(a, b)),
  C: (n = 0, k = 0) => exp(lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)),
  Phi: (x = 0) => normalCdf(x),
  phi: (x = 0) => normalDensity(x),
};

/** Densities that formulas refer to, by the values before and behind the bar. */
const DENSITIES: Readonly<Record<string, (x: number, ...parameters: readonly number[]) => number>> = {
  Beta: (x, alpha = 1, beta = 1) => exp((alpha - 1) * log(x) + (beta - 1) * log1p(-x) - logBeta(alpha, beta)),
  Normal: (x, mu = 0, sigma = 1) => normalDensity((x - mu) / sigma) / sigma,
  StudentT: (x, nu = 1, mu = 0, sigma = 1) =>
    exp(
      lgamma((nu + 1) / 2) -
        lgamma(nu / 2) -
        0.5 * log(nu * Math.PI) -
        log(sigma) -
        ((nu + 1) / 2) * log1p(((x - mu) / sigma) ** 2 / nu),
    ),
};

/** @throws NotNumeric */
export function numberOf(formula: Formula, names: Names): number {
  const value = (own: Formula) => numberOf(own, names);
  switch (formula.kind) {
    case 'number':
      return formula.value;
    case 'name': {
      if (formula.name === 'pi') return Math.PI;
      if (formula.name === 'infinity') return Number.POSITIVE_INFINITY;
      const known = formula.below === undefined ? names[formula.name] : undefined;
      if (known === undefined) throw new NotNumeric(`${formula.name} is not known`);
      return known;
    }
    case 'minus':
      return -value(formula.of);
    case 'plus':
      return value(formula.of);
    case 'factorial':
      return gammaOf(value(formula.of) + 1);
    case 'size':
      return Math.abs(value(formula.of));
    case 'binary': {
      const [left, right] = [value(formula.left), value(formula.right)];
      switch (formula.sign) {
        case '+':
          return left + right;
        case '-':
          return left - right;
        case '/':
          return left / right;
        case ' ':
          return left * right;
        case '^':
          return right === 2 ? left * left : pow(left, right);
      }
      throw new NotNumeric('unknown sign');
    }
    case 'list': {
      const [only] = formula.of;
      if (formula.open === '(' && formula.of.length === 1 && only !== undefined) return value(only);
      throw new NotNumeric('a list is no number');
    }
    case 'call':
      return callValue(formula, names);
    default:
      throw new NotNumeric(`${formula.kind} is no number`);
  }
}

function callValue({ name, below, groups }: Formula & { readonly kind: 'call' }, names: Names): number {
  const [first = [], second] = groups.map((group) => group.map((own) => argumentOf(name, own, names)));
  if (name === 'I' && below !== undefined) return besselI(numberOf(below, names), first[0] ?? 0);
  if (second !== undefined) {
    const density = DENSITIES[name];
    if (density === undefined) throw new NotNumeric(`the density ${name} is not known`);
    return density(first[0] ?? 0, ...second);
  }
  if (name === 'P') return probabilityOf(groups[0]?.[0], names);
  const known = below === undefined ? FUNCTIONS[name] : undefined;
  if (known === undefined) throw new NotNumeric(`the function ${name} is not known`);
  return known(...first);
}

function argumentOf(name: string, argument: Formula, names: Names): number {
  return name === 'P' ? 0 : numberOf(argument, names);
}

/** P(lower <= Normal(mu, sigma) <= upper). */
function probabilityOf(event: Formula | undefined, names: Names): number {
  if (event?.kind !== 'relation' || event.left.kind !== 'relation')
    throw new NotNumeric('no probability of an interval');
  const { left: lower, right: normal } = event.left;
  if (normal.kind !== 'call' || normal.name !== 'Normal') throw new NotNumeric('no normal interval');
  const [mu = 0, sigma = 1] = (normal.groups[0] ?? []).map((own) => numberOf(own, names));
  const at = (end: Formula) => normalCdf((numberOf(end, names) - mu) / sigma);
  return at(event.right) - at(lower);
}

/** Whether a condition holds. @throws NotNumeric */
export function holds(condition: Formula, names: Names): boolean {
  if (condition.kind !== 'relation') throw new NotNumeric('no condition');
  const [left, right] = [numberOf(condition.left, names), numberOf(condition.right, names)];
  switch (condition.sign) {
    case '=':
      return left === right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    default:
      throw new NotNumeric(`no condition by ${condition.sign}`);
  }
}
