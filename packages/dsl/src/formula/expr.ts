/** The tagged template `expr`: a formula over tensors, variables, numbers and arrays put in by `${}`. */
import { constant, Tensor } from '@credence/autodiff';
import { type ArrayData, dataArray } from '../model/arrays.js';
import { checkNumbers } from '../model/checks.js';
import { literalOf } from '../model/values.js';
import { Variable } from '../model/variable.js';
import { formula } from './formula.js';

/** What may be put into a formula. */
export type Operand = Tensor | ArrayData | boolean;

/**
 * A formula as a tensor.
 *
 * @example expr`${alpha} + ${beta} * log(${x})`
 * @throws CredenceError formula/syntax, formula/name, formula/arity, formula/index, shape/... with the column; data/nan
 */
export function expr(texts: TemplateStringsArray, ...operands: readonly Operand[]): Tensor {
  const values = new Map<string, Tensor>();
  let parsed = texts[0] ?? '';
  let shown = parsed;
  for (const [position, operand] of operands.entries()) {
    // A stand-in of the same length as what is shown, so that columns agree.
    const label = `\${${describe(operand)}}`.padEnd(3 + String(position).length);
    const name = `$${position}`.padEnd(label.length, '_');
    values.set(name, operandTensor(operand, position));
    const text = texts[position + 1] ?? '';
    parsed += name + text;
    shown += label + text;
  }
  return formula(parsed, { lookup: (name) => values.get(name), known: () => [], shown });
}

function operandTensor(operand: Operand, position: number): Tensor {
  if (operand instanceof Tensor) return operand;
  if (typeof operand === 'number' || typeof operand === 'boolean') return constant(operand);
  const where = `value ${position} of the formula`;
  const array = dataArray(operand, where);
  checkNumbers(where, array);
  return literalOf(array);
}

function describe(operand: Operand): string {
  if (operand instanceof Variable) return operand.name;
  if (typeof operand === 'number' || typeof operand === 'boolean') return String(operand);
  return operand instanceof Tensor ? `[${operand.shape.join(',')}]` : 'array';
}
