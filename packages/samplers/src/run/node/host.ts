/** The parts of Node that runs use, typed here so that the packages need no types of Node. */

/** Undefined in a page. */
export const host = hostProcess();

/** `node:<name>`, loaded in a way that bundlers for pages leave alone; `Module` says what is used of it. */
export function builtin<Module>(name: string): Promise<Module> {
  return import(/* webpackIgnore: true */ /* @vite-ignore */ `node:${name}`);
}

export interface HostProcess {
  readonly versions?: { readonly node?: string };
  readonly pid: number;
  readonly stderr?: HostStream;
  on(event: string, listener: () => void): unknown;
  off(event: string, listener: () => void): unknown;
  kill(pid: number, signal: string): unknown;
  threadCpuUsage?(): { readonly user: number; readonly system: number };
}

export interface HostStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

declare const process: HostProcess | undefined;

function hostProcess(): HostProcess | undefined {
  return typeof process !== 'undefined' && process.versions?.node !== undefined ? process : undefined;
}
