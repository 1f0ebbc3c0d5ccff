// In Node: prints the draws, a picture, and how many worker threads were started for them.
import { drawnPicture, drawsOfMean } from './user.js';

let workers = 0;
process.on('worker', () => workers++);
const draws = await drawsOfMean(2);
console.log(JSON.stringify({ draws, workers, picture: await drawnPicture() }));
