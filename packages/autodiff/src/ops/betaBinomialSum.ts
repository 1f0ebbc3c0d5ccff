/** Sums of beta-binomial probabilities, from which their cdf follows. */
import {
  CredenceError,
  logBetaBinomialSumAlphaSlopeProgram,
  logBetaBinomialSumBetaSlopeProgram,
  logBetaBinomialSumProgram,
} from '@credence/numerics';
import { type Quaternary, quaternary } from './elementwise.js';

const points = [
  [10, 2, 3, 4],
  [10, 0.4, 3, 7],
  [12, 0.3, 0.6, 11],
  [12, 5, 0.2, 12],
  [300, 40, 70, 90],
  [300, 40, 70, 5],
  [1000, 1, 1, 400],
  [7, 1.5, 1e9, 2],
];
const ends = [
  [10, 2, 3, 0],
  [0, 2, 3, 0],
];

function refused(): never {
  throw new CredenceError(
    'gradient/order',
    'logBetaBinomialSum can be differentiated once by its shapes: the second derivative is not implemented.',
  );
}

/**
 * log of (p(0) + ... + p(x))/p(x), p the beta-binomial probabilities of n trials and shapes alpha and beta, for whole 0 <= x <= n.
 * Takes up to x rounds. With derivatives by the shapes, once.
 */
export const logBetaBinomialSum: Quaternary = quaternary({
  name: 'logBetaBinomialSum',
  program: logBetaBinomialSumProgram,
  partials: [
    undefined,
    (_, n, alpha, beta, x) => alphaSlope(n!, alpha!, beta!, x!),
    (_, n, alpha, beta, x) => betaSlope(n!, alpha!, beta!, x!),
    undefined,
  ],
  checkAt: [...points, ...ends],
});

const alphaSlope = quaternary({
  name: 'logBetaBinomialSumAlphaSlope',
  program: logBetaBinomialSumAlphaSlopeProgram,
  partials: [undefined, refused, refused, undefined],
  checkAt: points,
});

const betaSlope = quaternary({
  name: 'logBetaBinomialSumBetaSlope',
  program: logBetaBinomialSumBetaSlopeProgram,
  partials: [undefined, refused, refused, undefined],
  checkAt: points,
});
