/** Runs the sources of `src/random` with one expression replaced, to see that a test would notice. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import * as error from '../src/error.js';
import * as functions from '../src/generated/functions.js';
import * as scalarLanes from '../src/lanes/scalarLanes.js';
import type * as key from '../src/random/key.js';
import type * as stream from '../src/random/stream.js';
import type * as zigguratModule from '../src/random/ziggurat.js';
import * as wasmModule from '../src/wasm/module.js';

const FOLDER = join(import.meta.dirname, '../src/random');

export interface Mutation {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

export type RandomModules = typeof stream & typeof key & Pick<typeof zigguratModule, 'settleNormal'>;

const translated = new Map<string, string>();

function toCommonJs(source: string): string {
  const known = translated.get(source);
  if (known !== undefined) return known;
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  translated.set(source, outputText);
  return outputText;
}

/** What `stream.ts`, `key.ts` and `ziggurat.ts` export, loaded anew; `replaced` stands for whole files, e.g. './philox.js'. */
export function loadRandom(mutation?: Mutation, replaced: Readonly<Record<string, unknown>> = {}): RandomModules {
  const loaded: Record<string, unknown> = {
    '../error.js': error,
    '../generated/functions.js': functions,
    '../lanes/scalarLanes.js': scalarLanes,
    '../wasm/module.js': wasmModule,
    ...replaced,
  };
  let mutated = mutation === undefined;
  const load = (name: string): unknown => {
    if (loaded[name] !== undefined) return loaded[name];
    const exports = {};
    loaded[name] = exports;
    const file = name.replace('./', '').replace('.js', '.ts');
    let source = readFileSync(join(FOLDER, file), 'utf8');
    if (mutation?.file === file) {
      if (source.split(mutation.from).length !== 2) {
        throw new Error(`'${mutation.from}' must stand in ${file} exactly once.`);
      }
      source = source.replace(mutation.from, () => mutation.to);
      mutated = true;
    }
    new Function('require', 'exports', toCommonJs(source))(load, exports);
    return exports;
  };
  const modules = ['./stream.js', './key.js', './ziggurat.js'].map(load);
  if (!mutated) throw new Error(`${mutation?.file} is not part of the streams.`);
  return Object.assign({}, ...modules) as RandomModules;
}
