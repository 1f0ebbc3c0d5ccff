/** What the bench knows of a model that other systems were measured on: its declaration, and the same density by hand in JavaScript. */
import type { Model } from '@credence/dsl';
import type { LogDensity } from '@credence/samplers';

/** Data of a peer model as its JSON file has them. */
export interface PeerData {
  readonly N?: number;
  readonly D?: number;
  readonly J?: number;
  readonly X?: readonly (readonly number[])[];
  readonly x?: readonly number[];
  readonly y?: readonly number[];
  readonly sigma?: readonly number[];
  readonly flr?: readonly number[];
  readonly county?: readonly number[];
}

export interface PeerModel {
  /** Name of the Stan model, the C function and the reference file. */
  readonly name: string;
  /** Stem of the data file. */
  readonly data: string;
  /** Models whose C and hand-written JavaScript are those of another, only Stan's program differs (fused likelihoods). */
  readonly sameAs?: string;
  /** The model as a user declares it. */
  declare(data: PeerData): Model;
  /** Log density and gradient in one loop over the data, by hand, on the same unconstrained coordinates. */
  javascript(data: PeerData): LogDensity;
}

/** A field of the data that the model cannot do without. */
export function field<Name extends keyof PeerData>(data: PeerData, name: Name): NonNullable<PeerData[Name]> {
  const value = data[name];
  if (value === undefined || value === null) throw new Error(`The data file has no field '${name}'.`);
  return value;
}

export const sigmoid = (u: number): number => 1 / (1 + Math.exp(-u));
