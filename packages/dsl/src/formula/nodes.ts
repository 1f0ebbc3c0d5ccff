/** The part of mathjs's syntax tree that formulas are made of, as a tagged union. Any other type is rejected by name. */

export type FormulaNode =
  | { readonly type: 'ConstantNode'; readonly value: unknown }
  | { readonly type: 'SymbolNode'; readonly name: string }
  | { readonly type: 'ParenthesisNode'; readonly content: FormulaNode }
  | {
      readonly type: 'OperatorNode';
      readonly op: string;
      readonly fn: string;
      readonly implicit?: boolean;
      readonly args: readonly FormulaNode[];
    }
  | { readonly type: 'FunctionNode'; readonly fn: FormulaNode; readonly args: readonly FormulaNode[] }
  | { readonly type: 'AccessorNode'; readonly object: FormulaNode; readonly index: FormulaNode }
  | { readonly type: 'IndexNode'; readonly dimensions: readonly FormulaNode[]; readonly dotNotation: boolean }
  | {
      readonly type: 'ConditionalNode';
      readonly condition: FormulaNode;
      readonly trueExpr: FormulaNode;
      readonly falseExpr: FormulaNode;
    }
  | {
      readonly type: 'RelationalNode';
      readonly conditionals: readonly string[];
      readonly params: readonly FormulaNode[];
    }
  | { readonly type: RejectedType };

/** mathjs's other node types; each is an error with its reason. */
export type RejectedType =
  | 'AssignmentNode'
  | 'FunctionAssignmentNode'
  | 'BlockNode'
  | 'RangeNode'
  | 'ArrayNode'
  | 'ObjectNode';
