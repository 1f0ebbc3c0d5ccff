/** The text of the worker; the build puts it here. */
export const source: string | undefined = undefined;
