/** What every expression over one model's variables must keep; each node is looked at once, so that all checks are linear. */
import { type Tensor, topologicalOrder } from '@credence/autodiff';
import { CredenceError } from '@credence/numerics';
import type { DataArray } from './arrays.js';
import { boundValues } from './bound.js';
import { indexText } from './names.js';
import { checkStretch, onesOf } from './stretch.js';
import { Variable } from './variable.js';

type Data = ReadonlyMap<string, DataArray>;

/** A table with the indices that do not vary. */
interface KnownIndices {
  readonly where: string;
  readonly table: Tensor;
  readonly index: Tensor;
  readonly axis: number;
}

/** Remembers what it has looked at: for every node, which of its axes of size 1 nobody asked for. */
export class OwnNodes {
  readonly #ones = new WeakMap<Tensor, readonly boolean[]>();
  readonly #indices: KnownIndices[] = [];

  constructor(private readonly model: string) {}

  /** A variable of the model. */
  add(variable: Tensor): void {
    this.#ones.set(variable, onesOf(variable, this.#onesOfInputs(variable)));
  }

  /** A variable of the model with everything that it is computed from. */
  adopt(variable: Tensor): void {
    for (const node of topologicalOrder([variable])) if (!this.#ones.has(node)) this.add(node);
  }

  /** Axes of size 1 of a node that was added or checked, without those that an expression made on purpose. */
  ones(tensor: Tensor): readonly boolean[] {
    return this.#ones.get(tensor) ?? tensor.shape.map(() => false);
  }

  /**
   * Every variable that a tensor is made of is declared in the model; no axis of size 1 is stretched over an array of fewer
   * axes; indices that do not vary lie in their tables.
   * @throws CredenceError model/foreign-variable, shape/stretch, index/range
   */
  check(tensor: Tensor, where: string, data: Data): void {
    if (this.#ones.has(tensor)) return;
    for (const node of topologicalOrder([tensor])) {
      if (this.#ones.has(node)) continue;
      const { op } = node;
      if (op.kind === 'source' && (op.name === 'parameter' || op.name === 'data')) throw this.#foreign(node, where);
      const ones = this.#onesOfInputs(node);
      if (op.kind === 'elementwise') checkStretch(op.name, node.inputs, ones, where);
      const [table, index] = node.inputs;
      if (op.kind === 'indexing' && op.name === 'gather' && table !== undefined && index?.binding !== 'parameter') {
        if (index !== undefined) this.#checkIndices({ where, table, index, axis: op.axis }, data);
      }
      this.#ones.set(node, onesOf(node, ones));
    }
  }

  /**
   * Checks indices again, with exchanged data.
   * @throws CredenceError index/range
   */
  recheckFrom(other: OwnNodes, data: Data): void {
    for (const known of other.#indices) this.#checkIndices(known, data);
  }

  #checkIndices(known: KnownIndices, data: Data): void {
    this.#indices.push(known);
    const { where, table, index, axis } = known;
    const size = table.shape[axis] ?? 0;
    const values = boundValues(index, data);
    for (let i = 0; i < values.length; i++) {
      const value = values[i] ?? Number.NaN;
      if (value >= 0 && value < size) continue;
      const name = index instanceof Variable ? index.name : 'the index';
      const of = table instanceof Variable ? ` of '${table.name}'` : '';
      throw new CredenceError(
        'index/range',
        `${where}: ${name}${indexText(i, index.shape)} = ${value} is outside [0, ${size}), axis ${axis}${of}. Indices start at 0: subtract 1 from those that start at 1.`,
        { index: i, value, size, axis },
      );
    }
  }

  #onesOfInputs(node: Tensor): readonly (readonly boolean[])[] {
    return node.inputs.map((input) => this.ones(input));
  }

  #foreign(node: Tensor, where: string): CredenceError {
    const { op } = node;
    const label = op.kind === 'source' && 'label' in op ? op.label : '';
    const name = node instanceof Variable ? node.name : label;
    return new CredenceError(
      'model/foreign-variable',
      `${where}: '${name}' is not a variable of the model '${this.model}'. Handles belong to the model that made them; arrays become data by model.data.`,
      { name },
    );
  }
}
