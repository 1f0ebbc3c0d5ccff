/**
 * Where mathjs's `parse` comes from: required on the first formula, so that importing this package loads none of it.
 *
 * The build puts a bundle of the parser alone in place of this file's output (`tools/build/bundleFormulaParser.mjs`):
 * evaluated on the first call as well, in Node and in a page, without a `require`. See docs/decisions/030-formulas.md.
 */
import type { FormulaNode } from './nodes.js';

interface NodeProcess {
  readonly getBuiltinModule?: (name: 'node:module') => { createRequire(from: string): (name: string) => MathModule };
}
interface MathModule {
  readonly parseDependencies: object;
  create(dependencies: object): { parse(text: string): FormulaNode };
}

let parser: ((text: string) => FormulaNode) | undefined;

/** mathjs's parser, loaded by the first call. */
export function loadParser(): (text: string) => FormulaNode {
  if (parser === undefined) {
    const host: NodeProcess | undefined = Reflect.get(globalThis, 'process');
    const builtin = host?.getBuiltinModule;
    if (builtin === undefined)
      throw new Error('The sources of @credence/dsl need Node 20.16; its build runs anywhere.');
    const { create, parseDependencies } = builtin('node:module').createRequire(import.meta.url)('mathjs/number');
    parser = create(parseDependencies).parse;
  }
  return parser;
}
