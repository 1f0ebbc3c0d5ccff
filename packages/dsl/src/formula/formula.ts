/** Turns the text of a formula into a graph. Parsed by mathjs, never evaluated by it: only a white list of nodes is read. */
import { constant, logicalAnd, type Tensor, where } from '@credence/autodiff';
import { CredenceError } from '@credence/numerics';
import { literalNumber } from '../model/values.js';
import { type FormulaFunction, formulaConstants, formulaFunctions, formulaOperators } from './functions.js';
import { indexed } from './indexing.js';
import type { FormulaNode } from './nodes.js';
import { loadParser } from './parser.node.js';
import { type Token, tokens } from './tokens.js';

/** What a formula's names mean, and how it is shown in errors. */
export interface FormulaScope {
  /** The tensor of a name, or undefined. */
  readonly lookup: (name: string) => Tensor | undefined;
  /** Names that exist, listed when one does not. */
  readonly known: () => readonly string[];
  /** How the formula looks to its writer, of the same length as the parsed text. Default: the text. */
  readonly shown?: string;
  /** Where the formula stands, e.g. `deterministic 'mu'`. */
  readonly where?: string;
}

/**
 * The graph of a formula.
 *
 * @example formula('alpha + beta * x[0]', { lookup: (name) => variables.get(name), known: () => [...variables.keys()] })
 * @throws CredenceError formula/syntax, formula/name, formula/arity, formula/index, shape/..., each with its column
 */
export function formula(text: string, scope: FormulaScope): Tensor {
  const line = text.replace(/[\r\n]/g, ' ');
  return new Reader(line, scope).read();
}

const reasons: Readonly<Record<string, string>> = {
  AssignmentNode: "'=' assigns, and a formula is one expression. For a comparison write '=='.",
  FunctionAssignmentNode: 'a formula defines no functions.',
  BlockNode: "';' separates statements, and a formula is one expression.",
  RangeNode: "':' makes a range. Take elements by an index, or slice with the method slice.",
  ArrayNode: 'a list in brackets. Put the values into model.data and use its name.',
  ObjectNode: 'an object in braces. A formula is made of numbers, names, operators and functions.',
};

const operatorReasons: Readonly<Record<string, string>> = {
  ctranspose: 'an apostrophe transposes in mathjs. Write transpose(x).',
  factorial: "'!' is the factorial in mathjs. Write exp(lgamma(n + 1)).",
  dotMultiply: "'.*' is not needed: '*' already works element by element.",
  dotDivide: "'./' is not needed: '/' already works element by element.",
  dotPow: "'.^' is not needed: '^' already works element by element.",
};

/** Walks the tree once, in the order of the text, counting leaves to know its column. */
class Reader {
  private readonly tokens: readonly Token[];
  private readonly leaves: readonly Token[];
  private leaf = 0;

  constructor(
    private readonly text: string,
    private readonly scope: FormulaScope,
  ) {
    this.tokens = tokens(text);
    this.leaves = this.tokens.filter((token) => token.leaf);
  }

  read(): Tensor {
    if (this.tokens.length === 0) throw this.error('formula/syntax', 1, 'the formula is empty.');
    return this.tensor(this.parse());
  }

  private parse(): FormulaNode {
    try {
      return loadParser()(this.text);
    } catch (failure) {
      if (!(failure instanceof Error) || !('char' in failure) || typeof failure.char !== 'number') throw failure;
      const sentence = failure.message.replace(/ \(char \d+\)$/, '');
      throw this.error('formula/syntax', failure.char, `${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}.`);
    }
  }

