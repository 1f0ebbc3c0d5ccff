/** Elementwise functions of a user's own: a definition gives the function of tensors, on every backend. */

import { CredenceError, type Lanes } from '@credence/numerics';
import type { DTypeRule } from '../graph/dtype.js';
import type { ElementwiseOp } from '../graph/op.js';
import type { Tensor } from '../graph/tensor.js';
import type { TfjsLowering } from '../graph/tfjs.js';
import { type Binary, binary, type Ternary, ternary, type Unary, unary } from './elementwise.js';

/** The same place filled for every input. */
type Each<Inputs extends readonly unknown[], T> = { readonly [K in keyof Inputs]: T };

/** What a function of numbers is to all that computes with it. `Inputs` are its inputs. */
export interface OwnElementwise<Inputs extends readonly Tensor[]> {
  /** A prefix of your own, a dot, and the name: `acme.logCosh`. Names without a dot are the library's. */
  readonly name: string;
  /**
   * The function in the arithmetic `Lanes`: its meaning, and what is compiled. Written with functions of numerics
   * (`lanes.call(expProgram, x)`), it gives the same bits everywhere.
   */
  readonly program: <V, M>(lanes: Lanes<V, M>, ...inputs: Each<Inputs, V>) => V;
  /**
   * The derivative by each input, as a graph of the result and the inputs; undefined where it is 0 everywhere. Both modes of
   * differentiation, and derivatives of any order, follow.
   */
  readonly partials: Each<Inputs, ((output: Tensor, ...inputs: Inputs) => Tensor | number) | undefined>;
  /** Arguments at which `elementwiseLaws` compares: ordinary ones, those where the program branches, and ends. */
  readonly checkAt: readonly Each<Inputs, number>[];
  /** The type of the result from those of the inputs. Default: float64. */
  readonly dtype?: DTypeRule;
  /** f(a, b) = f(b, a). */
  readonly commutative?: boolean;
  /** As calls on TensorFlow.js, in float32. Without it that backend calls the program on the host. */
  readonly tfjs?: TfjsLowering;
}

/**
 * A function of one number, applied to each element.
 *
 * @throws CredenceError `op/name`
 * @example
 * const cube = defineUnary({
 *   name: 'acme.cube',
 *   program: (lanes, x) => lanes.mul(x, lanes.mul(x, x)),
 *   partials: [(_, x) => x.square().mul(3)],
 *   checkAt: [[-2], [0], [0.5]],
 * });
 * cube(model.normal('x', { mu: 0, sigma: 1 }, { shape: 3 }));
 */
export function defineUnary(definition: OwnElementwise<readonly [Tensor]>): Unary {
  return unary(checked(definition));
}

/** A function of two numbers; inputs broadcast. As `defineUnary`. */
export function defineBinary(definition: OwnElementwise<readonly [Tensor, Tensor]>): Binary {
  return binary(checked(definition));
}

/** A function of three numbers; inputs broadcast. As `defineUnary`. */
export function defineTernary(definition: OwnElementwise<readonly [Tensor, Tensor, Tensor]>): Ternary {
  return ternary(checked(definition));
}

function checked<T extends { readonly name: string }>(definition: T): T {
  const { name } = definition;
  if (/^[^.]+\../.test(name)) return definition;
  throw new CredenceError(
    'op/name',
    `An op of your own is named '${name}'; put a prefix of your own and a dot before it, as in 'acme.${name || 'logCosh'}': names without a dot are the library's, now and later.`,
    { name },
  );
}

/** @throws CredenceError `op/name` for two definitions of one name in one graph: they would be taken for each other */
export function checkOneDefinition(known: ElementwiseOp, op: ElementwiseOp): void {
  if (known === op) return;
  throw new CredenceError(
    'op/name',
    `Two definitions of the op '${op.name}' meet in one graph. Define it once, outside of functions that are called again, and give different ops different names.`,
    { name: op.name },
  );
}
