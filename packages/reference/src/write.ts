/** Writes the reference pages, or says which of them are not as the code has them: `pnpm reference`, `pnpm reference --check`. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { referenceFiles } from './pages.js';

const repository = new URL('../../../', import.meta.url);
const folder = new URL('docs/reference/', repository);
const files = referenceFiles(repository);

if (process.argv.includes('--check')) {
  const wrong = [...files].filter(([path, text]) => contentOf(path) !== text).map(([path]) => path);
  const spare = existing().filter((path) => !files.has(path));
  for (const path of wrong) console.error(`docs/reference/${path} is not as the code has it.`);
  for (const path of spare) console.error(`docs/reference/${path} belongs to nothing.`);
  if (wrong.length + spare.length > 0) {
    console.error('Run: npx -y pnpm@10 reference');
    process.exitCode = 1;
  }
} else {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(new URL('distributions/', folder), { recursive: true });
  for (const [path, text] of files) writeFileSync(new URL(path, folder), text);
  console.log(`${files.size} files in docs/reference`);
}

function contentOf(path: string): string | undefined {
  try {
    return readFileSync(new URL(path, folder), 'utf8');
  } catch {
    return undefined;
  }
}

function existing(): readonly string[] {
  return readdirSync(new URL('distributions/', folder)).map((name) => `distributions/${name}`);
}
