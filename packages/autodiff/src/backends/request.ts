/** What is asked of a compiler, and the graphs made ready for it: differentiated, rewritten, in primitive operations only. */

import { CredenceError } from '@credence/numerics';
import { gradient } from '../gradient/reverse.js';
import { formatShape } from '../graph/shape.js';
import type { Tensor } from '../graph/tensor.js';
import { findInputs, topologicalOrder, withInputs } from '../graph/traverse.js';
import { writeOut } from '../ops/linearAlgebra.js';
import { type RewriteOptions, simplify } from '../rewrites/simplify.js';
import { type RefusedSum, refusedSums } from '../rewrites/statistics/refusals.js';
import { type Count, firedRules } from './explanation.js';

export interface CompileRequest {
  /** `parameter` nodes; the position is their concatenation in this order. */
  readonly parameters: readonly Tensor[];
  /** `data` nodes, whose values arrive when a program is bound. */
  readonly data?: readonly Tensor[];
  /** One number (nats). */
  readonly logDensity?: Tensor;
  /** d logDensity / d parameter, one for each; derived when left out. An empty list: the density alone, for `logDensities`. */
  readonly gradient?: readonly Tensor[];
  /** Other outputs, in groups that are evaluated together. */
  readonly outputs?: Readonly<Record<string, readonly Tensor[]>>;
  /**
   * Whether sums of products may be rounded once, where the engine can (`wasm`): faster, and results then depend on the
   * processor in their last bits. Default false.
   */
  readonly fastMath?: boolean;
  readonly rewrites?: RewriteOptions;
}

/** Graphs that a backend can write down. */
export interface PreparedGraphs {
  /** The log density and d logDensity / d parameter, for each parameter. */
  readonly density: { readonly value: Tensor; readonly slopes: readonly Tensor[] } | undefined;
  readonly groups: ReadonlyMap<string, readonly Tensor[]>;
  /** Rewrite rules that fired. */
  readonly rewrites: readonly Count[];
  /** Sums over data that are not worked out once, and why; none when that was not asked for. */
  readonly refused: readonly RefusedSum[];
}

/**
 * Rewrites, differentiates, rewrites again, and checks the inputs.
 *
 * @throws CredenceError `compile/input` for inputs that are not listed or of one name, `compile/density` for a density of
 * other than one element
 */
export function prepareGraphs(request: CompileRequest): PreparedGraphs {
  const { parameters, data = [], logDensity, outputs = {}, rewrites = {} } = request;
  if (logDensity && logDensity.size !== 1) {
    throw new CredenceError(
      'compile/density',
      `The log density must be one number, got shape ${formatShape(logDensity.shape)}. Sum it over all axes.`,
      { shape: logDensity.shape },
    );
  }
  const groups = Object.entries(outputs);
  const first = simplify([...(logDensity ? [logDensity] : []), ...groups.flatMap(([, list]) => list)], rewrites);
  const density = logDensity && first.outputs[0];
  const slopes = density ? (request.gradient ?? gradient(density, parameters)) : [];
  const others = density ? first.outputs.slice(1) : first.outputs;
  const last = simplify([...(density ? [density, ...slopes] : []), ...others], { stage: 'last' });
  const ready = inPrimitives(last.outputs);
  checkInputs(ready, parameters, data);
  let next = 0;
  const take = (count: number): readonly Tensor[] => {
    next += count;
    return ready.slice(next - count, next);
  };
  const [value] = density ? take(1) : [];
  return {
    density: value && { value, slopes: take(slopes.length) },
    groups: new Map(groups.map(([name, list]) => [name, take(list.length)])),
    rewrites: firedRules(first.trace, last.trace),
    refused: rewrites.sufficientStatistics === false ? [] : refusedSums(first.outputs),
  };
}

/** The graphs with composite kernels written out. */
function inPrimitives(outputs: readonly Tensor[]): Tensor[] {
  const done = new Map<Tensor, Tensor>();
  for (const node of topologicalOrder(outputs)) {
    const same = withInputs(
      node,
      node.inputs.map((input) => done.get(input)!),
    );
    done.set(node, writeOut(same) ?? same);
  }
  return outputs.map((output) => done.get(output)!);
}

/** The name of an input. */
export function labelOf({ op }: Tensor): string {
  return op.kind === 'source' && (op.name === 'data' || op.name === 'parameter') ? op.label : '';
}

function checkInputs(outputs: readonly Tensor[], parameters: readonly Tensor[], data: readonly Tensor[]): void {
  const known = new Set<Tensor>([...parameters, ...data]);
  const names = new Set<string>();
  for (const node of known) {
    const name = labelOf(node);
    if (names.has(name)) {
      throw new CredenceError('compile/input', `Two inputs are named '${name}'. Names must differ.`, { name });
    }
    names.add(name);
  }
  for (const node of findInputs(outputs)) {
    if (known.has(node)) continue;
    const [name, isData] = [labelOf(node), node.op.name === 'data'];
    throw new CredenceError(
      'compile/input',
      `The graph reads the ${isData ? 'data' : 'parameter'} '${name}', which is not among the ${isData ? 'data' : 'parameters'} to compile with. List the same node there.`,
      { name },
    );
  }
}
