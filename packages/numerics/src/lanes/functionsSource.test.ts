/** The written functions are the lane programs: the file is current, and both give the same bits. */
import { readFileSync } from 'node:fs';
import { functionTable } from '../functionTable.js';
import { numberFunctions } from '../testing/numberFunctions.js';
import { functionsSource } from './functionsSource.js';
import { evaluate } from './scalarLanes.js';

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
    for (const x of inputs) {
      for (const y of program.arity === 1 ? [0] : inputs) {
        const values = program.arity === 1 ? [x] : [x, y];
        expect(numberFunctions[name]!(...values)).toBe(evaluate(program, ...values));
      }
    }
  },
);
