/** What compiling made of a graph, for people to read: rules that fired, work done once for the data, loops, kernels. */

import type { Shape } from '../graph/shape.js';
import type { Trace } from '../rewrites/engine.js';
import type { RefusedSum } from '../rewrites/statistics/refusals.js';

/** Something, and how often. */
export interface Count {
  readonly name: string;
  readonly count: number;
}

/** Something that is worked out once per data set, when data are bound. */
export interface BoundNote {
  /** As an expression of data, shortened. */
  readonly what: string;
  readonly shape: Shape;
}

/** A loop over elements: what is computed in it without being written to memory, and what it reads and leaves. */
export interface LoopNote {
  readonly kind: 'loop';
  /** Sizes of the index space, without axes of size 1. */
  readonly space: Shape;
  /** Elementwise operations in the body. */
  readonly operations: readonly Count[];
  readonly reads: readonly string[];
  /** Sums and arrays that the loop leaves. */
  readonly results: readonly string[];
}

/** A kernel on whole arrays, or a scan. */
export interface KernelNote {
  readonly kind: 'kernel';
  readonly name: string;
  readonly shape: Shape;
}

/** One function of a module, in the order in which it runs. */
export interface FunctionNote {
  /** `density` (with its gradient), or the name of a group of outputs. */
  readonly name: string;
  readonly steps: readonly (LoopNote | KernelNote)[];
  /** Operations on single numbers between the loops. */
  readonly numbers: number;
}

/** What a compiler notes of a graph: plain data, a part of the manifest. */
export interface ProgramNotes {
  readonly rewrites: readonly Count[];
  /** Sums over data that are taken anew at every evaluation, and why. */
  readonly refused: readonly RefusedSum[];
  readonly bound: readonly BoundNote[];
  readonly functions: readonly FunctionNote[];
}

/** Operations that TensorFlow.js does not have, by name. */
export interface HostKernelNote extends Count {
  readonly reason: string;
}

export interface ExplanationFields extends ProgramNotes {
  /** `wasm`, or the backend of TensorFlow.js. */
  readonly backend: string;
  /** wasm: size of the module. */
  readonly moduleBytes?: number;
  /** wasm: memory of an instance, without vectors of a sampler. */
  readonly memoryBytes?: number;
  /** wasm: whether sums of products are rounded once (`fastMath`). */
  readonly fused?: boolean;
  /** TensorFlow.js: operations that run as its calls. */
  readonly calls?: number;
  /** TensorFlow.js: operations that run on the host. */
  readonly hostKernels?: readonly HostKernelNote[];
  /** TensorFlow.js: backends that were tried, in order; the last was taken. */
  readonly tried?: readonly { readonly backend: string; readonly works: boolean; readonly reason?: string }[];
}

/**
 * A report of a compiled graph; prints as text.
 *
 * @example console.log(String(explain(program)))
 */
export class Explanation implements ExplanationFields {
  readonly backend: string;
  readonly rewrites: readonly Count[];
  readonly refused: readonly RefusedSum[];
  readonly bound: readonly BoundNote[];
  readonly functions: readonly FunctionNote[];
  declare readonly moduleBytes?: number;
  declare readonly memoryBytes?: number;
  declare readonly fused?: boolean;
  declare readonly calls?: number;
  declare readonly hostKernels?: readonly HostKernelNote[];
  declare readonly tried?: NonNullable<ExplanationFields['tried']>;

  constructor(fields: ExplanationFields) {
    this.backend = fields.backend;
    this.rewrites = fields.rewrites;
    this.refused = fields.refused;
    this.bound = fields.bound;
    this.functions = fields.functions;
    if (fields.moduleBytes !== undefined) this.moduleBytes = fields.moduleBytes;
    if (fields.memoryBytes !== undefined) this.memoryBytes = fields.memoryBytes;
    if (fields.fused !== undefined) this.fused = fields.fused;
    if (fields.calls !== undefined) this.calls = fields.calls;
    if (fields.hostKernels !== undefined) this.hostKernels = fields.hostKernels;
    if (fields.tried !== undefined) this.tried = fields.tried;
  }

  toString(): string {
    return [
      this.#head(),
      ...this.#tries(),
      ...section(
        'Rewrites that fired',
        this.rewrites.map(({ name, count }) => `${String(count).padStart(4)}  ${name}`),
      ),
      ...section(
        'Sums over data at every evaluation',
        this.refused.map(({ what, reason }) => `  ${what}: ${reason}`),
      ),
      ...section(
        'Worked out once per data set',
        this.bound.map(({ what, shape }) => `  ${what}${sizes(shape)}`),
      ),
      ...this.functions.flatMap(functionLines),
      ...section(
        'Operations that run on the host',
        (this.hostKernels ?? []).map(({ name, count, reason }) => `${String(count).padStart(4)}  ${name}: ${reason}`),
      ),
    ].join('\n');
  }

  #head(): string {
    const { backend, moduleBytes, memoryBytes, fused, calls } = this;
    if (moduleBytes !== undefined) {
      return `Backend ${backend}: a module of ${moduleBytes} bytes, ${memoryBytes ?? 0} bytes of memory${fused ? ', fused multiply-add' : ''}.`;
    }
    return calls === undefined
      ? `Backend ${backend}.`
      : `Backend ${backend} of TensorFlow.js: ${calls} operations are its calls.`;
  }

  #tries(): string[] {
    return (this.tried ?? []).flatMap(({ backend, works, reason }) =>
      works ? [] : [`  ${backend} was passed over: ${reason ?? 'it does not work'}.`],
    );
  }
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${title}:`, ...lines.map((line) => `  ${line.replace(/^ {2}/, '')}`)];
}

function sizes(shape: Shape): string {
  return shape.length === 0 ? '' : ` [${shape.join(', ')}]`;
}

function counted(list: readonly Count[]): string {
  return list.map(({ name, count }) => (count === 1 ? name : `${name} x${count}`)).join(', ');
}

function functionLines({ name, steps, numbers }: FunctionNote): string[] {
  const lines = steps.map((step) => {
    if (step.kind === 'kernel') return `${step.name}${sizes(step.shape)}`;
    const body = step.operations.length === 0 ? '' : `: ${counted(step.operations)}`;
    const reads = step.reads.length === 0 ? '' : `; reads ${step.reads.join(', ')}`;
    return `loop over${sizes(step.space) || ' 1'}${body}${reads}; leaves ${step.results.join(', ')}`;
  });
  const loops = steps.filter(({ kind }) => kind === 'loop').length;
  const title = name === 'density' ? 'Density and gradient' : `Outputs '${name}'`;
  const kernels = steps.length - loops;
  return section(
    `${title}: ${plural(loops, 'loop')}, ${plural(kernels, 'kernel')}, ${plural(numbers, 'operation')} on single numbers`,
    lines.map((line, k) => `  ${k + 1}. ${line}`),
  );
}

function plural(n: number, word: string): string {
  return `${n} ${word}${n === 1 ? '' : 's'}`;
}

/** Rules of several traces with how often each fired, most often first. */
export function firedRules(...traces: readonly Trace[]): Count[] {
  const counts = new Map<string, number>();
  for (const trace of traces) for (const [name, count] of trace) counts.set(name, (counts.get(name) ?? 0) + count);
  return byCount(counts);
}

/** Most first, then by name. */
export function byCount(counts: ReadonlyMap<string, number>): Count[] {
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}
