/** The shipped fonts inside a document, so that its text looks as it was measured wherever it is opened. */

let known: Promise<string> | undefined;

/** Style rules that carry the three faces. */
export function fontFaces(): Promise<string> {
  known ??= import('../generated/fontFiles.js').then(({ regular, italic, bold }) =>
    [
      rule(regular, 'font-weight:400;font-style:normal'),
      rule(italic, 'font-weight:400;font-style:italic'),
      rule(bold, 'font-weight:700;font-style:normal'),
    ].join('\n'),
  );
  return known;
}

function rule(base64: string, style: string): string {
  return `@font-face{font-family:'Credence Sans';${style};src:url(data:font/woff2;base64,${base64}) format('woff2')}`;
}

/** An SVG document with the fonts in it, about 120 kB larger. */
export async function withFonts(svg: string): Promise<string> {
  const style = `<style>${await fontFaces()}</style>`;
  return svg.replace(/^<svg[^>]*>/, (start) => start + style);
}
