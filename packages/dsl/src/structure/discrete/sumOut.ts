/** Sums discrete variables out of the terms that hold them, one variable after the other. */
import { broadcastTo, constant, substitute, type Tensor } from '@credence/autodiff';
import { logSumOf } from '../../combinators/mixtureParts.js';
import { type Declaration, isFree, type RandomDeclaration, titleOf } from '../../model/declarations.js';
import type { Restoration, StructurePass, StructureStep } from '../pass.js';
import { withTerms } from '../rewritten.js';
import { holdsAny } from '../tensorsOf.js';
import { tidy } from '../tidy.js';
import { type DiscreteTerm, termOf } from './discreteTerm.js';
import { type ElementSum, elementSum } from './elementSum.js';
import { levelsOf } from './levels.js';

/** Elements of terms, for all values together, beyond which nothing is summed. */
const MOST_WORK = 1e7;

/**
 * Variable elimination: sum over k of the product of the terms that hold k is one term of what else they hold. Where each
 * element of those terms holds one element of k at most, elements are summed apart, so that n variables of K values cost n K.
 */
export const sumOutDiscrete: StructurePass = {
  name: 'sumDiscrete',
  apply: (model) => {
    const waiting = model.declarations.filter(
      (one): one is RandomDeclaration => isFree(one) && one.support.discrete === true,
    );
    if (waiting.length === 0) return { model, restorations: [], steps: [] };
    const discrete = new Set<Tensor>(waiting.map(({ variable }) => variable));
    let terms = model.declarations.flatMap((declaration) => {
      const term = termOf(declaration, discrete);
      if (term === undefined) return [];
      return waiting.some((one) => one === declaration) || holdsAny(term.pointwise, discrete) ? [term] : [];
    });
    const replaced = new Set<Declaration>(terms.flatMap(({ declaration }) => declaration ?? []));
    const restorations: Restoration[] = [];
    const steps: StructureStep[] = [];
    const gone = new Set<Declaration>();
    while (waiting.length > 0) {
      const declaration = next(waiting, terms);
      waiting.splice(waiting.indexOf(declaration), 1);
      const { name } = declaration;
      const found = summed(declaration, terms);
      if (typeof found === 'string') {
        steps.push({ rewrite: 'sumDiscrete', variable: name, applied: false, text: found });
        continue;
      }
      const { sum, used, levels, weights } = found;
      terms = [...terms.filter((term) => !used.includes(term)), sum];
      gone.add(declaration);
      restorations.unshift({ kind: 'discrete', declaration, levels, weights });
      const children = used.filter((term) => term.declaration !== declaration).map((term) => term.name);
      const text = `summed out: ${levels.length} values${children.length === 0 ? '' : ` in ${[...new Set(children)].join(', ')}`}`;
      steps.push({ rewrite: 'sumDiscrete', variable: name, applied: true, text });
    }
    if (gone.size === 0) return { model, restorations, steps };
    // Terms that hold only what could not be summed stay as they were declared.
    const unchanged = new Set(terms.flatMap(({ declaration }) => declaration ?? []));
    const taken = new Set([...replaced].filter((declaration) => !unchanged.has(declaration)));
    const made = terms.filter(({ declaration }) => declaration === undefined);
    return { model: withTerms(model, taken, gone, made), restorations, steps };
  },
};

/** The variable whose terms hold the fewest others; of equal ones the last declared. */
function next(waiting: readonly RandomDeclaration[], terms: readonly DiscreteTerm[]): RandomDeclaration {
  const neighbours = waiting.map((declaration) => {
    const own = terms.filter(({ pointwise }) => holdsAny(pointwise, new Set([declaration.variable])));
    return waiting.filter(
      (other) => other !== declaration && own.some(({ pointwise }) => holdsAny(pointwise, new Set([other.variable]))),
    ).length;
  });
  const least = Math.min(...neighbours);
  return waiting[neighbours.lastIndexOf(least)]!;
}

const own: ElementSum = { sum: (values) => values };

interface Summed {
  readonly sum: DiscreteTerm;
  readonly used: readonly DiscreteTerm[];
  readonly levels: readonly number[];
  /** For each value, the log of its unnormalised probability given all else, of each element. */
  readonly weights: readonly Tensor[];
}

/** The sum, or why there is none, in words. */
function summed(declaration: RandomDeclaration, terms: readonly DiscreteTerm[]): Summed | string {
  const { variable, name } = declaration;
  const levels = levelsOf(declaration);
  if (typeof levels === 'string') return levels;
  const used: (readonly [DiscreteTerm, ElementSum])[] = [];
  for (const term of terms) {
    // Its own probabilities are one for each element, and need not hold it at all.
    const sum = term.declaration === declaration ? own : elementSum(term.pointwise, variable);
    if (sum === undefined) continue;
    if (typeof sum === 'string') {
      return `elements of ${term.name} depend on several elements of ${name}, through ${sum}`;
    }
    const of = term.declaration;
    if (
      of !== undefined &&
      of !== declaration &&
      isFree(of) &&
      holdsAny(of.support.contains(of.variable), new Set([variable])) &&
      of.support.discrete !== true
    ) {
      return `the support of ${titleOf(of)} depends on it`;
    }
    used.push([term, sum]);
  }
  const work = levels.length * used.reduce((total, [{ pointwise }]) => total + pointwise.size, 0);
  if (work > MOST_WORK)
    return `its sum would take ${work.toExponential(1)} terms, and at most ${MOST_WORK.toExponential(0)} are made`;
  const weights = levels.map((level) => {
    const value = broadcastTo(constant(level, { dtype: 'int32' }), variable.shape);
    const parts = used.map(([{ pointwise }, { sum }]) => {
      const [at = pointwise] = substitute([pointwise], new Map([[variable, value]]));
      return sum(broadcastTo(tidy(at), pointwise.shape));
    });
    return tidy(parts.reduce((total, part) => total.add(part)));
  });
  const standsFor = used.flatMap(([term]) => term.standsFor);
  const likelihood = used.find(([{ role }]) => role === 'likelihood');
  return {
    used: used.map(([term]) => term),
    levels,
    weights,
    sum: {
      name: likelihood?.[0].name ?? name,
      role: likelihood === undefined ? 'prior' : 'likelihood',
      pointwise: broadcastTo(logSumOf(weights), variable.shape),
      standsFor: standsFor.length === 0 ? [declaration] : standsFor,
    },
  };
}
