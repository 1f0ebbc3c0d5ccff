/** Writes packages/numerics/src/generated/functions.ts from the lane programs: node tools/build/numericFunctions.mjs */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const source = fileURLToPath(new URL('../../packages/numerics/src/', import.meta.url));
const { outputFiles } = await build({
  entryPoints: [`${source}lanes/functionsSource.ts`],
  bundle: true,
  format: 'esm',
  write: false,
  logLevel: 'warning',
});
const code = Buffer.from(outputFiles[0].contents).toString('base64');
const { functionsSource } = await import(`data:text/javascript;base64,${code}`);
writeFileSync(`${source}generated/functions.ts`, functionsSource());
