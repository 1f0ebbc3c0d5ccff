/** Formulas in TeX. */
import type { Formula } from './parse.js';

const GREEK = new Set(
  'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau phi chi psi omega'.split(
    ' ',
  ),
);
const FUNCTIONS: Readonly<Record<string, string>> = {
  exp: '\\exp',
  log: '\\log',
  cos: '\\cos',
  cosh: '\\cosh',
  det: '\\det',
  'det⁺': '{\\det}^{+}',
  min: '\\min',
  max: '\\max',
  Gamma: '\\Gamma',
  Phi: '\\Phi',
  phi: '\\phi',
  B: '\\mathrm{B}',
};
const RELATIONS: Readonly<Record<string, string>> = {
  '=': '=',
  '..': ', \\dots,',
  '≠': '\\ne',
  '~': '\\sim',
  '<=': '\\le',
  '>=': '\\ge',
  '<': '<',
  '>': '>',
  in: '\\in',
};

/** Binding of what a tree is made of: sums weakest, atoms strongest. */
enum Level {
  Relation,
  Sum,
  Product,
  Power,
  Atom,
}

export function texOf(formula: Formula): string {
  return write(formula, Level.Relation, false);
}

/** @param small whether it stands in an exponent or below a name, where quotients are written in one line */
function write(formula: Formula, level: Level, small: boolean): string {
  const { own, text } = written(formula, small);
  return own < level ? `\\left(${text}\\right)` : text;
}

function written(formula: Formula, small: boolean): { readonly own: Level; readonly text: string } {
  const atom = (text: string) => ({ own: Level.Atom, text });
  switch (formula.kind) {
    case 'number':
      return atom(formula.text);
    case 'name':
      return atom(`${nameTex(formula.name)}${belowTex(formula.below)}`);
    case 'dots':
      return atom('\\dots');
    case 'call':
      return atom(callTex(formula, small));
    case 'minus':
      return { own: Level.Sum, text: `-${write(formula.of, Level.Product, small)}` };
    case 'plus':
      return { own: Level.Sum, text: `+${write(formula.of, Level.Product, small)}` };
    case 'factorial':
      return { own: Level.Power, text: `${write(formula.of, Level.Atom, small)}!` };
    case 'inverse':
      return { own: Level.Power, text: `${write(formula.of, Level.Atom, small)}^{-1}` };
    case 'inverseTranspose':
      return { own: Level.Power, text: `${write(formula.of, Level.Atom, small)}^{-\\mathsf{T}}` };
    case 'transpose':
      return { own: Level.Power, text: `${write(formula.of, Level.Atom, small)}^{\\mathsf{T}}` };
    case 'size':
      return atom(`\\left|${write(formula.of, Level.Relation, small)}\\right|`);
    case 'over': {
      const sign = formula.name === 'sum' ? '\\sum' : '\\prod';
      return {
        own: Level.Product,
        text: `${sign}_{${write(formula.range, Level.Relation, true)}} ${write(formula.of, Level.Product, small)}`,
      };
    }
    case 'relation': {
      const { left, right, sign } = formula;
      return {
        own: Level.Relation,
        text: `${write(left, Level.Relation, small)} ${RELATIONS[sign] ?? sign} ${write(right, Level.Sum, small)}`,
      };
    }
    case 'list':
      return atom(listTex(formula, small));
    case 'when':
      return {
        own: Level.Relation,
        text: `${write(formula.of, Level.Relation, small)} \\quad\\text{for } ${write(formula.condition, Level.Relation, small)}`,
      };
    case 'binary':
      return binaryTex(formula, small);
  }
}

function binaryTex(
  { sign, left, right }: Formula & { readonly kind: 'binary' },
  small: boolean,
): { readonly own: Level; readonly text: string } {
  switch (sign) {
    case '+':
    case '-':
      return {
        own: Level.Sum,
        text: `${write(left, Level.Sum, small)} ${sign} ${write(right, Level.Product, small)}`,
      };
    case '/':
      if (small) {
        return { own: Level.Product, text: `${write(left, Level.Product, true)} / ${write(right, Level.Power, true)}` };
      }
      return { own: Level.Atom, text: `\\frac{${bare(left)}}{${bare(right)}}` };
    case ' ': {
      // A sum or product over a range reaches to the end.
      const last = right.kind === 'over' ? Level.Product : Level.Power;
      return { own: Level.Product, text: `${write(left, Level.Product, small)} \\, ${write(right, last, small)}` };
    }
    case '^': {
      const exponent = `^{${bare(right, true)}}`;
      return { own: Level.Power, text: `{${write(left, Level.Atom, small)}}${exponent}` };
    }
  }
}

/** Without brackets around the whole, where a bar or an exponent holds it together. */
function bare(formula: Formula, small = false): string {
  const inner = formula.kind === 'list' && formula.open === '(' && formula.of.length === 1 ? formula.of[0] : undefined;
  return write(inner ?? formula, Level.Relation, small);
}

function listTex({ open, close, of }: Formula & { readonly kind: 'list' }, small: boolean): string {
  const [left, right] = [open === '{' ? '\\{' : open, close === '}' ? '\\}' : close];
  return `\\left${left}${of.map((own) => write(own, Level.Relation, small)).join(', ')}\\right${right}`;
}

function callTex({ name, below, groups }: Formula & { readonly kind: 'call' }, small: boolean): string {
  const [first = []] = groups;
  const [only] = first;
  if (name === 'sqrt' && only !== undefined) return `\\sqrt{${bare(only, small)}}`;
  if (name === 'C' && first.length === 2) {
    const [n, k] = first.map((own) => write(own, Level.Relation, small));
    return `\\binom{${n}}{${k}}`;
  }
  const inside = groups
    .map((group) => group.map((own) => write(own, Level.Relation, small)).join(', '))
    .join(' \\mid ');
  return `${FUNCTIONS[name] ?? nameTex(name)}${belowTex(below)}\\left(${inside}\\right)`;
}

function belowTex(below: Formula | undefined): string {
  return below === undefined ? '' : `_{${bare(below, true)}}`;
}

function nameTex(name: string): string {
  if (name === 'infinity') return '\\infty';
  if (name === 'lam') return '\\lambda';
  if (GREEK.has(name)) return `\\${name}`;
  const [, letter, number] = /^([a-z]+?|[A-Z])(\d+)$/.exec(name) ?? [];
  if (letter !== undefined && number !== undefined && (letter.length === 1 || GREEK.has(letter))) {
    return `${nameTex(letter)}_{${number}}`;
  }
  // Two indices side by side.
  if (/^\d?[a-z]{1,2}$/.test(name) && (name.length === 1 || ['ij', 'ii', 'jj', '0i'].includes(name))) return name;
  return name.length === 1 ? name : `\\mathrm{${name}}`;
}
