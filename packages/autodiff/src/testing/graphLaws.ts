/** The laws of a graph with given values: derivatives, that rewriting keeps values, the same values on every backend. */

import { evaluate } from '../backends/reference.js';
import { gradient } from '../gradient/reverse.js';
import { sum } from '../ops/reduction.js';
import { simplify } from '../rewrites/simplify.js';
import { type BackendUnderTest, close, expectAgreement } from './agree.js';
import { parametersOf } from './derivatives.js';
import { derivativesAgree, type LawCase } from './derivativesAgree.js';
import type { Law } from './law.js';

/** Laws of a graph with given values: derivatives, rewriting, backends. */
export function graphLaws(lawCase: LawCase, backends: readonly BackendUnderTest[]): readonly Law[] {
  const { name, output, values } = lawCase;
  const smooth = output.dtype === 'float64' && parametersOf([output]).length > 0;
  return [
    { name: `${name}: agrees on every backend`, check: () => expectAgreement([output], values, backends) },
    { name: `${name}: rewriting keeps its values and gradient`, check: () => rewritingKeeps(lawCase, backends) },
    ...(smooth ? [{ name: `${name}: its derivatives equal differences`, check: () => differencesAgree(lawCase) }] : []),
  ];
}

function rewritingKeeps({ name, output, values }: LawCase, backends: readonly BackendUnderTest[]): void {
  const parameters = parametersOf([output]);
  const loss = sum(output);
  const plain = [output, ...(output.dtype === 'float64' ? gradient(loss, parameters) : [])];
  const { outputs: first } = simplify([output, loss]);
  const slopes = output.dtype === 'float64' ? gradient(first[1]!, parameters) : [];
  const rewritten = simplify([first[0]!, ...slopes], { stage: 'last' }).outputs;
  const expected = evaluate(plain, values);
  evaluate(rewritten, values).forEach((array, k) => {
    array.forEach((value, i) => {
      if (close(value, expected[k]![i]!, 1e-10)) return;
      throw new Error(`${name}: ${expected[k]![i]} became ${value} (output ${k}, element ${i})`);
    });
  });
  expectAgreement(rewritten, values, backends);
}

function differencesAgree(lawCase: LawCase): void {
  if (derivativesAgree(lawCase) === 0) throw new Error(`${lawCase.name}: differences say nothing at its values`);
}

/** The law of a graph that speaks of backends: the graph and its gradient, rewritten as before a backend. */
export function graphAgreement({ name, output, values }: LawCase, backends: readonly BackendUnderTest[]): Law {
  return {
    name,
    check: () => {
      const [first, loss] = simplify([output, sum(output)]).outputs;
      const slopes = output.dtype === 'float64' ? gradient(loss!, parametersOf([output])) : [];
      expectAgreement(simplify([first!, ...slopes], { stage: 'last' }).outputs, values, backends);
      expectAgreement([output], values, backends);
    },
  };
}
