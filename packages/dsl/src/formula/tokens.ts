/**
 * Columns of a formula's tokens. mathjs's nodes carry no positions, but their leaves (names, numbers, strings) come in the
 * order of the text, so the k-th leaf of the tree is the k-th leaf token here.
 */

/** A token with its column, counted from 1. */
export interface Token {
  readonly text: string;
  readonly column: number;
  /** Whether it is a leaf of the tree: a name or a literal, not an operator. */
  readonly leaf: boolean;
}

const pattern =
  /\s+|(?<name>[\p{L}_$][\p{L}\p{N}_$]*)|(?<number>0[xXbBoO][\da-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?<string>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|(?<operator><=|>=|==|!=|\.[*/^']|\S)/gu;

/** Operators that are spelled as words. */
const wordOperators = new Set(['mod', 'to', 'in', 'and', 'or', 'xor', 'not']);

/** The tokens of a formula in order, white space left out. */
export function tokens(text: string): readonly Token[] {
  const found: Token[] = [];
  for (const match of text.matchAll(pattern)) {
    const groups = match.groups ?? {};
    const column = [...text.slice(0, match.index)].length + 1;
    const name = groups.name;
    if (name !== undefined) found.push({ text: name, column, leaf: !wordOperators.has(name) });
    else if (groups.number !== undefined) found.push({ text: groups.number, column, leaf: true });
    else if (groups.string !== undefined && !afterOperand(found))
      found.push({ text: groups.string, column, leaf: true });
    else if (groups.string !== undefined) found.push({ text: "'", column, leaf: false });
    else if (groups.operator !== undefined) found.push({ text: groups.operator, column, leaf: false });
  }
  return found;
}

/** Behind an operand a quote is a transpose, not the start of a string. */
function afterOperand(before: readonly Token[]): boolean {
  const last = before.at(-1);
  return last !== undefined && (last.leaf || last.text === ')' || last.text === ']' || last.text === "'");
}
