/** The functions of this package on numbers. */
import { expm1Program, expProgram } from './elementary/exp.js';
import { log1pProgram, logProgram } from './elementary/log.js';
import { scalarLanes } from './lanes/scalarLanes.js';

/** exp(x). */
export const exp = (x: number): number => expProgram.body(scalarLanes, x);
/** exp(x) - 1. */
export const expm1 = (x: number): number => expm1Program.body(scalarLanes, x);
/** log(x). */
export const log = (x: number): number => logProgram.body(scalarLanes, x);
/** log(1 + x). */
export const log1p = (x: number): number => log1pProgram.body(scalarLanes, x);
