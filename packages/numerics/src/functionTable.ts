/** The functions of this package: program, parameters, what it computes, and its error as measured. */
import { expm1Program, expProgram } from './elementary/exp.js';
import { log1pProgram, logProgram } from './elementary/log.js';
import type { LaneProgram } from './lanes/lanes.js';

/** A bound on the error against exact values, in units of the last place of the exact value or relative to it. */
export interface ErrorBound {
  readonly unit: 'ulp' | 'relative';
  readonly limit: number;
  readonly text: string;
}

export interface FunctionEntry {
  readonly program: LaneProgram;
  readonly parameters: readonly string[];
  readonly meaning: string;
  readonly bound?: ErrorBound;
}

const ulp = (limit: number): ErrorBound => ({ unit: 'ulp', limit, text: `at most ${limit} ulp` });

/** Everything that `generated/functions.ts` holds. */
export const functionTable: readonly FunctionEntry[] = [
  { program: expProgram, parameters: ['x'], meaning: 'e^x.', bound: ulp(1.01) },
  { program: expm1Program, parameters: ['x'], meaning: 'e^x - 1 with all its digits near 0.', bound: ulp(1.7) },
  { program: logProgram, parameters: ['x'], meaning: 'Natural logarithm; -Infinity at 0, NaN below.', bound: ulp(0.8) },
  {
    program: log1pProgram,
    parameters: ['x'],
    meaning: 'log(1 + x) with all its digits near 0; -Infinity at -1, NaN below.',
    bound: ulp(0.8),
  },
];
