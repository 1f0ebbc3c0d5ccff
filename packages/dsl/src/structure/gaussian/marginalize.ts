/** Integrates out every normal variable that enters its terms affinely, those of many elements first. */
import { dependenceOn, sum, type Tensor } from '@credence/autodiff';
import {
  type Declaration,
  isFree,
  type ModelSnapshot,
  type RandomDeclaration,
  titleOf,
} from '../../model/declarations.js';
import { operationsIn } from '../cost.js';
import type { Restoration, StructurePass, StructureStep } from '../pass.js';
import { withTerms } from '../rewritten.js';
import { enters, holdsAny } from '../tensorsOf.js';
import { tidy } from '../tidy.js';
import { type GaussianFactor, gaussianFactor, isNormal, pointwiseOf } from './gaussianFactor.js';
import { type Child, integrate } from './integrate.js';

/** Integrates until nothing more can be. */
export const marginalizeNormals: StructurePass = {
  name: 'marginalize',
  apply: (model) => {
    const { declarations } = model;
    let factors: GaussianFactor[] = [];
    const normal = new Set<Declaration>();
    const others: Declaration[] = [];
    for (const declaration of declarations) {
      const factor = declaration.kind === 'random' ? gaussianFactor(declaration) : undefined;
      if (factor === undefined) {
        others.push(declaration);
        continue;
      }
      factors.push(factor);
      normal.add(declaration);
    }
    const restorations: Restoration[] = [];
    const applied: StructureStep[] = [];
    const step = (name: string, text: string, done = false): StructureStep => ({
      rewrite: 'marginalize',
      variable: name,
      applied: done,
      text,
    });
    let waiting = inOrder(declarations.filter(isFree));
    let refused: StructureStep[] = [];
    for (let progress = true; progress; ) {
      progress = false;
      refused = [];
      const blocked: RandomDeclaration[] = [];
      for (const declaration of waiting) {
        const prior = factors.find((factor) => factor.declared === declaration);
        if (prior === undefined) continue;
        const found = readyToIntegrate(declaration, prior, factors, others);
        if ('reason' in found) {
          refused.push(step(declaration.name, found.reason));
          blocked.push(declaration);
          continue;
        }
        const { children } = found;
        const { factors: made, mean, sd } = integrate(declaration, prior, children);
        const before = costOf([prior, ...children.map(({ factor }) => factor)]);
        const after = costOf(made);
        if (after > before + SMALL) {
          refused.push(
            step(
              declaration.name,
              `its integral would take ${after} operations an evaluation, and its terms take ${before}`,
            ),
          );
          blocked.push(declaration);
          continue;
        }
        const gone = new Set<GaussianFactor>([prior, ...children.map(({ factor }) => factor)]);
        const place = factors.indexOf(prior);
        factors = [...factors.slice(0, place), ...made, ...factors.slice(place)].filter((factor) => !gone.has(factor));
        restorations.unshift({ kind: 'normal', declaration, mean, sd });
        const held = children.map(({ factor }) => factor.name);
        const where = held.length === 0 ? 'nothing depends on it' : `${[...new Set(held)].join(', ')} affine in it`;
        applied.push(step(declaration.name, `integrated out: ${where}`, true));
        progress = true;
      }
      waiting = blocked;
    }
    const steps = [...applied, ...refused];
    return {
      model:
        restorations.length === 0
          ? model
          : rebuilt(model, factors, normal, new Set(restorations.map(({ declaration }) => declaration))),
      restorations,
      steps,
    };
  },
};

/** Operations that an integral may add to an evaluation: they take less time than what a sampler does at a step besides. */
const SMALL = 1000;

function costOf(factors: readonly GaussianFactor[]): number {
  return operationsIn(factors.map((factor) => sum(pointwiseOf(factor))));
}

/** Those of many elements first, and of equal ones those declared last: what depends on others before what it depends on. */
function inOrder(free: readonly RandomDeclaration[]): readonly RandomDeclaration[] {
  return [...free].reverse().sort((a, b) => b.variable.size - a.variable.size);
}

type Found = { readonly children: readonly Child[] } | { readonly reason: string };

/** The factors that hold the variable, when it can be integrated out of them; else why not, in words. */
function readyToIntegrate(
  { variable, name }: RandomDeclaration,
  prior: GaussianFactor,
  factors: readonly GaussianFactor[],
  others: readonly Declaration[],
): Found {
  for (const other of others) {
    if (enters(variable, other)) {
      return { reason: `${titleOf(other)} depends on it, and ${whyNotNormal(other)}` };
    }
  }
  const only = new Set<Tensor>([variable]);
  const children: Child[] = [];
  for (const factor of factors) {
    if (factor === prior) continue;
    if (Object.values(factor.spread).some((tensor: Tensor) => holdsAny(tensor, only))) {
      return { reason: `the scale of ${factor.name} depends on it` };
    }
    const dependence = dependenceOn(factor.residual, variable);
    if (dependence.kind === 'none') continue;
    if (!dependence.form.affine) {
      return { reason: `${name} enters ${factor.name} through ${dependence.form.through}: not linear` };
    }
    if (dependence.kind === 'mixture') {
      return {
        reason: `elements of ${factor.name} depend on several elements of ${name}, through ${dependence.through}`,
      };
    }
    // To integrate a parent out of the prior of a variable that stays would tie the elements of that variable together.
    const child = factor.declared;
    if (child !== undefined && isFree(child)) return { reason: `${child.name}, which is sampled, depends on it` };
    children.push({ factor, element: dependence.element });
  }
  return { children };
}

/** Why a declaration is no Gaussian factor, in words. */
function whyNotNormal(declaration: Declaration): string {
  return declaration.kind === 'random' && isNormal(declaration) ? 'is restricted' : 'is not normal';
}

/**
 * The model with factors in the place of the declarations that they stand for.
 * @param normal the declarations that were factors at first
 */
function rebuilt(
  model: ModelSnapshot,
  factors: readonly GaussianFactor[],
  normal: ReadonlySet<Declaration>,
  integrated: ReadonlySet<Declaration>,
): ModelSnapshot {
  const changed = factors.filter(({ declared }) => declared === undefined);
  const unchanged = new Set<Declaration>(factors.flatMap(({ declared }) => declared ?? []));
  const replaced = new Set([...normal].filter((declaration) => !unchanged.has(declaration)));
  const terms = changed.map((factor) => ({ ...factor, pointwise: tidy(pointwiseOf(factor)) }));
  return withTerms(model, replaced, integrated, terms);
}
