/** Pictures and reports as files: the part of the package that runs in Node only. */
export { writePlot } from './writePlot.js';
export { type WriteReportOptions, type WrittenReport, writeReport } from './writeReport.js';
