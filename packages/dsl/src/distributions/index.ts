/** The distributions that every model has as methods. A new one is one file and one line here. */
export { bernoulli } from './bernoulli.js';
export { cauchy } from './cauchy.js';
export { exponential } from './exponential.js';
export { flat } from './flat.js';
export { halfCauchy } from './halfCauchy.js';
export { halfFlat } from './halfFlat.js';
export { halfNormal } from './halfNormal.js';
export { laplace } from './laplace.js';
export { logNormal } from './logNormal.js';
export { multivariateNormal } from './multivariateNormal.js';
export { normal } from './normal.js';
export { uniform } from './uniform.js';
