/** Formulas as docstrings write them, cut into tokens. */
import { CredenceError } from '@credence/numerics';

export interface Token {
  readonly kind: 'number' | 'name' | 'sign';
  readonly text: string;
  /** Whether white space stands before it. */
  readonly spaced: boolean;
}

const NUMBER = /^\d+(\.\d+)?/;
const NAME = /^[A-Za-z][A-Za-z0-9]*⁺?/;
/** Longer ones first. */
const SIGNS = ['...', '..', '<=', '>=', ...'=~<>+-*/^_!(){}[],;|²³∞≠'.split(''), '⁻¹', '⁻ᵀ', "'"];

/** @throws CredenceError reference/formula at a character that no formula has */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let rest = text;
  while (rest.trim() !== '') {
    const trimmed = rest.trimStart();
    const spaced = trimmed.length < rest.length;
    const number = NUMBER.exec(trimmed)?.[0];
    const name = NAME.exec(trimmed)?.[0];
    const sign = SIGNS.find((own) => trimmed.startsWith(own));
    const found = number ?? name ?? sign;
    if (found === undefined) {
      throw new CredenceError('reference/formula', `A formula cannot hold '${trimmed[0]}': ${text}`, { text });
    }
    const kind = number !== undefined ? 'number' : name !== undefined ? 'name' : 'sign';
    tokens.push({ kind, text: found, spaced });
    rest = trimmed.slice(found.length);
  }
  return tokens;
}
