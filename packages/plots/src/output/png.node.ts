/** An SVG as a PNG in Node, by resvg, with the shipped fonts. */
import { fileURLToPath } from 'node:url';
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

/** The bytes of a PNG file. */
export async function renderPng({ svg, scale }: RenderRequest): Promise<Uint8Array> {
  const { Resvg } = await import('@resvg/resvg-js');
  const loadSystemFonts = [...svg].some((character) => !ours.has(character.codePointAt(0) ?? 0));
  const image = new Resvg(svg, {
    font: { fontFiles, loadSystemFonts, defaultFontFamily: 'Credence Sans' },
    fitTo: { mode: 'zoom', value: scale },
    background: '#ffffff',
  });
  return new Uint8Array(image.render().asPng());
}
