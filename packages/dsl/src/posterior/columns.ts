/** Draws of every named value on its own scale, as columns: one array a chain for each element. */
import type { Draws, ScalarChains } from '@credence/samplers';
import type { CompiledModel } from '../compile/compiledModel.js';

/** Computes columns when first asked for, and keeps them. */
export class ValueColumns {
  readonly #computed = new Map<string, readonly ScalarChains[]>();

  constructor(
    private readonly compiled: CompiledModel,
    private readonly draws: Draws,
  ) {}

  /** Element by element (row-major), the draws of a value in every chain that has any. */
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

  #evaluated(name: string): readonly ScalarChains[] {
    const shape = this.compiled.manifest.values.find((value) => value.name === name)?.shape ?? [];
    const size = shape.reduce((product, length) => product * length, 1);
    const { shortest, nonEmpty, dimension } = this.draws;
    const columns = Array.from({ length: size }, () => nonEmpty.map(() => new Float64Array(shortest)));
    const row = new Float64Array(dimension);
    for (const [chain, draws] of nonEmpty.entries()) {
      for (let draw = 0; draw < shortest; draw++) {
        draws.row(draw, row);
        const values = this.compiled.valueAt(name, row);
        for (let i = 0; i < size; i++) columns[i]![chain]![draw] = values[i]!;
      }
    }
    return columns;
  }
}
