/** A seed for those who gave none: a whole number below 2^32 that nobody chose. */
export function randomSeed(): number {
  const words = new Uint32Array(1);
  globalThis.crypto.getRandomValues(words);
  return words[0] ?? 0;
}
