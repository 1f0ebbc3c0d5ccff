// In a page: reports the draws and how many workers were started for them to the server that served it.
import { drawnPicture, drawsOfMean } from './user.js';

let workers = 0;
const PageWorker = globalThis.Worker;
globalThis.Worker = class extends PageWorker {
  constructor(url: string | URL, options?: WorkerOptions) {
    super(url, options);
    workers++;
  }
};
const draws = await drawsOfMean(2);
const picture = await drawnPicture();
const parsed = new DOMParser().parseFromString(picture.svg, 'image/svg+xml');
const wellFormed = parsed.querySelector('parsererror') === null;
await fetch('/report', {
  method: 'POST',
  body: JSON.stringify({ draws, workers, picture: { ...picture, wellFormed } }),
});
