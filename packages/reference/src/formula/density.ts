/** The density that a formula states, as a function: what the code of a distribution is compared with. */
import type { Formula } from './parse.js';
import { holds, type Names, NotNumeric, numberOf } from './value.js';

/** One way in which a name is defined. */
interface Definition {
  readonly of: Formula;
  readonly condition: Formula | undefined;
}

/**
 * The density at x for parameters that the formula names; undefined where it speaks of more than numbers.
 * @param statements e.g. of `p(x | mu, b) = exp(-z) / b,   z = |x - mu| / b`
 */
export function densityOf(statements: readonly Formula[], x: number, parameters: Names): number | undefined {
  const definitions = new Map<string, Definition[]>();
  let last = '';
  const functions = new Map(statements.flatMap(functionOf));
  for (const statement of statements.map((own) => inlined(own, functions))) {
    const { of, condition } = statement.kind === 'when' ? statement : { of: statement, condition: undefined };
    const defined = definitionOf(of);
    // A line without a name of its own goes on with the last one, under another condition.
    if (defined === undefined && (of.kind === 'relation' || condition === undefined)) continue;
    const name = defined?.name ?? last;
    const own = definitions.get(name) ?? [];
    own.push({ of: defined?.value ?? of, condition });
    definitions.set(name, own);
    last = name;
  }
  try {
    const point = `density at ${x}`;
    return evaluate(definitions.has(point) ? point : 'density', definitions, {
      ...parameters,
      x,
    });
  } catch (error) {
    if (error instanceof NotNumeric) return undefined;
    throw error;
  }
}

/** `F(z) = ...`: what stands for a call of it. */
interface OwnFunction {
  readonly argument: string;
  readonly body: Formula;
}

function functionOf(statement: Formula): readonly (readonly [string, OwnFunction])[] {
  if (statement.kind !== 'relation' || statement.sign !== '=' || statement.left.kind !== 'call') return [];
  const { name, groups } = statement.left;
  const [argument] = groups[0] ?? [];
  if (['p', 'P'].includes(name) || argument?.kind !== 'name' || groups.flat().length !== 1) return [];
  return [[name, { argument: argument.name, body: statement.right }]];
}

/** A formula with the bodies of its own functions in place of their calls. */
function inlined(formula: Formula, functions: ReadonlyMap<string, OwnFunction>): Formula {
  return replaced(formula, (own) => {
    const called = own.kind === 'call' ? functions.get(own.name) : undefined;
    const [value] = own.kind === 'call' ? (own.groups[0] ?? []) : [];
    if (called === undefined || value === undefined) return undefined;
    const body = replaced(called.body, (part) =>
      part.kind === 'name' && part.name === called.argument && part.below === undefined ? value : undefined,
    );
    return { kind: 'list', open: '(', close: ')', of: [body] };
  });
}

/** A formula with parts of it replaced, from outside in. */
function replaced(formula: Formula, by: (own: Formula) => Formula | undefined): Formula {
  const other = by(formula);
  if (other !== undefined) return other;
  const inside = (own: Formula) => replaced(own, by);
  switch (formula.kind) {
    case 'call':
      return { ...formula, groups: formula.groups.map((group) => group.map(inside)) };
    case 'binary':
    case 'relation':
      return { ...formula, left: inside(formula.left), right: inside(formula.right) };
    case 'list':
      return { ...formula, of: formula.of.map(inside) };
    case 'when':
      return { ...formula, of: inside(formula.of), condition: formula.condition };
    case 'number':
    case 'name':
    case 'dots':
      return formula;
    default:
      return { ...formula, of: inside(formula.of) };
  }
}

/** `name = value`; the density has the name `density`, one at a point of its own that of the point. */
function definitionOf(statement: Formula): { readonly name: string; readonly value: Formula } | undefined {
  if (statement.kind !== 'relation' || statement.sign !== '=') return undefined;
  const { left, right } = statement;
  // a = b = c: the value is the last one's equal.
  if (left.kind === 'relation' && left.sign === '=') return definitionOf(left);
  if (left.kind === 'name' && left.below === undefined) return { name: left.name, value: right };
  if (left.kind !== 'call' || !['p', 'P'].includes(left.name)) return undefined;
  const [argument] = left.groups[0] ?? [];
  return { name: argument?.kind === 'number' ? `density at ${argument.text}` : 'density', value: right };
}

function evaluate(name: string, definitions: ReadonlyMap<string, readonly Definition[]>, known: Names): number {
  const all = definitions.get(name) ?? [];
  const names = new Proxy(known, {
    get: (target, key) => {
      if (typeof key !== 'string') return undefined;
      if (key in target) return target[key];
      return definitions.has(key) ? evaluate(key, definitions, target) : undefined;
    },
  });
  const fits = ({ condition }: Definition) =>
    condition !== undefined && (isMembership(condition) || holds(condition, names));
  const chosen = all.find(fits) ?? all.find(({ condition }) => condition === undefined);
  if (chosen === undefined) throw new NotNumeric(`${name} is not defined here`);
  return numberOf(chosen.of, names);
}

/** `x in {1, 2, ...}`: the rest, beside points of their own. */
function isMembership(condition: Formula): boolean {
  return condition.kind === 'relation' && condition.sign === 'in';
}
