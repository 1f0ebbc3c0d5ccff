export { expm1Program, expProgram } from './elementary/exp.js';
export { log1pProgram, logProgram } from './elementary/log.js';
export { CredenceError, type ErrorDetails } from './error.js';
export { exp, expm1, log, log1p } from './functions.js';
export { laneProgram, laneTable } from './lanes/laneProgram.js';
export type { LaneProgram, Lanes, LaneTable } from './lanes/lanes.js';
export { evaluate, scalarLanes } from './lanes/scalarLanes.js';
