/**
 * Puts mathjs's expression parser, alone, in the place of `packages/dsl/dist/formula/parser.node.js`.
 *
 * Required whole, mathjs/number takes 0.3 s to load, needs a `require`, and cannot be reached synchronously in a page. Its
 * parser without the rest is 140 kB that evaluate in 20 ms. The bundle stands inside a function that runs at the first
 * formula, so that a program without formulas pays for reading the text only. See docs/decisions/030-formulas.md.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../../', import.meta.url));
const dsl = new URL('../../packages/dsl/', import.meta.url);
const entry = `import { create, parseDependencies } from 'mathjs/number';
export const parse = create(parseDependencies).parse;`;

/** The module's text (`loadParser()`, as in the source file it stands for), and the licences of all that is in it. */
export async function bundleFormulaParser() {
  const { outputFiles, metafile } = await build({
    stdin: { contents: entry, resolveDir: fileURLToPath(dsl), loader: 'js' },
    bundle: true,
    write: false,
    metafile: true,
    absWorkingDir: root,
    format: 'iife',
    globalName: 'parser',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2022',
    minify: true,
    legalComments: 'inline',
    logLevel: 'warning',
  });
  const [output] = Object.values(metafile.outputs);
  const used = Object.entries(output.inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  const packages = packagesOf(used.map(([file]) => file));
  const names = packages.map(({ name, version, license }) => `${name} ${version} (${license})`);
  const text = `/* The expression parser of mathjs, with what it imports: ${names.join(', ')}. Licences: ./THIRD_PARTY.txt */
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
  return { text, licences: packages.map(licenceText).join(`\n${'-'.repeat(80)}\n\n`) };
}

/** The packages that files come from. */
function packagesOf(files) {
  const folders = new Set(files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file) ?? []));
  return [...folders].sort().map((folder) => {
    const path = join(root, folder);
    const { name, version, license } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
    return { name, version, license, path };
  });
}

/** What a package says of its licence. */
function licenceText({ name, version, license, path }) {
  const files = readdirSync(path).filter((file) => /^(licen[cs]e|notice)/i.test(file));
  const texts = files.sort().map((file) => readFileSync(join(path, file), 'utf8').trim());
  return [`${name} ${version}: ${license}`, ...texts].join('\n\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { text, licences } = await bundleFormulaParser();
  await writeFile(new URL('dist/formula/parser.node.js', dsl), text);
  await writeFile(new URL('dist/formula/THIRD_PARTY.txt', dsl), `${licences}\n`);
  console.log(`packages/dsl/dist/formula/parser.node.js: ${(text.length / 1024).toFixed(1)} kB`);
}
