/** An SVG as a PNG in a page, by a canvas. In Node another file stands in its place (`#png`). */
import { CredenceError } from '@credence/numerics';
import { withFonts } from './fonts.js';

/** What is rendered, and how many pixels a pixel of the SVG becomes. */
export interface RenderRequest {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
  readonly scale: number;
}

/** The bytes of a PNG file. */
export async function renderPng({ svg, width, height, scale }: RenderRequest): Promise<Uint8Array> {
  const url = URL.createObjectURL(new Blob([await withFonts(svg)], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (blob === null) {
      throw new CredenceError(
        'plots/png',
        `The page could not make a PNG of ${canvas.width} x ${canvas.height} pixels. Take a smaller scale.`,
        { width: canvas.width, height: canvas.height },
      );
    }
    return new Uint8Array(await blob.arrayBuffer());
  } finally {
    URL.revokeObjectURL(url);
  }
}
