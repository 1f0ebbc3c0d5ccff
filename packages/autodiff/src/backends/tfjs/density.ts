/** A compiled program with data on a backend of TensorFlow.js: uploads that are kept, and evaluations that leave nothing. */

import { CredenceError } from '@credence/numerics';
import type { Tensor } from '../../graph/tensor.js';
import { topologicalOrder } from '../../graph/traverse.js';
import type { CompiledDensity, InputValues } from '../backend.js';
import { evaluate } from '../reference.js';
import type { Step } from './calls.js';
import type { TfjsProgram } from './compile.js';
import type { TfjsCore } from './core.js';
import { explain, type TfjsExplanation } from './explain.js';
import { checkIndices } from './indexCheck.js';
import { type Lowered, lower } from './lower.js';
import { Session } from './session.js';
import { Value } from './value.js';

export interface TfjsDensity extends CompiledDensity {
  /** The backend of TensorFlow.js that the density was bound on and runs on. */
  readonly backend: string;
  /** Rules that fired, work done once, and which operations run on the host, and why. Prints as text. */
  explain(): TfjsExplanation;
  /** Frees the tensors that hold data, which otherwise happens when the density is collected. It is of no use afterwards. */
  dispose(): void;
}

/**
 * An instance for data, on the active backend of TensorFlow.js. What depends on data alone is worked out here, in float64,
 * and rounded once to the float32 of the backend. Evaluations run in one `tidy`.
 *
 * @param tf the module `@tensorflow/tfjs-core`, with a backend that is ready (`await tf.ready()`)
 * @param data values of every `data` node, by name
 * @throws CredenceError `tfjs/no-backend`, `input/missing`, `input/shape`, `index/range`
 */
export function bindTfjs(tf: TfjsCore, program: TfjsProgram, data: InputValues = {}): TfjsDensity {
  return new Density(tf, program, data);
}

/** Frees the tensors of densities that nobody holds any more. */
const forgotten = new FinalizationRegistry((session: Session) => session.dispose());

/** Steps of one function in order; values live in slots. */
interface Plan {
  readonly steps: readonly { readonly step: Step; readonly inputs: readonly number[]; readonly output: number }[];
  readonly parameters: readonly { readonly slot: number; readonly node: Tensor; readonly offset: number }[];
  readonly fixed: readonly { readonly slot: number; readonly value: Value }[];
  readonly roots: readonly number[];
  readonly slots: number;
}

class Density implements TfjsDensity {
  readonly dimension: number;
  readonly #session: Session;
  readonly #program: TfjsProgram;
  readonly #fixed: ReadonlyMap<Tensor, Value>;
  readonly #lowered = new Map<Tensor, Lowered>();
  readonly #density: Plan | undefined;
  readonly #groups = new Map<string, Plan>();
  #disposed = false;