  private tensor(node: FormulaNode): Tensor {
    switch (node.type) {
      case 'ParenthesisNode':
        return this.tensor(node.content);
      case 'ConstantNode':
        return constant(this.number(node.value));
      case 'SymbolNode':
        return this.named(node.name);
      case 'OperatorNode':
        return this.operator(node);
      case 'FunctionNode':
        return this.call(node);
      case 'AccessorNode':
        return this.accessor(node);
      case 'ConditionalNode': {
        const condition = this.tensor(node.condition);
        const whenTrue = this.tensor(node.trueExpr);
        return where(condition, whenTrue, this.tensor(node.falseExpr));
      }
      case 'RelationalNode':
        return this.chain(node);
      default: {
        const reason = reasons[node.type] ?? `${node.type} is not part of a formula.`;
        throw this.error('formula/syntax', this.columnOf(node), reason);
      }
    }
  }

  private number(value: unknown): number {
    const column = this.next();
    if (typeof value === 'number' && !Number.isNaN(value)) return value;
    throw this.error('formula/syntax', column, 'only numbers, names, operators and functions make a formula.');
  }

  private named(name: string): Tensor {
    const column = this.next();
    const tensor = this.scope.lookup(name);
    if (tensor !== undefined) return tensor;
    const value = formulaConstants.get(name);
    if (value !== undefined) return constant(value);
    if (formulaFunctions.has(name)) {
      throw this.error('formula/name', column, `'${name}' is a function: write ${name}(...).`);
    }
    const known = this.scope.known();
    const names = known.length === 0 ? 'There are no names here.' : `Names here: ${known.join(', ')}.`;
    throw this.error('formula/name', column, `'${name}' is not defined. ${names}`);
  }

  private operator(node: Extract<FormulaNode, { type: 'OperatorNode' }>): Tensor {
    const operands: Tensor[] = [];
    let column = this.peek();
    const build = formulaOperators.get(node.fn);
    for (const [position, operand] of node.args.entries()) {
      if (position === 1 && node.implicit === true) {
        throw this.error('formula/syntax', this.peek(), "two values side by side. Write '*' between factors.");
      }
      if (position === 1 && build === undefined) throw this.unknownOperator(node, this.operatorBefore(node.op));
      if (position === 1) column = this.operatorBefore(node.op);
      operands.push(this.tensor(operand));
    }
    if (build === undefined) throw this.unknownOperator(node, this.operatorAfterLeaf(node.op));
    const [only] = operands;
    const number = node.fn === 'unaryMinus' && only !== undefined ? literalNumber(only) : undefined;
    return number === undefined ? this.built(build, operands, column) : constant(-number);
  }

  private unknownOperator(node: Extract<FormulaNode, { type: 'OperatorNode' }>, column: number): CredenceError {
    return this.error(
      'formula/syntax',
      column,
      operatorReasons[node.fn] ?? `'${node.op}' is not an operator of formulas.`,
    );
  }

  private call(node: Extract<FormulaNode, { type: 'FunctionNode' }>): Tensor {
    if (node.fn.type !== 'SymbolNode') {
      throw this.error('formula/syntax', this.peek(), 'only a named function can be called.');
    }
    const { name } = node.fn;
    const column = this.next();
    if (this.scope.lookup(name) !== undefined) {
      throw this.error(
        'formula/syntax',
        column,
        `'${name}' is a variable, not a function. Write '*' for a product and ${name}[...] for an element.`,
      );
    }
    const found = formulaFunctions.get(name);
    if (found === undefined) {
      const known = [...formulaFunctions.keys()].join(', ');
      throw this.error('formula/name', column, `'${name}' is not a function of formulas. Functions: ${known}.`);
    }
    if (found.arity !== node.args.length) {
      const plural = found.arity === 1 ? 'argument' : 'arguments';
      throw this.error('formula/arity', column, `${name} takes ${found.arity} ${plural}, not ${node.args.length}.`);
    }
    return this.built(
      found,
      node.args.map((argument) => this.tensor(argument)),
      column,
    );
  }

