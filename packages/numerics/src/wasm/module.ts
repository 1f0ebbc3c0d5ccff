/** A WebAssembly module while it is written: function types, functions, one memory, exports, data segments. */
import { Bytes } from './bytes.js';
import { Code } from './code.js';
import { VALUE_TYPE, type ValueType } from './instructions.js';

export interface FunctionOptions {
  readonly parameters?: readonly ValueType[];
  readonly results?: readonly ValueType[];
  /** The name under which the function can be called from outside. */
  readonly exported?: string;
  /** A body that is written already, with these parameters; it may stand in several modules. */
  readonly code?: Code;
}

/** A function of the module being written. */
export interface FunctionHandle {
  readonly index: number;
  readonly code: Code;
}

/** Where a module's memory comes from, in pages of 64 KiB. Initial = maximum: it never grows, so views stay attached. */
export type MemoryOptions =
  | { readonly kind: 'own'; readonly pages: number; readonly exported: string }
  | { readonly kind: 'imported'; readonly module: string; readonly name: string; readonly minimumPages: number };

/**
 * @example
 * const module = new ModuleBuilder();
 * const { code } = module.function({ parameters: ['f64'], results: ['f64'], exported: 'square' });
 * code.get(0).get(0).op('f64.mul');
 * const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module.toUint8Array()));
 */
export class ModuleBuilder {
  readonly #types = new Map<string, { readonly index: number; readonly bytes: Bytes }>();
  readonly #functions: { readonly type: number; readonly code: Code }[] = [];
  readonly #exports: { readonly name: string; readonly kind: number; readonly index: number }[] = [];
  readonly #segments: { readonly address: number; readonly bytes: Uint8Array }[] = [];
  #memory: MemoryOptions | undefined;

  readonly fused: boolean;

  /** @param options `fused`: sums of products become single instructions of relaxed SIMD; see `hasRelaxedSimd` */
  constructor({ fused = false }: { readonly fused?: boolean } = {}) {
    this.fused = fused;
  }

  /** Declares a function; its body may be written later, so functions can call each other. */
  function({ parameters = [], results = [], exported, code: written }: FunctionOptions): FunctionHandle {
    const index = this.#functions.length;
    const code = written ?? new Code(parameters, { fused: this.fused });
    this.#functions.push({ type: this.#type(parameters, results), code });
    if (exported !== undefined) this.#exports.push({ name: exported, kind: 0, index });
    return { index, code };
  }

  memory(options: MemoryOptions): void {
    this.#memory = options;
    if (options.kind === 'own') this.#exports.push({ name: options.exported, kind: 2, index: 0 });
  }

  /** Bytes that are in the memory at `address` from the start. */
  data(address: number, bytes: Uint8Array): void {
    if (bytes.length > 0) this.#segments.push({ address, bytes });
  }

  toUint8Array(): Uint8Array<ArrayBuffer> {
    const out = new Bytes().bytes([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
    const section = (id: number, entries: readonly Bytes[]): void => {
      if (entries.length === 0) return;
      const body = new Bytes().unsigned(entries.length);
      for (const entry of entries) body.append(entry);
      out.byte(id).unsigned(body.length).append(body);
    };
    const memory = this.#memory;
    section(
      1,
      [...this.#types.values()].map(({ bytes }) => bytes),
    );
    if (memory?.kind === 'imported') {
      section(2, [new Bytes().text(memory.module).text(memory.name).bytes([2, 0]).unsigned(memory.minimumPages)]);
    }
    section(
      3,
      this.#functions.map(({ type }) => new Bytes().unsigned(type)),
    );
    if (memory?.kind === 'own') section(5, [new Bytes().byte(1).unsigned(memory.pages).unsigned(memory.pages)]);
    section(
      7,
      this.#exports.map(({ name, kind, index }) => new Bytes().text(name).byte(kind).unsigned(index)),
    );
    section(
      10,
      this.#functions.map(({ code }) => code.encode()),
    );
    section(
      11,
      this.#segments.map(({ address, bytes }) =>
        new Bytes().bytes([0, 0x41]).signed(address).byte(0x0b).unsigned(bytes.length).bytes(bytes),
      ),
    );
    return out.toUint8Array();
  }

  #type(parameters: readonly ValueType[], results: readonly ValueType[]): number {
    const key = `${parameters.join()}>${results.join()}`;
    const known = this.#types.get(key);
    if (known) return known.index;
    const bytes = new Bytes().byte(0x60).unsigned(parameters.length);
    for (const type of parameters) bytes.byte(VALUE_TYPE[type]);
    bytes.unsigned(results.length);
    for (const type of results) bytes.byte(VALUE_TYPE[type]);
    const index = this.#types.size;
    this.#types.set(key, { index, bytes });
    return index;
  }
}
