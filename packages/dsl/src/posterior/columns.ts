/** Draws of every named value on its own scale, as columns: one array a chain for each element. */
import { findInputs } from '@credence/autodiff';
import type { Draws, ScalarChains } from '@credence/samplers';
import type { CompiledModel } from '../compile/compiledModel.js';
import { layOut } from '../inference/storage.js';

/** Draws that are read and evaluated together. */
const BLOCK = 64;

/** Draws of everything that has a name, on its own scale. */
export interface NamedColumns {
  /** Element by element (row-major), the draws in every chain that has any. */
  of(name: string): readonly ScalarChains[];
}

/** Computes columns when first asked for, and keeps them. */
export class ValueColumns implements NamedColumns {
  readonly #computed = new Map<string, readonly ScalarChains[]>();

  constructor(
    private readonly compiled: CompiledModel,
    private readonly draws: Draws,
  ) {}

  of(name: string): readonly ScalarChains[] {
    const known = this.#computed.get(name);
    if (known !== undefined) return known;
    const columns = this.#own(name) ?? this.#evaluated(name);
    this.#computed.set(name, columns);
    return columns;
  }

  /** Columns of the sampler itself, where the value is not transformed. */
  #own(name: string): readonly ScalarChains[] | undefined {
    if (!this.compiled.isIdentity(name)) return undefined;
    const entry = this.compiled.manifest.layout.entries.find((candidate) => candidate.name === name);
    if (entry === undefined) return undefined;
    return Array.from({ length: entry.size }, (_, i) => this.draws.scalar(entry.offset + i));
  }

  /** Evaluates the value draw by draw. Only the unconstrained values that it depends on are read out of their columns. */
  #evaluated(name: string): readonly ScalarChains[] {
    const shape = this.compiled.manifest.values.find((value) => value.name === name)?.shape ?? [];
    const size = shape.reduce((product, length) => product * length, 1);
    const { shortest, nonEmpty, dimension } = this.draws;
    const places = this.#placesOf(name);
    const sources = places.map((place) => this.draws.scalar(place));
    const columns = Array.from({ length: size }, () => nonEmpty.map(() => new Float64Array(shortest)));
    const position = new Float64Array(dimension);
    const rows = new Float64Array(BLOCK * places.length);
    for (let chain = 0; chain < nonEmpty.length; chain++) {
      const own = columns.map((chains) => chains[chain]!);
      for (let from = 0; from < shortest; from += BLOCK) {
        const to = Math.min(shortest, from + BLOCK);
        layOut((i) => sources[i] ?? [], places.length, chain, from, to, rows);
        for (let draw = from; draw < to; draw++) {
          const first = (draw - from) * places.length;
          for (let i = 0; i < places.length; i++) position[places[i]!] = rows[first + i]!;
          const values = this.compiled.valueAt(name, position);
          for (let i = 0; i < size; i++) own[i]![draw] = values[i]!;
        }
      }
    }
    return columns;
  }

  /** Places in the unconstrained vector that a value depends on. */
  #placesOf(name: string): readonly number[] {
    const tensor = this.compiled.graph.values.get(name);
    const inputs = new Set(tensor === undefined ? [] : findInputs([tensor]));
    const { graph, manifest } = this.compiled;
    return manifest.layout.entries.flatMap(({ offset, unconstrainedSize }, i) => {
      const parameter = graph.parameters[i];
      const needed = parameter !== undefined && inputs.has(parameter);
      return needed ? Array.from({ length: unconstrainedSize }, (_, element) => offset + element) : [];
    });
  }
}