  private accessor(node: Extract<FormulaNode, { type: 'AccessorNode' }>): Tensor {
    const object = this.tensor(node.object);
    if (node.index.type !== 'IndexNode' || node.index.dimensions.length === 0) {
      throw this.error('formula/syntax', this.peek(), 'brackets need an index, counted from 0.');
    }
    if (node.index.dotNotation) {
      throw this.error('formula/syntax', this.peek(), "'.' reads a property, and variables have none in a formula.");
    }
    const column = this.peek();
    const indices = node.index.dimensions.map((dimension) => this.tensor(dimension));
    return this.located(column, () =>
      indexed(object, indices, (sentence) => this.error('formula/index', column, sentence)),
    );
  }

  /** Numbers go in as numbers, as they do in methods: a whole one beside whole numbers stays whole. */
  private built(build: FormulaFunction, operands: readonly Tensor[], column: number): Tensor {
    return this.located(column, () =>
      build.apply(
        ...operands.map((operand) => (operand.dtype === 'float64' ? (literalNumber(operand) ?? operand) : operand)),
      ),
    );
  }

  /** What `run` builds; an error in it gets the column, if it has none. */
  private located(column: number, run: () => Tensor): Tensor {
    try {
      return run();
    } catch (failure) {
      if (!(failure instanceof CredenceError) || 'column' in failure.details) throw failure;
      throw this.error(failure.code, column, failure.message.replace(` [${failure.code}]`, ''));
    }
  }

  /** a < b <= c means a < b and b <= c. */
  private chain(node: Extract<FormulaNode, { type: 'RelationalNode' }>): Tensor {
    const operands = node.params.map((operand) => this.tensor(operand));
    let all: Tensor | undefined;
    for (const [position, name] of node.conditionals.entries()) {
      const [left, right] = [operands[position], operands[position + 1]];
      const comparison = formulaOperators.get(name);
      if (left === undefined || right === undefined || comparison === undefined) {
        throw this.error('formula/syntax', this.peek(), `'${name}' is not a comparison.`);
      }
      const holds = this.built(comparison, [left, right], this.peek());
      all = all === undefined ? holds : logicalAnd(all, holds);
    }
    if (all === undefined) throw this.error('formula/syntax', this.peek(), 'a comparison needs two sides.');
    return all;
  }

  /** Column of the next leaf, and go past it. */
  private next(): number {
    const column = this.peek();
    this.leaf += 1;
    return column;
  }

  /** Column of the next leaf; behind the last one, of the last token. */
  private peek(): number {
    return this.leaves[this.leaf]?.column ?? this.tokens.at(-1)?.column ?? 1;
  }

  /** Column of the operator that stands before the next leaf. */
  private operatorBefore(operator: string): number {
    const limit = this.peek();
    return this.tokens.findLast((token) => token.text === operator && token.column < limit)?.column ?? limit;
  }

  /** Column of the first such operator behind the last leaf that was read. */
  private operatorAfterLeaf(operator: string): number {
    const from = this.leaves[this.leaf - 1]?.column ?? 1;
    return this.tokens.find((token) => token.text === operator && token.column >= from)?.column ?? from;
  }

  private columnOf(node: FormulaNode): number {
    const sign = {
      AssignmentNode: '=',
      FunctionAssignmentNode: '=',
      BlockNode: ';',
      RangeNode: ':',
      ArrayNode: '[',
      ObjectNode: '{',
    };
    for (const [type, text] of Object.entries(sign)) {
      if (type !== node.type) continue;
      const from = this.leaves[this.leaf - 1]?.column ?? 0;
      return this.tokens.find((token) => token.text === text && token.column >= from)?.column ?? this.peek();
    }
    return this.peek();
  }

  private error(code: string, column: number, sentence: string): CredenceError {
    const shown = this.scope.shown ?? this.text;
    const place = this.scope.where === undefined ? '' : ` of ${this.scope.where}`;
    const pointer = `${' '.repeat(Math.max(0, column - 1))}^`;
    return new CredenceError(code, `Formula${place}, column ${column}: ${sentence}\n    ${shown}\n    ${pointer}\n `, {
      formula: shown,
      column,
    });
  }
}
