/** Draws of the declared model from those of the rewritten one: what was left out is drawn, exactly, when it is first asked for. */
import { findInputs, type Tensor, type WasmDensity } from '@credence/autodiff';
import { type RngKey, split, stream } from '@credence/numerics';
import type { Draws, ScalarChains } from '@credence/samplers';
import type { CompiledModel } from '../../compile/compiledModel.js';
import { isFree, type ModelSnapshot, type RandomDeclaration } from '../../model/declarations.js';
import { type NamedColumns, ValueColumns } from '../../posterior/columns.js';
import { compiledOutputs } from '../../predict/compiledOutputs.js';
import { keyOfName } from '../../predict/forward.js';
import type { Restoration } from '../pass.js';
import { restorer } from './restorer.js';

/** Draws that are made before they are turned over into columns: both then stay in the cache. */
const BLOCK = 64;

/**
 * Columns of everything in the declared model that has a name. Draw d of a variable in chain c comes from
 * `stream(split(key of its name, c), d)`, so it does not depend on what else is asked for, nor on when.
 */
export class RestoredColumns implements NamedColumns {
  readonly #sampled: ValueColumns;
  readonly #known = new Map<string, readonly ScalarChains[]>();
  #compiled: Functions | undefined;

  constructor(
    private readonly declared: ModelSnapshot,
    sampled: CompiledModel,
    private readonly draws: Draws,
    private readonly restorations: readonly Restoration[],
    private readonly key: RngKey,
  ) {
    this.#sampled = new ValueColumns(sampled, draws);
  }

  of(name: string): readonly ScalarChains[] {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const columns = this.#computed(name);
    this.#known.set(name, columns);
    return columns;
  }

  #computed(name: string): readonly ScalarChains[] {
    const restoration = this.restorations.find(({ declaration }) => declaration.name === name);
    if (restoration !== undefined) return this.#restored(restoration);
    const declaration = this.declared.declarations.find((candidate) => candidate.name === name);
    if (declaration?.kind !== 'deterministic') return this.#sampled.of(name);
    const read = this.#reader(name);
    return this.#columns(declaration.variable.size, (row, place, draw) => row.set(read(place, draw)[0] ?? []));
  }

  #restored(restoration: Restoration): readonly ScalarChains[] {
    const { name, variable } = restoration.declaration;
    const { draw: drawInto } = restorer(restoration);
    const read = this.#reader(name);
    const key = keyOfName(this.key, name);
    const keys = this.draws.nonEmpty.map((chain) => split(key, this.draws.chains.indexOf(chain)));
    return this.#columns(variable.size, (row, place, draw) =>
      drawInto(stream(keys[place] ?? key, draw), read(place, draw), row),
    );
  }

  /** Columns of an array of `size` elements that is written draw by draw. */
  #columns(size: number, write: (row: Float64Array, place: number, draw: number) => void): readonly ScalarChains[] {
    const { shortest, nonEmpty } = this.draws;
    const rows = new Float64Array(BLOCK * size);
    const each = Array.from({ length: BLOCK }, (_, r) => rows.subarray(r * size, (r + 1) * size));
    const chains = nonEmpty.map((_, place) => {
      const own = new Float64Array(size * shortest);
      for (let from = 0; from < shortest; from += BLOCK) {
        const count = Math.min(BLOCK, shortest - from);
        for (let r = 0; r < count; r++) write(each[r]!, place, from + r);
        turnOver(rows, size, count, own, shortest, from);
      }
      return own;
    });
    return Array.from({ length: size }, (_, element) =>
      chains.map((own) => own.subarray(element * shortest, (element + 1) * shortest)),
    );
  }

  /** What one value is made from, at a draw; valid until the next call. */
  #reader(name: string): (place: number, draw: number) => readonly Float64Array[] {
    const { module, free, tensors } = this.#functions;
    const inputs = new Set(findInputs(tensors.get(name) ?? []));
    const needed: { readonly chains: ScalarChains; readonly at: number }[] = [];
    let offset = 0;
    for (const { name: input, variable } of free) {
      if (inputs.has(variable)) {
        for (const [i, chains] of this.of(input).entries()) needed.push({ chains, at: offset + i });
      }
      offset += variable.size;
    }
    const position = new Float64Array(offset);
    const evaluate = module.evaluator(name);
    return (place, draw) => {
      for (let i = 0; i < needed.length; i++) {
        const { chains, at } = needed[i]!;
        position[at] = chains[place]![draw]!;
      }
      return evaluate(position);
    };
  }

  /** One module with a function for everything that is not sampled. */
  get #functions(): Functions {
    this.#compiled ??= functionsOf(this.declared, this.restorations);
    return this.#compiled;
  }
}

interface Functions {
  readonly module: WasmDensity;
  /** Variables whose values are the position, in order. */
  readonly free: readonly RandomDeclaration[];
  /** What each function evaluates. */
  readonly tensors: ReadonlyMap<string, readonly Tensor[]>;
}

function functionsOf(model: ModelSnapshot, restorations: readonly Restoration[]): Functions {
  const tensors = new Map<string, readonly Tensor[]>();
  for (const restoration of restorations) tensors.set(restoration.declaration.name, restorer(restoration).tensors);
  for (const { kind, name, variable } of model.declarations) {
    if (kind === 'deterministic') tensors.set(name, [variable]);
  }
  const inputs = new Set(findInputs([...tensors.values()].flat()));
  const free = model.declarations.filter(isFree).filter(({ variable }) => inputs.has(variable));
  return { module: compiledOutputs(model, free, [...tensors]), free, tensors };
}

/** Writes draws (row by row) into columns of `length` values each, from draw number `first` on. */
function turnOver(
  rows: Float64Array,
  size: number,
  count: number,
  columns: Float64Array,
  length: number,
  first: number,
): void {
  for (let element = 0; element < size; element++) {
    const to = element * length + first;
    for (let r = 0; r < count; r++) columns[to + r] = rows[r * size + element]!;
  }
}
