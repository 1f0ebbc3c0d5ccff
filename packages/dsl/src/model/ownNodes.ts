/** Which nodes are made of one model's variables only. */
import { type Tensor, topologicalOrder } from '@credence/autodiff';
import { CredenceError } from '@credence/numerics';
import { Variable } from './variable.js';

/** Remembers what it has looked at, so that checking all declarations is linear in nodes. */
export class OwnNodes {
  readonly #known = new WeakSet<Tensor>();

  constructor(private readonly model: string) {}

  /** A variable of the model. */
  add(variable: Tensor): void {
    this.#known.add(variable);
  }

  /**
   * Every variable that a tensor is made of must be declared in the model.
   * @throws CredenceError model/foreign-variable
   */
  check(tensor: Tensor, where: string): void {
    if (this.#known.has(tensor)) return;
    for (const node of topologicalOrder([tensor])) {
      if (this.#known.has(node)) continue;
      if (node.op.kind === 'source' && (node.op.name === 'parameter' || node.op.name === 'data')) {
        const name = node instanceof Variable ? node.name : node.op.label;
        throw new CredenceError(
          'model/foreign-variable',
          `${where}: '${name}' is not a variable of the model '${this.model}'. Handles belong to the model that made them; arrays become data by model.data.`,
          { name },
        );
      }
      this.#known.add(node);
    }
  }
}
