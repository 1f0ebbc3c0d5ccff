/** Where a posterior of the two hyperparameters has its mass. */
import type { LogLikelihood } from './gridPosterior.js';
import type { Prior, Survey } from './survey.js';

/**
 * A box that holds all but about exp(-nats) of the posterior: theta_sigma where the log likelihood at the mean of x is within
 * `nats` of its largest value there, theta_mu as far as the mean of N measurements can be off.
 */
export function boxAround(logLikelihood: LogLikelihood, { x, alpha, prior }: Survey, nats: number): Prior {
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
  const profile = (thetaSigma: number) => logLikelihood(mean, thetaSigma);
  const [from, to] = prior.thetaSigma;
  const best = highest(profile, from, to);
  const level = profile(best) - nats;
  const lower = crossing(profile, level, best, from);
  const upper = crossing(profile, level, best, to);
  const reach = Math.sqrt((2 * nats * (upper ** 2 + alpha ** 2)) / x.length);
  return {
    thetaMu: [Math.max(prior.thetaMu[0], mean - reach), Math.min(prior.thetaMu[1], mean + reach)],
    thetaSigma: [lower, upper],
  };
}

/** Roughly where a function with one hill is highest, by golden sections. */
function highest(f: (x: number) => number, from: number, to: number): number {
  const golden = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [from, to];
  let [a, b] = [high - golden * (high - low), low + golden * (high - low)];
  let [fa, fb] = [f(a), f(b)];
  for (let step = 0; step < 10; step++) {
    if (fa >= fb) {
      [high, b, fb] = [b, a, fa];
      a = high - golden * (high - low);
      fa = f(a);
    } else {
      [low, a, fa] = [a, b, fb];
      b = low + golden * (high - low);
      fb = f(b);
    }
  }
  return fa >= fb ? a : b;
}

/** Between `inside`, where f is above the level, and `end`: a point just outside the crossing; `end` where there is none. */
function crossing(f: (x: number) => number, level: number, inside: number, end: number): number {
  let [near, far] = [inside, end];
  for (let step = 0; step < 7; step++) {
    const middle = (near + far) / 2;
    if (f(middle) > level) near = middle;
    else far = middle;
  }
  return far;
}
