export type { Placement, ProgressEvent, RunEvent } from './events.js';
export { standardError } from './node/terminal.js';
export { progressLine, showProgress, type Terminal } from './progress.js';
export type { SamplingReport, WarmupReport } from './protocol.js';
export type { ChainReport, RunResult } from './record.js';
export { Run, type RunControl } from './run.js';
export { type RemoteDensity, type RunOptions, runChains } from './runChains.js';
export { serveChains } from './serveChains.js';
export type { ThreadPort, WorkerEntry } from './threadPort.js';
