/** The written functions are the lane programs: the file is current, and both give the same bits. */
import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { functionTable } from '../functionTable.js';
import { loopPrograms } from '../testing/loopPrograms.js';
import { numberFunctions } from '../testing/numberFunctions.js';
import { functionsSource } from './functionsSource.js';
import * as lanes from './scalarLanes.js';
import { evaluate } from './scalarLanes.js';

const LANE_HELPERS = 'copySign, exponent, head, nearest, powerOfTwo, significand';

test('generated/functions.ts is what the programs give (else run node tools/build/numericFunctions.mjs)', () => {
  expect(readFileSync(new URL('../generated/functions.ts', import.meta.url), 'utf8')).toBe(functionsSource());
});

const inputs = [
  0,
  -0,
  NaN,
  Infinity,
  -Infinity,
  5e-324,
  1e-300,
  1.7e308,
  1,
  2,
  3.7,
  -2.3,
  -40,
  0.3,
  17,
  1e5,
  1e22,
  -745.14,
];

test.each(functionTable.map(({ program }) => [program.name, program] as const))(
  '%s as its program',
  (name, program) => {
    for (const [i, x] of inputs.entries()) {
      for (const [j, y] of (program.arity === 1 ? [0] : inputs).entries()) {
        const third = inputs[(i + 2 * j + 7) % inputs.length]!;
        const values = [x, y, third, 1 - third].slice(0, program.arity);
        expect(numberFunctions[name]!(...values)).toBe(evaluate(program, ...values));
      }
    }
  },
);

/** The functions of a written text by name. */
function compiled(text: string): Record<string, (...inputs: readonly number[]) => number> {
  const { outputText } = ts.transpileModule(text, { compilerOptions: { target: ts.ScriptTarget.ES2022 } });
  const names = [...text.matchAll(/^export function (\w+)/gm)].map(([, name]) => name);
  const plain = outputText.replace(/^import .*$/gm, '').replaceAll('export function', 'function');
  return new Function('lanes', `const { ${LANE_HELPERS} } = lanes; ${plain}; return { ${names.join(', ')} };`)(lanes);
}

test('loops are written as their programs run', () => {
  const bound = functionTable[0]!.bound;
  const parameters = ['x', 'y'];
  const entries = loopPrograms.map((program) => ({
    program,
    parameters: parameters.slice(0, program.arity),
    meaning: '',
    bound,
  }));
  const functions = compiled(functionsSource(entries));
  for (const program of loopPrograms) {
    for (const x of inputs) {
      for (const y of inputs) {
        const values = [x, y].slice(0, program.arity);
        expect(functions[program.name]!(...values)).toBe(evaluate(program, ...values));
      }
    }
  }
});
