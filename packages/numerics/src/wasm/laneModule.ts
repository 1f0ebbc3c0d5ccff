/** What the lane programs of one module share: tables in its memory and functions for long programs. */
import { CredenceError } from '../error.js';
import type { LaneProgram, LaneTable } from '../lanes/lanes.js';
import { LaneEmitter } from './laneEmitter.js';
import { LaneGraph, paddedLength } from './laneGraph.js';
import type { ModuleBuilder } from './module.js';

/**
 * @example
 * const lanes = new LaneModule(module, 1024);
 * lanes.functionOf(lgammaProgram); // index of (v128) -> v128
 * lanes.end; // first address behind the tables
 */
export class LaneModule {
  readonly #tables = new Map<string, { readonly table: LaneTable; readonly address: number }>();
  readonly #functions = new Map<string, { readonly program: LaneProgram; readonly index: number }>();
  /** Names of functions that loop, or call one that does. */
  readonly #looping = new Set<string>();
  /** The program whose function is being written. */
  #written: LaneProgram | undefined;
  #end: number;

  /** @param start address of the first table, a multiple of 16; tables grow from there as programs need them */
  constructor(
    readonly module: ModuleBuilder,
    start: number,
  ) {
    this.#end = start;
  }

  /** First address behind the tables so far. */
  get end(): number {
    return this.#end;
  }

  /** Where a table lies. It is repeated up to a power of two, so that wrapped indices read numbers of it. */
  tableAddress(table: LaneTable): number {
    const known = this.#tables.get(table.name);
    if (known) {
      if (known.table !== table) throw duplicate('table', table.name);
      return known.address;
    }
    const { length } = table.values;
    const values = Float64Array.from({ length: paddedLength(table) }, (_, i) => table.values[i % length]!);
    const address = this.#end;
    this.#tables.set(table.name, { table, address });
    this.#end += (8 * values.length + 15) & ~15;
    this.module.data(address, new Uint8Array(values.buffer));
    return address;
  }

  /** The index of a function (v128, ...) -> v128 that runs the program on two lanes. */
  functionOf(program: LaneProgram): number {
    const known = this.#functions.get(program.name);
    if (known) {
      if (known.program !== program) throw duplicate('program', program.name);
      if (this.#written && this.#looping.has(program.name)) this.#looping.add(this.#written.name);
      return known.index;
    }
    const caller = this.#written;
    this.#written = program;
    const parameters = Array.from({ length: program.arity }, () => 'v128' as const);
    const { index, code } = this.module.function({ parameters, results: ['v128'] });
    this.#functions.set(program.name, { program, index });
    const graph = new LaneGraph();
    const inputs = parameters.map((_, i) => graph.leaf(`${i}`));
    const emitter = new LaneEmitter(code, this);
    inputs.forEach((input, i) => {
      emitter.home(input, i);
    });
    const node = program.body(graph, ...inputs);
    emitter.run([{ node, write: (push) => push() }]);
    if (graph.hasLoops) this.#looping.add(program.name);
    this.#written = caller;
    if (caller && this.#looping.has(program.name)) this.#looping.add(caller.name);
    return index;
  }

  /** Whether calling the program's function may take as long as a loop. */
  hasLoops(program: LaneProgram): boolean {
    this.functionOf(program);
    return this.#looping.has(program.name);
  }
}

function duplicate(what: string, name: string): CredenceError {
  return new CredenceError(
    'wasm/duplicate-name',
    `Two different lane ${what}s are both named '${name}'. Give each its own name, and make it once, at the top of a file.`,
    { name },
  );
}
