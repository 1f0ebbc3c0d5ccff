/** TensorFlow's own library by `@tensorflow/tfjs-node`, which only Node can load. */

declare const process: { readonly versions?: { readonly node?: string } } | undefined;

/**
 * Imports the package, which registers the backend 'tensorflow'.
 *
 * @param from a specifier or URL of it
 * @throws whatever it throws: not installed, no binary, a binary without its library
 */
export async function importTfjsNode(from: string): Promise<void> {
  if (typeof process === 'undefined' || process.versions?.node === undefined) {
    throw new Error('it runs in Node only');
  }
  await import(/* webpackIgnore: true */ /* @vite-ignore */ from);
}
