/** An SVG as a PNG in Node, by resvg, with the shipped fonts. */
import { fileURLToPath } from 'node:url';
import { CredenceError } from '@credence/numerics';
import { ADVANCES } from '../generated/advances.js';
import type { RenderRequest } from './png.js';

const fontFiles = ['Regular', 'Italic', 'Bold'].map((style) =>
  fileURLToPath(new URL(`../../fonts/CredenceSans-${style}.ttf`, import.meta.url)),
);

/** Fonts of the system are asked only for characters that ours lack, so that pictures are the same on every machine. */
const ours = new Set<number>();
const numbers = ADVANCES.regular.split(' ').map(Number);
for (let i = 0; i + 2 < numbers.length; i += 3)
  for (let code = 0; code < (numbers[i + 1] ?? 0); code++) ours.add((numbers[i] ?? 0) + code);

/**
 * resvg, loaded by the first PNG.
 * @throws CredenceError plots/png-renderer where its binary was not installed
 */
export async function loadResvg(load = () => import('@resvg/resvg-js')): Promise<typeof import('@resvg/resvg-js')> {
  try {
    return await load();
  } catch (error) {
    throw new CredenceError(
      'plots/png-renderer',
      'PNGs need the binary of @resvg/resvg-js, which comes with it as an optional dependency and is missing. Install without --omit=optional (npm) or --no-optional (pnpm), or write the SVG.',
      { reason: error instanceof Error ? error.message : String(error) },
    );
  }
}

/** The bytes of a PNG file. */
export async function renderPng({ svg, scale }: RenderRequest): Promise<Uint8Array> {
  const { Resvg } = await loadResvg();
  const loadSystemFonts = [...svg].some((character) => !ours.has(character.codePointAt(0) ?? 0));
  const image = new Resvg(svg, {
    font: { fontFiles, loadSystemFonts, defaultFontFamily: 'Credence Sans' },
    fitTo: { mode: 'zoom', value: scale },
    background: '#ffffff',
  });
  return new Uint8Array(image.render().asPng());
}