  constructor(tf: TfjsCore, program: TfjsProgram, data: InputValues) {
    if (!tf.getBackend()) {
      throw new CredenceError(
        'tfjs/no-backend',
        "TensorFlow.js has no active backend. Import one (such as '@tensorflow/tfjs-backend-wasm') and await tf.ready(), or await chooseTfjsBackend().",
        {},
      );
    }
    this.dimension = program.dimension;
    this.#program = program;
    this.#session = new Session(tf);
    forgotten.register(this, this.#session, this);
    const roots = program.density ? [program.density.value, ...program.density.slopes] : [];
    const all = [...roots, ...[...program.groups.values()].flat()];
    this.#fixed = this.#bind(all, data);
    this.#density = program.density && this.#plan(roots);
    for (const [name, outputs] of program.groups) this.#groups.set(name, this.#plan(outputs));
  }

  get backend(): string {
    return this.#session.backend;
  }

  /** Values that do not depend on parameters but are read where something does. */
  #bind(roots: readonly Tensor[], data: InputValues): Map<Tensor, Value> {
    const order = topologicalOrder(roots);
    const isFixed = (node: Tensor): boolean => node.binding !== 'parameter';
    const read = new Set(order.filter((node) => !isFixed(node)).flatMap(({ inputs }) => inputs.filter(isFixed)));
    for (const root of roots) if (isFixed(root)) read.add(root);
    const indices = order.flatMap(({ op, inputs }) => (op.kind === 'indexing' ? inputs.slice(1).filter(isFixed) : []));
    // All data are read, so that one that is missing or of a wrong shape is found here.
    const nodes = [...read, ...indices, ...this.#program.data];
    const values = evaluate(nodes, data);
    const hosts = new Map(nodes.map((node, k) => [node, values[k]!]));
    checkIndices(order, hosts);
    return new Map([...read].map((node) => [node, this.#session.fixed(node.shape, hosts.get(node)!)]));
  }

  #plan(roots: readonly Tensor[]): Plan {
    const slots = new Map<Tensor, number>();
    const steps: Plan['steps'][number][] = [];
    const parameters: Plan['parameters'][number][] = [];
    const fixed: Plan['fixed'][number][] = [];
    const offsets = new Map<Tensor, number>();
    let offset = 0;
    for (const node of this.#program.parameters) {
      offsets.set(node, offset);
      offset += node.size;
    }
    for (const node of topologicalOrder(roots)) {
      const value = this.#fixed.get(node);
      if (node.binding !== 'parameter' && !value) continue;
      const slot = slots.size;
      slots.set(node, slot);
      const start = offsets.get(node);
      if (value) fixed.push({ slot, value });
      else if (start !== undefined) parameters.push({ slot, node, offset: start });
      else {
        let lowered = this.#lowered.get(node);
        if (!lowered) {
          lowered = lower(this.#session, node);
          this.#lowered.set(node, lowered);
        }
        steps.push({ step: lowered.step, inputs: node.inputs.map((input) => slots.get(input)!), output: slot });
      }
    }
    return { steps, parameters, fixed, roots: roots.map((root) => slots.get(root)!), slots: slots.size };
  }

  /** Runs a plan and lets `read` take what it needs from the roots before all tensors are freed. */
  #run(plan: Plan, position: Float64Array, read: (roots: readonly Value[]) => void): void {
    const session = this.#session;
    const { tf } = session;
    this.#checkAlive();
    session.inRange.length = 0;
    tf.tidy(() => {
      const values = new Array<Value>(plan.slots);
      for (const { slot, value } of plan.fixed) values[slot] = value;
      for (const { slot, node, offset } of plan.parameters) {
        values[slot] = new Value(tf, node.shape, { host: position.slice(offset, offset + node.size) });
      }
      for (const { step, inputs, output } of plan.steps) {
        values[output] = step(inputs.map((slot) => values[slot]!));
      }
      read(plan.roots.map((slot) => values[slot]!));
    });
    session.inRange.length = 0;
  }

  #checkAlive(): void {
    if (this.#disposed) {
      throw new CredenceError('tfjs/disposed', 'This density was disposed of. Bind the program again.', {});
    }
    const active = this.#session.tf.getBackend();
    if (active === this.backend) return;
    throw new CredenceError(
      'tfjs/backend',
      `The density was bound on the backend '${this.backend}' of TensorFlow.js, but '${active}' is active now. Await tf.setBackend('${this.backend}'), or bind again.`,
      { bound: this.backend, active },
    );
  }

  logDensityAndGradient(position: Float64Array, gradient: Float64Array): number {
    const plan = this.#density;
    if (!plan) {
      throw new CredenceError(
        'density/missing',
        'The graph was compiled without a log density. Give compileTfjs one.',
        {},
      );
    }
    let result = Number.NaN;
    this.#run(plan, position, ([value, ...slopes]) => {
      const inRange = this.#session.inRange.every((valid) => valid.dataSync().every((one) => one !== 0));
      result = inRange ? value!.host()[0]! : Number.NEGATIVE_INFINITY;
      let offset = 0;
      slopes.forEach((slope, k) => {
        const { size } = this.#program.parameters[k]!;
        const values = slope.host();
        if (values.length === size) gradient.set(values, offset);
        else gradient.fill(values[0]!, offset, offset + size);
        offset += size;
      });
    });
    return result;
  }

  evaluate(group: string, position: Float64Array): Float64Array[] {
    const plan = this.#groups.get(group);
    if (!plan) {
      throw new CredenceError(
        'output/unknown',
        `There is no group of outputs '${group}'. Compiled were: ${[...this.#groups.keys()].map((name) => `'${name}'`).join(', ') || 'none'}.`,
        { group },
      );
    }
    const outputs: Float64Array[] = [];
    this.#run(plan, position, (roots) => {
      for (const root of roots) outputs.push(root.host().slice());
    });
    return outputs;
  }

  explain(): TfjsExplanation {
    return explain(this.backend, this.#program, this.#lowered, this.#fixed.keys());
  }

  dispose(): void {
    this.#disposed = true;
    forgotten.unregister(this);
    this.#session.dispose();
  }
}
