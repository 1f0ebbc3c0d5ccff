/**
 * Formulas as docstrings write them, as trees. Factors stand side by side, and a quotient goes from left to right with them:
 * `a / b c` is (a / b) c. A name with its bracket right behind it is a function; with a space between them they are factors.
 */
import { CredenceError } from '@credence/numerics';
import { type Token, tokensOf } from './tokens.js';

export type Formula =
  | { readonly kind: 'number'; readonly value: number; readonly text: string }
  | { readonly kind: 'name'; readonly name: string; readonly below?: Formula }
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly below?: Formula;
      readonly groups: readonly (readonly Formula[])[];
    }
  | {
      readonly kind: 'binary';
      readonly sign: '+' | '-' | '/' | ' ' | '^';
      readonly left: Formula;
      readonly right: Formula;
    }
  | { readonly kind: 'minus' | 'plus'; readonly of: Formula }
  | { readonly kind: 'factorial' | 'inverse' | 'transpose' | 'inverseTranspose' | 'size'; readonly of: Formula }
  | { readonly kind: 'over'; readonly name: 'sum' | 'prod'; readonly range: Formula; readonly of: Formula }
  | { readonly kind: 'dots' }
  | { readonly kind: 'relation'; readonly sign: string; readonly left: Formula; readonly right: Formula }
  /** Brackets as they stand: ( ), [ ), { }. */
  | { readonly kind: 'list'; readonly open: string; readonly close: string; readonly of: readonly Formula[] }
  | { readonly kind: 'when'; readonly of: Formula; readonly condition: Formula };

/** Functions whose argument needs no brackets: `log x`. */
const PREFIX = ['log', 'logit'];
const RELATIONS = ['=', '..', '~', '<=', '>=', '<', '>', '≠', 'in'];

/**
 * The statements of a formula, between commas or semicolons.
 * @throws CredenceError reference/formula
 */
export function parseFormula(text: string): readonly Formula[] {
  return new Parser(tokensOf(text), text).statements();
}

class Parser {
  #at = 0;
  /** Depth of bars | | that are open, in which a bar closes. */
  #bars = 0;

  constructor(
    readonly tokens: readonly Token[],
    readonly text: string,
  ) {}

