export { CredenceError, type ErrorDetails } from './error.js';
export type { LaneProgram, Lanes, LaneTable } from './lanes/lanes.js';
