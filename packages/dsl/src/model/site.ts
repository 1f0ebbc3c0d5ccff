/** The line of a user's file on which something was declared, for errors. */

/** A place in a file, or undefined where the engine gives no stack. */
export interface DeclarationSite {
  /** `file:line:column`, as the engine writes it. Read from the stack when first asked for. */
  readonly place: string | undefined;
}

/**
 * Remembers the caller of `below`. Costs a few microseconds: one frame is kept, and its text is made on demand.
 * @param below the function whose caller is the declaration
 */
export function declarationSite(below: (...values: never[]) => unknown): DeclarationSite {
  const capture: ((target: object, above: (...values: never[]) => unknown) => void) | undefined = Reflect.get(
    Error,
    'captureStackTrace',
  );
  const trace: { stack?: string } = {};
  if (capture !== undefined) {
    const limit: unknown = Reflect.get(Error, 'stackTraceLimit');
    Reflect.set(Error, 'stackTraceLimit', 1);
    capture(trace, below);
    Reflect.set(Error, 'stackTraceLimit', limit);
  }
  return {
    get place() {
      return placeOf(trace.stack);
    },
  };
}

function placeOf(stack: string | undefined): string | undefined {
  const frame = stack?.split('\n').find((line) => /:\d+:\d+\)?$/.test(line));
  return frame
    ?.replace(/^\s*at\s+/, '')
    .replace(/^.*\((.*)\)$/, '$1')
    .replace(/^async /, '')
    .replace(/^file:\/\//, '');
}

/** ` (declared at file:3:7)`, or nothing where the place is unknown. */
export function declaredAt(site: DeclarationSite): string {
  return site.place === undefined ? '' : ` (declared at ${site.place})`;
}
