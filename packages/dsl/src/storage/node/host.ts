/** The parts of Node that storage uses, typed here so that the package needs no types of Node. */

/** `node:<name>`, loaded in a way that bundlers for pages leave alone; `Module` says what is used of it. */
export function builtin<Module>(name: string): Promise<Module> {
  return import(/* webpackIgnore: true */ /* @vite-ignore */ `node:${name}`);
}

declare const process: { readonly versions?: { readonly node?: string }; readonly pid: number } | undefined;

/** Number of this process in Node; undefined in a page. */
export function processNumber(): number | undefined {
  return typeof process !== 'undefined' && process.versions?.node !== undefined ? process.pid : undefined;
}

export interface FileSystem {
  openSync(path: string, flags: string): number;
  closeSync(file: number): void;
  fsyncSync(file: number): void;
  fstatSync(file: number): { readonly size: number; isFile(): boolean };
  ftruncateSync(file: number, size: number): void;
  readSync(file: number, into: Uint8Array, offset: number, length: number, position: number): number;
  writeSync(file: number, bytes: Uint8Array, offset: number, length: number, position: number): number;
  renameSync(from: string, to: string): void;
  rmSync(path: string, options: { readonly force: boolean }): void;
}

export interface Paths {
  dirname(path: string): string;
  basename(path: string): string;
  join(...parts: readonly string[]): string;
}
