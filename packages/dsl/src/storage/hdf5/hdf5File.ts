/** One open HDF5 file: groups, datasets in blocks, attributes and dimension scales, with every failure noticed. */
import { CredenceError } from '@credence/numerics';
import type { ByteStore } from './byteStore.js';
import type { Hdf5, Hdf5Form } from './hdf5Module.js';
import { bytesOf, type Hdf5Values, isText, type Layout, newForm, PLAIN } from './hdf5Values.js';

export class Hdf5File {
  readonly #hdf5: Hdf5;
  readonly #path: string;
  readonly #file: bigint;

  private constructor(
    hdf5: Hdf5,
    path: string,
    file: bigint,
    /** How errors call it. */
    readonly name: string,
  ) {
    this.#hdf5 = hdf5;
    this.#path = path;
    this.#file = file;
  }

  /** A new file in a store. */
  static create(hdf5: Hdf5, store: ByteStore, name: string): Hdf5File {
    return Hdf5File.#at(hdf5, store, name, hdf5.functions.H5F_ACC_TRUNC);
  }

  /** @throws CredenceError storage/damaged */
  static open(hdf5: Hdf5, store: ByteStore, name: string): Hdf5File {
    return Hdf5File.#at(hdf5, store, name, hdf5.functions.H5F_ACC_RDONLY);
  }

