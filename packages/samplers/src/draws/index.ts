export { ChainDraws } from './chainDraws.js';
export { Draws } from './draws.js';
