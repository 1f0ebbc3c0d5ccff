/** Writes the functions on numbers (`generated/functions.ts`) from their lane programs. */
import { type FunctionEntry, functionTable } from '../functionTable.js';
import type { LaneProgram, LaneTable } from './lanes.js';
import { numberSource, programSource, type SourceNames } from './sourceLanes.js';

const LETTERS = 'xyzw';

function entrySource(entry: FunctionEntry, names: SourceNames): string {
  const { parameters, program } = entry;
  const typed = parameters.map((name) => `${name}: number`).join(', ');
  const lines = [entry.meaning, `Error: ${entry.bound.text}.`];
  const body = programSource(program, parameters, names);
  return `/** ${lines.join(' ')} */\nexport function ${program.name}(${typed}): number {\n${body}\n}\n`;
}

/** The text of `generated/functions.ts`. */
export function functionsSource(entries: readonly FunctionEntry[] = functionTable): string {
  const tables = new Map<string, LaneTable>();
  const helpers = new Map<string, LaneProgram>();
  const listed = new Set(entries.map((entry) => entry.program.name));
  const names: SourceNames = {
    functionFor: (program) => {
      if (!listed.has(program.name)) helpers.set(program.name, program);
      return program.name;
    },
    tableFor: (table) => {
      tables.set(table.name, table);
      return `${table.name}Table`;
    },
  };
  const functions = entries.map((entry) => entrySource(entry, names));
  const written = new Set<string>();
  // A helper may call further helpers, which join the map while it is being walked.
  for (const helper of helpers.values()) {
    if (written.has(helper.name)) continue;
    written.add(helper.name);
    const parameters = [...LETTERS].slice(0, helper.arity);
    const typed = parameters.map((name) => `${name}: number`).join(', ');
    functions.push(`function ${helper.name}(${typed}): number {\n${programSource(helper, parameters, names)}\n}\n`);
  }
  const tableLines = [...tables.values()].map(
    (table) => `const ${table.name}Table = Float64Array.of(${Array.from(table.values, numberSource).join(', ')});`,
  );
  const body = [...functions, ...tableLines].join('\n');
  const used = ['copySign', 'exponent', 'head', 'nearest', 'powerOfTwo', 'significand'].filter((name) =>
    body.includes(` ${name}(`),
  );
  return [
    '/**',
    ' * The functions of this package on numbers, written from their lane programs by tools/build/numericFunctions.mjs:',
    ' * the same operations in the same order, so the same bits. Change the programs, then run that script.',
    ' */',
    `import { ${used.join(', ')} } from '../lanes/scalarLanes.js';`,
    '',
    ...tableLines,
    '',
    functions.join('\n'),
  ].join('\n');
}