  static #at(hdf5: Hdf5, store: ByteStore, name: string, mode: number): Hdf5File {
    const path = hdf5.files.add(store);
    hdf5.files.complaints();
    const file = hdf5.functions.open(path, mode, true, -1, -1);
    const opened = new Hdf5File(hdf5, path, file, name);
    if (file >= 0n) return opened;
    hdf5.files.remove(path);
    return opened.fail('open it');
  }

  /** @throws CredenceError storage/damaged when what was written did not reach the store */
  close(): void {
    const status = this.#hdf5.functions.close_file(this.#file);
    this.#hdf5.files.remove(this.#path);
    if (status < 0) this.fail('close it');
  }

  createGroup(path: string): void {
    this.#check(this.#hdf5.functions.create_group(this.#file, path, true), `make the group '${path}'`);
  }

  /** A dataset with all its values. */
  createDataset(path: string, values: Hdf5Values, shape: readonly number[], layout: Layout = PLAIN): void {
    const { functions } = this.#hdf5;
    const form = newForm(values, shape, shape, layout);
    const status = isText(values)
      ? functions.create_vlen_str_dataset(this.#file, path, values, form)
      : this.#lend(bytesOf(values), (pointer) => functions.create_dataset(this.#file, path, pointer, form));
    this.#check(status, `write '${path}'`);
  }

  /** A dataset whose values are written in blocks; `sample` says of which type they are. */
  createEmptyDataset(path: string, sample: Hdf5Values, shape: readonly number[], layout: Layout): void {
    const { functions } = this.#hdf5;
    const none = shape.map(() => 0);
    const form = newForm(sample, none, shape, layout);
    const made = this.#lend(new Uint8Array(8), (pointer) =>
      functions.create_dataset(this.#file, path, pointer, { ...form, total_size: 0 }),
    );
    this.#check(made, `write '${path}'`);
    this.#check(functions.resize_dataset(this.#file, path, shape.map(BigInt)), `write '${path}'`);
  }

  writeBlock(path: string, offset: readonly number[], count: readonly number[], values: Hdf5Values): void {
    if (isText(values)) return;
    const strides = offset.map(() => 1n);
    const status = this.#lend(bytesOf(values), (pointer) =>
      this.#hdf5.functions.set_dataset_data(this.#file, path, count.map(BigInt), offset.map(BigInt), strides, pointer),
    );
    this.#check(status, `write '${path}'`);
  }

  /** Bytes of a part of a dataset of numbers. */
  readBlock(
    path: string,
    form: Hdf5Form,
    offset: readonly number[],
    count: readonly number[],
  ): Uint8Array<ArrayBuffer> {
    const size = form.size * count.reduce((product, n) => product * n, 1);
    const whole = count.length === 0;
    return this.#borrow(size, (pointer) => {
      const status = this.#hdf5.functions.get_dataset_data(
        this.#file,
        path,
        whole ? null : count.map(BigInt),
        whole ? null : offset.map(BigInt),
        whole ? null : offset.map(() => 1n),
        pointer,
      );
      this.#check(status, `read '${path}'`);
    });
  }

  /** Text of a dataset. */
  readText(path: string, form: Hdf5Form): readonly string[] {
    return this.#text(form, path, '', (pointer) =>
      this.#hdf5.functions.get_dataset_data(this.#file, path, null, null, null, pointer),
    );
  }

  formOf(path: string): Hdf5Form {
    return this.#attempt(`read '${path}'`, () => this.#hdf5.functions.get_dataset_metadata(this.#file, path));
  }

  /** Names in a group, in the order they were made in where the file knows it. */
  namesIn(path: string): readonly string[] {
    return this.#attempt(`read '${path}'`, () => this.#hdf5.functions.get_names(this.#file, path, false));
  }

  isGroup(path: string): boolean {
    return this.#hdf5.functions.get_type(this.#file, path) === this.#hdf5.functions.H5G_GROUP;
  }

  isDataset(path: string): boolean {
    return this.#hdf5.functions.get_type(this.#file, path) === this.#hdf5.functions.H5G_DATASET;
  }

  writeAttribute(path: string, name: string, values: Hdf5Values, shape: readonly number[]): void {
    const { functions } = this.#hdf5;
    const form = newForm(values, shape, shape, PLAIN);
    const status = isText(values)
      ? functions.create_vlen_str_attribute(this.#file, path, name, values, form)
      : this.#lend(bytesOf(values), (pointer) => functions.create_attribute(this.#file, path, name, pointer, form));
    this.#check(status, `write the attribute '${name}' of '${path}'`);
  }

  attributeNames(path: string): readonly string[] {
    return this.#attempt(`read '${path}'`, () => this.#hdf5.functions.get_attribute_names(this.#file, path));
  }

  attributeForm(path: string, name: string): Hdf5Form {
    return this.#attempt(`read the attribute '${name}' of '${path}'`, () =>
      this.#hdf5.functions.get_attribute_metadata(this.#file, path, name),
    );
  }

  /** Bytes of an attribute of numbers. */
  readAttribute(path: string, name: string, form: Hdf5Form): Uint8Array<ArrayBuffer> {
    return this.#borrow(form.size * form.total_size, (pointer) => {
      const status = this.#hdf5.functions.get_attribute_data(this.#file, path, name, pointer);
      this.#check(status, `read the attribute '${name}' of '${path}'`);
    });
  }

  readAttributeText(path: string, name: string, form: Hdf5Form): readonly string[] {
    return this.#text(form, path, name, (pointer) =>
      this.#hdf5.functions.get_attribute_data(this.#file, path, name, pointer),
    );
  }

  makeScale(path: string, name: string): void {
    this.#check(this.#hdf5.functions.set_scale(this.#file, path, name), `make '${path}' a dimension`);
  }

  attachScale(path: string, scale: string, axis: number): void {
    this.#check(this.#hdf5.functions.attach_scale(this.#file, path, scale, axis), `give '${path}' its dimensions`);
  }

  /** Path of the scale of an axis, if it has one. */
  scaleOf(path: string, axis: number): string | undefined {
    return this.#attempt(`read the dimensions of '${path}'`, () =>
      this.#hdf5.functions.get_attached_scales(this.#file, path, axis),
    )[0];
  }

  /** @throws CredenceError storage/damaged, with what HDF5 says */
  fail(what: string, cause?: unknown): never {
    const said = this.#hdf5.files.complaints();
    const reasons = [...said.matchAll(/^ {2}#\d+: \S+ line \d+ in \S+ (.*)$/gm)].map((match) => match[1] ?? '');
    const reason = reasons.at(-1) ?? (cause === undefined ? 'no reason was given' : String(cause));
    throw new CredenceError(
      'storage/damaged',
      `${this.name}: HDF5 could not ${what} (${reason}). The file is damaged or was cut short; write it again, or ask where it comes from for a whole one.`,
      { hdf5: reasons },
    );
  }

  #check(status: number, what: string): void {
    if (status < 0) this.fail(what);
  }

  #attempt<T>(what: string, work: () => T): T {
    try {
      return work();
    } catch (error) {
      return this.fail(what, error);
    }
  }

  #lend(bytes: Uint8Array, use: (pointer: bigint) => number): number {
    const { functions } = this.#hdf5;
    const pointer = this.#allocate(bytes.length);
    try {
      functions.HEAPU8.set(bytes, pointer);
      return use(BigInt(pointer));
    } finally {
      functions._free(pointer);
    }
  }

  #borrow(size: number, fill: (pointer: bigint) => void): Uint8Array<ArrayBuffer> {
    const { functions } = this.#hdf5;
    const pointer = this.#allocate(size);
    try {
      fill(BigInt(pointer));
      return new Uint8Array(functions.HEAPU8.subarray(pointer, pointer + size));
    } finally {
      functions._free(pointer);
    }
  }

  #allocate(size: number): number {
    const pointer = this.#hdf5.functions._malloc(Math.max(size, 8));
    if (pointer !== 0) return pointer;
    throw new CredenceError(
      'storage/memory',
      `${this.name}: there is no memory for a part of ${size} bytes. Read fewer groups, or in another process.`,
      { size },
    );
  }

  /** Text of a dataset or attribute: of any length behind pointers, or of one length, filled up by zeros or spaces. */
  #text(form: Hdf5Form, path: string, attribute: string, fill: (pointer: bigint) => number): readonly string[] {
    const { functions } = this.#hdf5;
    const size = form.size * form.total_size;
    const pointer = this.#allocate(size);
    try {
      const what = attribute === '' ? `read '${path}'` : `read the attribute '${attribute}' of '${path}'`;
      this.#check(fill(BigInt(pointer)), what);
      const bytes = new Uint8Array(functions.HEAPU8.subarray(pointer, pointer + size));
      if (form.vlen) {
        const texts = Array.from(new Uint32Array(bytes.buffer), (at) => (at === 0 ? '' : functions.UTF8ToString(at)));
        functions.reclaim_vlen_memory(this.#file, path, attribute, BigInt(pointer));
        return texts;
      }
      return Array.from({ length: form.total_size }, (_, i) => {
        const own = bytes.subarray(i * form.size, (i + 1) * form.size);
        const end = own.indexOf(0);
        return new TextDecoder().decode(end === -1 ? own : own.subarray(0, end));
      });
    } finally {
      functions._free(pointer);
    }
  }
}
