/** V8's switches, which Node hands out at run time. */

interface V8 {
  setFlagsFromString(flags: string): void;
}

declare const process: { getBuiltinModule?(name: 'v8'): V8 | undefined } | undefined;

/** Sets a switch of V8 for this process, its workers among it; false outside Node, and in Node before 20.16. */
export function setEngineFlag(flag: string): boolean {
  const v8 = typeof process === 'undefined' ? undefined : process.getBuiltinModule?.('v8');
  v8?.setFlagsFromString(flag);
  return v8 !== undefined;
}
