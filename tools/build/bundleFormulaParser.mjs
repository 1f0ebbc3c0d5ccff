/**
 * Puts mathjs's expression parser, alone, in the place of `packages/dsl/dist/formula/parser.node.js`.
 *
 * Required whole, mathjs/number takes 0.3 s to load, needs a `require`, and cannot be reached synchronously in a page. Its
 * parser without the rest is 140 kB that evaluate in 20 ms. The bundle stands inside a function that runs at the first
 * formula, so that a program without formulas pays for reading the text only. See docs/decisions/030-formulas.md.
 */
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const dsl = new URL('../../packages/dsl/', import.meta.url);
const entry = `import { create, parseDependencies } from 'mathjs/number';
export const parse = create(parseDependencies).parse;`;

/** The text of the module: `loadParser()`, as in the source file it stands for. */
export async function bundleFormulaParser() {
  const { outputFiles } = await build({
    stdin: { contents: entry, resolveDir: fileURLToPath(dsl), loader: 'js' },
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'parser',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2022',
    minify: true,
    legalComments: 'inline',
    logLevel: 'warning',
  });
  const { version } = JSON.parse(readFileSync(new URL('node_modules/mathjs/package.json', dsl), 'utf8'));
  return `/* The parser of mathjs ${version} (Apache-2.0, https://mathjs.org) and what it imports of typed-function (MIT). */
let parse;
function make() {
${outputFiles[0].text}
return parser.parse;
}
export function loadParser() {
  parse ??= make();
  return parse;
}
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = await bundleFormulaParser();
  await writeFile(new URL('dist/formula/parser.node.js', dsl), text);
  console.log(`packages/dsl/dist/formula/parser.node.js: ${(text.length / 1024).toFixed(1)} kB`);
}
