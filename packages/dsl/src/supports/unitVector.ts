/** Directions: vectors of length 1. */
import { abs, lessEqual, sqrt, square, sum } from '@credence/autodiff';
import { CredenceError } from '@credence/numerics';
import { type Support, shown } from './support.js';

/** How far squared lengths may be from 1. */
const TOLERANCE = 1e-8;

/**
 * Vectors of length 1 (squared length to 1e-8): x = u / |u|. The length of u has no meaning for x; the term -|u|² / 2 keeps
 * it away from 0 and infinity and leaves the direction of u uniform, so densities are with respect to the sphere's area, up
 * to the constant that Stan leaves out as well.
 */
export const unitVector: Support = {
  name: 'unitVector',
  text: 'the unit vectors',
  eventRank: 1,
  thin: true,
  range: { lower: -1 - TOLERANCE, upper: 1 + TOLERANCE },
  contains: (x) => lessEqual(abs(sum(square(x), { axes: -1 }).sub(1)), TOLERANCE),
  fault: (event) => {
    let total = 0;
    for (let i = 0; i < event.length; i++) total += event[i]! ** 2;
    return Math.abs(total - 1) <= TOLERANCE
      ? undefined
      : `has the length ${shown(Math.sqrt(total))}, and must have the length 1`;
  },
  transform: {
    name: 'unitVector',
    unconstrainedShape: ([size = 0]) => {
      if (size > 0) return [size];
      throw new CredenceError('shape/support', 'a unit vector has at least one element, and the shape gives none.', {});
    },
    constrain: (u) => u.div(sqrt(sum(square(u), { axes: -1, keepDims: true }))),
    unconstrain: (x) => x,
    logJacobian: (u) => sum(square(u), { axes: -1 }).mul(-0.5),
  },
};
