// In a page: reports the draws and how many workers were started for them to the server that served it.
import { drawsOfMean } from './user.js';

let workers = 0;
const PageWorker = globalThis.Worker;
globalThis.Worker = class extends PageWorker {
  constructor(url: string | URL, options?: WorkerOptions) {
    super(url, options);
    workers++;
  }
};
const draws = await drawsOfMean(2);
await fetch('/report', { method: 'POST', body: JSON.stringify({ draws, workers }) });
