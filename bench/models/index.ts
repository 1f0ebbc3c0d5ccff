/** All peer models, in the order of the tables. */
import { eightSchools } from './eightSchools.js';
import { gp } from './gp.js';
import { linear, linearGlm } from './linear.js';
import { logistic, logisticGlm } from './logistic.js';
import type { PeerModel } from './peerModel.js';
import { radon } from './radon.js';
import { toyCentered } from './toyCentered.js';
import { toyNoncentered } from './toyNoncentered.js';

export type { PeerData, PeerModel } from './peerModel.js';

export const peerModels: readonly PeerModel[] = [
  toyCentered,
  toyNoncentered,
  eightSchools,
  logistic,
  logisticGlm,
  linear,
  linearGlm,
  radon,
  gp,
];

/** The model of that name; the error lists the names there are. */
export function peerModel(name: string): PeerModel {
  const found = peerModels.find((model) => model.name === name);
  if (!found) throw new Error(`No model '${name}'. There are: ${peerModels.map((model) => model.name).join(', ')}.`);
  return found;
}
