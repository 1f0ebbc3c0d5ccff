// In Node: the draws as JSON, and how many worker threads were started for them.
import { drawsOfMean } from './user.js';

console.log(JSON.stringify(await drawsOfMean(2)));
