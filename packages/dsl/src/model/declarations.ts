/** What a model is made of: the kinds of its declarations as a tagged union, each a plain frozen record. */
import type { Tensor } from '@credence/autodiff';
import type { Distribution } from '../distributions/distribution.js';
import type { Support } from '../supports/index.js';
import type { ArrayData, DataArray } from './arrays.js';
import type { Coords, Dimension } from './dims.js';
import type { Gaps } from './gaps.js';
import type { DeclarationSite } from './site.js';
import type { Variable } from './variable.js';

interface Declared {
  readonly name: string;
  /** The handle; a tensor of the variable's own scale. */
  readonly variable: Variable;
  readonly site: DeclarationSite;
}

/** `name ~ distribution(parameters)`, free or observed. */
export interface RandomDeclaration extends Declared {
  readonly kind: 'random';
  readonly distribution: Distribution;
  readonly parameters: Readonly<Record<string, Tensor>>;
  readonly support: Support;
  /** The distribution's own support, where the option `support` restricts the variable further. */
  readonly unrestricted?: Support;
  readonly observed: boolean;
  /** What it does not observe of its values, if there is any. */
  readonly gaps?: Gaps;
  /** Its observed values as data, where the handle stands for imputed ones too. */
  readonly value?: Tensor;
  readonly initial?: DataArray;
}

/** A value computed from others and kept with the draws. */
export interface DeterministicDeclaration extends Declared {
  readonly kind: 'deterministic';
}

/** A term added to the log density. */
export interface PotentialDeclaration extends Declared {
  readonly kind: 'potential';
}

/** Bound values with a name. */
export interface DataDeclaration extends Declared {
  readonly kind: 'data';
  /** Whether some of the values are NaN, which the option `missing` keeps. */
  readonly incomplete?: boolean;
}

/** A term that a rewrite of the model's structure put in the place of declared ones. Its variable is its pointwise log density. */
export interface FactorDeclaration extends Declared {
  readonly kind: 'factor';
  readonly role: 'prior' | 'likelihood';
  /** What it stands for: the conditions on their parameters hold for it too. */
  readonly standsFor: readonly RandomDeclaration[];
}

export type Declaration =
  | RandomDeclaration
  | DeterministicDeclaration
  | PotentialDeclaration
  | DataDeclaration
  | FactorDeclaration;

/** A model as it stood at one moment: what is compiled and sampled. */
export interface ModelSnapshot {
  readonly name: string;
  /** In order of declaration. */
  readonly declarations: readonly Declaration[];
  readonly dimensions: ReadonlyMap<string, Dimension>;
  /** Values of data nodes by label. */
  readonly data: ReadonlyMap<string, DataArray>;
  /** Observed variables whose values are those of a data variable: name -> name of the data. */
  readonly observedData: ReadonlyMap<string, string>;
  /**
   * The model to draw forward from: declared again with some data exchanged, and observed variables free, of the shape that
   * the new data give them. Sampling does not need it.
   */
  readonly forward: (data: Readonly<Record<string, ArrayData>>, coords?: Coords) => ModelSnapshot;
}

/** Declarations of one kind. */
export function randomDeclarations(snapshot: ModelSnapshot): readonly RandomDeclaration[] {
  return snapshot.declarations.filter((declaration) => declaration.kind === 'random');
}

/** Whether a declaration is a variable that is not observed. */
export function isFree(declaration: Declaration): declaration is RandomDeclaration {
  return declaration.kind === 'random' && !declaration.observed;
}

/** `theta ~ Normal`, as errors name a variable. */
export function titleOf(declaration: Declaration): string {
  return declaration.kind === 'random'
    ? `${declaration.name} ~ ${declaration.distribution.name}`
    : `${declaration.kind} ${declaration.name}`;
}
