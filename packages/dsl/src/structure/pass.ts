/** What a rewrite of a model's structure takes and gives. */
import type { Tensor } from '@credence/autodiff';
import type { ModelSnapshot, RandomDeclaration } from '../model/declarations.js';

/** A rewrite of models: another model with the same posterior of what it keeps, and how the rest comes back. */
export interface StructurePass {
  readonly name: RewriteName;
  readonly apply: (model: ModelSnapshot) => PassResult;
}

export interface PassResult {
  readonly model: ModelSnapshot;
  /** In the order in which they are made. */
  readonly restorations: readonly Restoration[];
  readonly steps: readonly StructureStep[];
}

/** Rewrites that can be switched off, each by its name. */
export type RewriteName = 'sumDiscrete' | 'marginalize';

/** A variable that is not sampled: how it is drawn given those that are, and those restored before it. */
export type Restoration = NormalRestoration | DiscreteRestoration | ForwardRestoration;

/** Elements are independent normal numbers. */
export interface NormalRestoration {
  readonly kind: 'normal';
  readonly declaration: RandomDeclaration;
  /** They broadcast to the variable's shape. */
  readonly mean: Tensor;
  readonly sd: Tensor;
}

/** Elements are independent, each with one of a few values. */
export interface DiscreteRestoration {
  readonly kind: 'discrete';
  readonly declaration: RandomDeclaration;
  readonly levels: readonly number[];
  /** For each value, the log of its unnormalised probability; they broadcast to the variable's shape. */
  readonly weights: readonly Tensor[];
}

/** From its own distribution. */
export interface ForwardRestoration {
  readonly kind: 'forward';
  readonly declaration: RandomDeclaration;
}

/** What a rewrite did, or why it did not. */
export interface StructureStep {
  readonly rewrite: RewriteName;
  readonly variable: string;
  readonly applied: boolean;
  readonly text: string;
}
