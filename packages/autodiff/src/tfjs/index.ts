/** Densities on TensorFlow.js: `@credence/autodiff/tfjs`. Importing it loads nothing of TensorFlow.js. */
export { chooseTfjsBackend, type TfjsChoice, type TfjsChoiceOptions, type TfjsTrial } from '../backends/tfjs/choose.js';
export { compileTfjs, type TfjsProgram } from '../backends/tfjs/compile.js';
export type { TfjsCore, TfjsTensor } from '../backends/tfjs/core.js';
export { bindTfjs, type TfjsDensity } from '../backends/tfjs/density.js';
export type { TfjsExplanation } from '../backends/tfjs/explain.js';
export { loadTfjs } from '../backends/tfjs/load.js';
