/** Reads a formula as LaTeX writes it, as far as labels of plots need it. */
import type { Run, Script } from './label.js';
import { ACCENTS, COMMANDS, FUNCTIONS, isSlanted } from './symbols.js';

/** The runs of a formula (without its dollar signs). Scripts of scripts stand with the outer ones. */
export function formulaRuns(source: string): readonly Run[] {
  return new Reader(source).sequence('base', undefined);
}

class Reader {
  #at = 0;
  readonly #tokens: readonly string[];

  constructor(source: string) {
    this.#tokens = source.match(/\\[A-Za-z]+|\\.|\d+(?:\.\d+)?|\s+|./gu) ?? [];
  }

  /** Runs up to `end`, or to the end of the text. */
  sequence(script: Script, end: string | undefined): Run[] {
    const runs: Run[] = [];
    while (this.#at < this.#tokens.length && this.#tokens[this.#at] !== end) runs.push(...this.#item(script, runs));
    this.#at++;
    return runs;
  }

  #item(script: Script, before: readonly Run[]): readonly Run[] {
    const token = this.#tokens[this.#at++] ?? '';
    if (token === '_' || token === '^') return this.#script(script, token === '_' ? 'sub' : 'sup', before);
    if (token === '{') return this.sequence(script, '}');
    if (/^\s+$/.test(token)) return [];
    if (token.startsWith('\\')) return this.#command(token.slice(1), script);
    const text = token === '-' ? '−' : token === '*' && script === 'base' ? '·' : token;
    const spaced = script === 'base' && /^[=<>+−·]$/.test(text) && before.length > 0 ? ` ${text} ` : text;
    return [{ text: token === ',' ? ', ' : spaced, script, italic: isSlanted(token) }];
  }

  /** A subscript or superscript: one token or a group. The second of a pair is set above or below the first. */
  #script(outer: Script, own: 'sub' | 'sup', before: readonly Run[]): readonly Run[] {
    const runs = this.#argument(outer === 'base' ? own : outer);
    const last = before.at(-1);
    const pair = outer === 'base' && last !== undefined && last.script !== 'base' && last.script !== own;
    const [first, ...rest] = runs;
    return pair && first !== undefined ? [{ ...first, stacked: true }, ...rest] : runs;
  }

  #argument(script: Script): readonly Run[] {
    while (/^\s+$/.test(this.#tokens[this.#at] ?? '')) this.#at++;
    if (this.#at >= this.#tokens.length) return [];
    return this.#item(script, []);
  }

  #command(name: string, script: Script): readonly Run[] {
    if (['mathrm', 'text', 'textrm', 'operatorname'].includes(name)) return [this.#words(script)];
    const accent = ACCENTS.get(name);
    if (accent !== undefined) {
      const [first, ...rest] = this.#argument(script);
      return first === undefined ? [] : [{ ...first, text: first.text + accent }, ...rest];
    }
    const sign = COMMANDS.get(name);
    if (sign !== undefined) {
      const relation = script === 'base' && /^[·×±∓≤≥≠≈~|→←]$/u.test(sign);
      return [{ text: relation ? ` ${sign} ` : sign, script, italic: isSlanted(sign) }];
    }
    if (FUNCTIONS.has(name)) return [{ text: `${name} `, script, italic: false }];
    if (/^[,;: ]$/.test(name)) return [{ text: ' ', script, italic: false }];
    if (/^[^A-Za-z]$/.test(name)) return [{ text: name, script, italic: false }];
    return [{ text: `\\${name}`, script, italic: false }];
  }

  /** The text of a group, as it is. */
  #words(script: Script): Run {
    if (this.#tokens[this.#at] !== '{') return { text: this.#tokens[this.#at++] ?? '', script, italic: false };
    let text = '';
    for (this.#at++; this.#at < this.#tokens.length && this.#tokens[this.#at] !== '}'; this.#at++)
      text += this.#tokens[this.#at];
    this.#at++;
    return { text, script, italic: false };
  }
}