  statements(): readonly Formula[] {
    const all = [this.#statement()];
    while (this.#take(',') || this.#take(';')) all.push(this.#statement());
    if (this.#next !== undefined) this.#fail(`'${this.#next.text}' is one too many`);
    return all;
  }

  #statement(): Formula {
    const of = this.#relation();
    if (!this.#take('for')) return of;
    return { kind: 'when', of, condition: this.#relation() };
  }

  #relation(): Formula {
    let left = this.#sum();
    for (let token = this.#next; token !== undefined && RELATIONS.includes(token.text); token = this.#next) {
      this.#at++;
      left = { kind: 'relation', sign: token.text, left, right: this.#sum() };
    }
    return left;
  }

  #sum(): Formula {
    let left = this.#take('-')
      ? ({ kind: 'minus', of: this.#product() } as const)
      : this.#take('+')
        ? ({ kind: 'plus', of: this.#product() } as const)
        : this.#product();
    for (;;) {
      const sign = this.#take('+') ? '+' : this.#take('-') ? '-' : undefined;
      if (sign === undefined) return left;
      left = { kind: 'binary', sign, left, right: this.#product() };
    }
  }

  #product(): Formula {
    let left = this.#power();
    for (;;) {
      if (this.#take('/')) left = { kind: 'binary', sign: '/', left, right: this.#power() };
      else if (this.#take('*') || this.#startsFactor())
        left = { kind: 'binary', sign: ' ', left, right: this.#power() };
      else return left;
    }
  }

  #startsFactor(): boolean {
    const token = this.#next;
    if (token === undefined || ['for', 'in'].includes(token.text)) return false;
    if (token.kind !== 'sign' || token.text === '(') return true;
    return token.text === '|' && this.#bars === 0 && this.#mayBar;
  }

  /** Whether a bar opens a size here; between arguments it separates them. */
  #mayBar = true;

  #power(): Formula {
    let base = this.#postfix(this.#atom());
    while (this.#take('^')) {
      const minus = this.#take('-');
      const exponent = this.#postfix(this.#atom());
      const right: Formula = minus ? { kind: 'minus', of: exponent } : exponent;
      base = { kind: 'binary', sign: '^', left: base, right };
    }
    return base;
  }

  #postfix(of: Formula): Formula {
    if (this.#take('²')) return this.#postfix(powerOf(of, 2));
    if (this.#take('³')) return this.#postfix(powerOf(of, 3));
    if (this.#take('!')) return this.#postfix({ kind: 'factorial', of });
    if (this.#take('⁻¹')) return this.#postfix({ kind: 'inverse', of });
    if (this.#take('⁻ᵀ')) return this.#postfix({ kind: 'inverseTranspose', of });
    if (this.#take("'")) return this.#postfix({ kind: 'transpose', of });
    return of;
  }

  #atom(): Formula {
    const token = this.#next ?? this.#fail('it ends too early');
    this.#at++;
    if (token.kind === 'number') return { kind: 'number', value: Number(token.text), text: token.text };
    if (token.kind === 'name') return this.#named(token.text);
    switch (token.text) {
      case '...':
      case '..':
        return { kind: 'dots' };
      case '∞':
        return { kind: 'name', name: 'infinity' };
      case '-':
        return { kind: 'minus', of: this.#power() };
      case '(':
      case '[':
      case '{':
        return this.#list(token.text);
      case '|':
        return this.#size();
      default:
        return this.#fail(`'${token.text}' cannot stand here`);
    }
  }

  #list(open: string): Formula {
    const [bars, mayBar] = [this.#bars, this.#mayBar];
    this.#bars = 0;
    this.#mayBar = true;
    const of = [this.#relation()];
    while (this.#take(',')) of.push(this.#relation());
    const close = this.#next?.text;
    if (close === undefined || ![')', ']', '}'].includes(close)) this.#fail('a bracket is not closed');
    this.#at++;
    [this.#bars, this.#mayBar] = [bars, mayBar];
    return { kind: 'list', open, close: close ?? ')', of };
  }

  #size(): Formula {
    this.#bars++;
    const of = this.#sum();
    this.#bars--;
    if (!this.#take('|')) this.#fail('a bar is not closed');
    return { kind: 'size', of };
  }

  #named(name: string): Formula {
    if (name === 'sum' || name === 'prod') {
      this.#expect('_');
      return { kind: 'over', name, range: this.#below(), of: this.#product() };
    }
    const below = this.#take('_') ? this.#below() : undefined;
    const part = below === undefined ? {} : { below };
    const bracket = this.#next;
    if (bracket?.text === '(' && !bracket.spaced) {
      this.#at++;
      return { kind: 'call', name, ...part, groups: this.#groups() };
    }
    if (PREFIX.includes(name) && (bracket?.kind === 'name' || bracket?.kind === 'number'))
      return { kind: 'call', name, ...part, groups: [[this.#power()]] };
    return { kind: 'name', name, ...part };
  }

  /** Arguments up to the closing bracket; a bar between them begins a new group. */
  #groups(): readonly (readonly Formula[])[] {
    const [bars, mayBar] = [this.#bars, this.#mayBar];
    this.#bars = 0;
    this.#mayBar = false;
    const groups: Formula[][] = [[this.#relation()]];
    for (;;) {
      if (this.#take(',')) groups.at(-1)?.push(this.#relation());
      else if (this.#take('|')) groups.push([this.#relation()]);
      else break;
    }
    this.#expect(')');
    [this.#bars, this.#mayBar] = [bars, mayBar];
    return groups;
  }

  /** What stands below a name: one name or number, or a bracket's inside. */
  #below(): Formula {
    const token = this.#next;
    if (token?.text === '(') {
      const list = this.#atom();
      return list.kind === 'list' && list.of.length === 1 ? (list.of[0] ?? list) : list;
    }
    if (token?.text === '|') {
      this.#at++;
      return this.#size();
    }
    if (token?.kind !== 'name' && token?.kind !== 'number') this.#fail('nothing stands below');
    this.#at++;
    const text = token?.text ?? '';
    const name = this.#next;
    // 0i, one index behind another.
    if (token?.kind === 'number' && name?.kind === 'name' && !name.spaced) {
      this.#at++;
      return { kind: 'name', name: `${text}${name.text}` };
    }
    return token?.kind === 'number' ? { kind: 'number', value: Number(text), text } : { kind: 'name', name: text };
  }

  get #next(): Token | undefined {
    return this.tokens[this.#at];
  }

  #take(text: string): boolean {
    if (this.#next?.text !== text) return false;
    this.#at++;
    return true;
  }

  #expect(text: string): void {
    if (!this.#take(text)) this.#fail(`'${text}' is missing`);
  }

  #fail(what: string): never {
    throw new CredenceError('reference/formula', `A formula cannot be read, ${what}: ${this.text}`, {
      text: this.text,
    });
  }
}

function powerOf(base: Formula, exponent: number): Formula {
  return { kind: 'binary', sign: '^', left: base, right: { kind: 'number', value: exponent, text: String(exponent) } };
}
