/** Runs a plan of forward draws: parameters by compiled functions, draws by streams of their own. */
import type { Tensor, WasmDensity } from '@credence/autodiff';
import { CredenceError, type RngKey, split, stream } from '@credence/numerics';
import type { LabelledArray } from '../inference/labelledArray.js';
import { boundValues } from '../model/bound.js';
import type { ModelSnapshot, RandomDeclaration } from '../model/declarations.js';
import { firstOutside } from '../model/outside.js';
import { declaredAt } from '../model/site.js';
import { compiledOutputs } from './compiledOutputs.js';
import { type DrawReader, drawReader } from './drawReader.js';
import { type EventDrawer, eventDrawer } from './eventDraws.js';
import { type ForwardPlan, type Step, tensorsOf } from './plan.js';

export interface ForwardRequest {
  /** For errors: the function that was called. */
  readonly where: string;
  readonly model: ModelSnapshot;
  readonly plan: ForwardPlan;
  /** Draws of the variables that the plan takes: dimensions chain, draw, then the variable's. */
  readonly source: ReadonlyMap<string, LabelledArray>;
  readonly chains: number;
  readonly draws: number;
  /** Place of the first draw in its chain, where the draws before it are not wanted. Default 0. */
  readonly first?: number;
  /** Fixes every draw, together with the variable's name, its chain and its place there. */
  readonly key: RngKey;
}

/** One step, ready to run. */
interface Prepared {
  readonly step: Step;
  readonly offset: number;
  readonly size: number;
  /** Values of each tensor of the step at the position. */
  readonly values: readonly ((position: Float64Array) => Float64Array)[];
  readonly draw?: EventDrawer;
  readonly check?: (values: readonly Float64Array[], chain: number, draw: number) => void;
  readonly key: RngKey;
  readonly out?: Float64Array;
}

/**
 * Values that the plan keeps, each chains x draws x size, row-major. Draw d of a variable in chain c comes from
 * `stream(split(key of its name, c), d)`, so it depends neither on other variables nor on how many draws are made.
 *
 * @throws CredenceError predict/parameter when parameters of a variable lie outside their ranges
 */
export function forwardDraws(request: ForwardRequest): ReadonlyMap<string, Float64Array> {
  const { plan, source, chains, draws, first = 0, key } = request;
  const random = [...plan.taken, ...plan.steps.filter((step) => step.kind === 'random')];
  const offsets = new Map<string, number>();
  let dimension = 0;
  for (const { name, variable } of random) {
    offsets.set(name, dimension);
    dimension += variable.size;
  }
  const kept = new Map<string, Float64Array>();
  for (const { name, variable } of [...plan.taken, ...plan.steps]) {
    if (plan.kept.includes(name)) kept.set(name, new Float64Array(chains * draws * variable.size));
  }
  const position = new Float64Array(dimension);
  const prepared = prepare(request, random, offsets, kept);
  const taken = plan.taken.map(({ name, variable }) => ({
    read: readerOf(source.get(name)),
    offset: offsets.get(name) ?? 0,
    size: variable.size,
    out: kept.get(name),
  }));
  const streams = prepared.map((step) => split(step.key, 0));
  for (let chain = 0; chain < chains; chain++) {
    for (const [i, step] of prepared.entries()) streams[i] = split(step.key, chain);
    for (let draw = 0; draw < draws; draw++) {
      const at = chain * draws + draw;
      for (const { read, offset, size, out } of taken) {
        const own = read(at);
        position.set(own, offset);
        out?.set(own, at * size);
      }
      for (const [i, step] of prepared.entries()) run(step, streams[i] ?? key, position, chain, draw, draws, first);
    }
  }
  return kept;
}

function readerOf(array: LabelledArray | undefined): DrawReader {
  if (array === undefined) throw new Error('a plan takes only variables that have draws');
  return drawReader(array);
}

function run(
  step: Prepared,
  key: RngKey,
  position: Float64Array,
  chain: number,
  draw: number,
  draws: number,
  first: number,
): void {
  const { offset, size, out, check } = step;
  const values = step.values.map((value) => value(position));
  const at = (chain * draws + draw) * size;
  if (step.draw === undefined) {
    out?.set(values[0] ?? [], at);
    return;
  }
  check?.(values, chain, first + draw);
  const target = position.subarray(offset, offset + size);
  step.draw(stream(key, first + draw), values, target);
  out?.set(target, at);
}

