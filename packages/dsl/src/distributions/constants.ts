/** Logarithms of constants, to the last bit of float64. */

/** log(2 pi) / 2 */
export const HALF_LOG_TWO_PI = 0.9189385332046728;
/** log(2 / pi) / 2 */
export const HALF_LOG_TWO_OVER_PI = -0.22579135264472744;
/** log(pi) */
export const LOG_PI = 1.1447298858494002;
/** log(2) */
export const LOG_TWO = Math.LN2;
/** log(2 / pi) */
export const LOG_TWO_OVER_PI = -0.4515827052894549;
/** The constant of Euler and Mascheroni, the limit of 1 + 1/2 + ... + 1/n - log n. */
export const EULER = 0.5772156649015329;
