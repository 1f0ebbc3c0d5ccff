/** One statement that must hold. */
export interface Law {
  readonly name: string;
  /** Throws where it does not hold. */
  readonly check: () => void;
}

/** @throws Error where the values differ, with both */
export function expectSame(actual: unknown, expected: unknown, what: string): void {
  const [found, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (found !== wanted) throw new Error(`${what} is ${found}; it must be ${wanted}`);
}