function prepare(
  { where, model, plan, key }: ForwardRequest,
  random: readonly RandomDeclaration[],
  offsets: ReadonlyMap<string, number>,
  kept: ReadonlyMap<string, Float64Array>,
): readonly Prepared[] {
  const compiled = compileTensors(model, random, plan.steps);
  return plan.steps.map((step): Prepared => {
    const { name, variable } = step;
    const computed = tensorsOf(step).filter(isComputed);
    let latest: readonly Float64Array[] = [];
    const values = tensorsOf(step).map((tensor) => {
      const { op } = tensor;
      if (tensor.binding !== 'parameter') {
        const bound = Float64Array.from(boundValues(tensor, model.data));
        return () => bound;
      }
      if (op.kind === 'source' && op.name === 'parameter') {
        const offset = offsets.get(op.label) ?? 0;
        return (position: Float64Array) => position.subarray(offset, offset + tensor.size);
      }
      const place = computed.indexOf(tensor);
      return (position: Float64Array) => {
        if (place === 0) latest = compiled?.evaluate(name, position) ?? [];
        return latest[place] ?? new Float64Array(0);
      };
    });
    const out = kept.get(name);
    const common = { step, offset: offsets.get(name) ?? 0, size: variable.size, values, key: keyOfName(key, name) };
    const draw = step.kind === 'random' ? eventDrawer(step) : undefined;
    return {
      ...common,
      ...(out === undefined ? {} : { out }),
      ...(draw === undefined || step.kind !== 'random' ? {} : { draw, check: parameterCheck(where, step) }),
    };
  });
}

/** Whether the compiled functions are needed for a tensor: it is neither fixed nor a variable itself. */
function isComputed({ binding, op }: Tensor): boolean {
  return binding === 'parameter' && op.kind !== 'source';
}

/** One module with a function for each step that needs one; undefined when none does. */
function compileTensors(
  model: ModelSnapshot,
  random: readonly RandomDeclaration[],
  steps: readonly Step[],
): WasmDensity | undefined {
  const groups = steps.flatMap((step) => {
    const tensors = tensorsOf(step).filter(isComputed);
    return tensors.length === 0 ? [] : [[step.name, tensors] as const];
  });
  return groups.length === 0 ? undefined : compiledOutputs(model, random, groups);
}

/** A key of its own for every name: one split for each of its code units, so that no two names share one. */
export function keyOfName(key: RngKey, name: string): RngKey {
  let own = split(key, name.length);
  for (let i = 0; i < name.length; i++) own = split(own, name.charCodeAt(i));
  return own;
}

/** Refuses parameters outside their ranges; those that cannot vary were checked when they were declared. */
function parameterCheck(
  where: string,
  declaration: RandomDeclaration,
): (values: readonly Float64Array[], chain: number, draw: number) => void {
  const { name, distribution, parameters, site } = declaration;
  const checks = Object.entries(parameters).flatMap(([key, tensor], position) => {
    const constraint = distribution.parameters[key]?.constraint;
    if (tensor.binding !== 'parameter' || constraint === undefined) return [];
    if (constraint.holds === undefined && constraint.fault === undefined) return [];
    return [{ key, tensor, position, set: constraint }];
  });
  return (values, chain, draw) => {
    for (const { key, tensor, position, set } of checks) {
      const array = values[position]!;
      const outside = firstOutside(array, { set, tensor, valuesOf: () => [] });
      if (outside === undefined) continue;
      const { index, place, fault } = outside;
      throw new CredenceError(
        'predict/parameter',
        `${where}: ${name} ~ ${distribution.name}${declaredAt(site)}: ${key}${place} ${fault ?? `= ${array[index]} must be ${set.text}`} (chain ${chain}, draw ${draw}). Bound what it is computed from, or leave out '${name}' by the option variables.`,
        { name, parameter: key, index, ...(fault === undefined ? { value: array[index] } : {}), chain, draw },
      );
    }
  };
}
